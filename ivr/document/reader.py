"""YAML text → `Document`, by PyYAML's parser but with our own tree: no type guessing, no recursion, no bombs.

`safe_load` would read 010 as 8, `no` as False and 12:30 as 750; here a scalar stays as it was written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from ivr.document.ignores import ignores
from ivr.document.nodes import Document, Items, Mark, Node, Pairs, Text
from ivr.document.problems import Problem
from ivr.document.syntax import (
    SPECIAL,
    SURPRISE,
    explain,
    hash_cuts,
    hash_keys,
    index_at,
    mark_of,
    special,
    unprintable,
)

__all__ = [
    "MAX_DEPTH",
    "MAX_NODES",
    "MAX_SIZE",
    "Document",
    "Items",
    "Mark",
    "Node",
    "Pairs",
    "Text",
    "plain_lines",
    "read",
    "unreadable",
]

MAX_SIZE = 2_000_000  # characters
MAX_NODES = 200_000  # values, those reached through aliases counted each time
MAX_DEPTH = 40
_MAX_REPAIRS = 50
# Characters of the private use area, as wide as what they stand in for, so that all columns stay right.
STAR_STAND_IN, HASH_STAND_IN = "\ue02a", "\ue023"
_MEANT = str.maketrans({STAR_STAND_IN: "*", HASH_STAND_IN: "#"})

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _GiveUp(Exception):
    """Nothing more can be read from this file; the problem says why."""


def read(text: str, file: str) -> Document:
    """The tree of a file and all its problems; never raises, whatever the text."""
    text = plain_lines(text)
    if len(text) > MAX_SIZE:
        return _refused(file, Mark(1, 1), f"larger than {MAX_SIZE:,} characters", f"超过 {MAX_SIZE:,} 个字符")
    bad = unprintable(text)
    if bad:
        return _refused(file, *bad)
    builder = _Builder(file)
    mended, stars = _build(builder, text)
    hashes = hash_keys(mended, builder.texts)
    if hashes:
        mended, stars = _build(builder, _replaced(text, hashes, HASH_STAND_IN))
    for mark, character in [*((mark, "*") for mark in stars), *((mark, "#") for mark in hashes)]:
        builder.complain(mark, *special(character), SURPRISE)
    for mark in hash_cuts(mended, builder.texts):
        cut, zh = "from # on this is a comment; put the text into quotes", "从 # 起是注释；请给文本加引号"
        builder.complain(mark, cut, zh, SURPRISE)
    root = None if builder.broken else builder.root
    if root is None and not builder.problems:
        builder.complain(Mark(1, 1), "the file is empty", "文件是空的")
    problems = tuple(sorted(set(builder.problems)))
    return Document(file, text, root, problems, ignores(mended, builder.texts))


def plain_lines(text: str) -> str:
    """The text without a byte order mark, its lines ended by a newline each."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def unreadable(error: OSError | UnicodeDecodeError) -> tuple[str, str]:
    """Why a file cannot be read, in English and in Chinese."""
    if isinstance(error, UnicodeDecodeError):
        place = error.start
        return f"not UTF-8 at byte {place}; save the file as UTF-8", f"第 {place} 字节不是UTF-8；请存为UTF-8"
    reason = error.strerror or error
    return f"cannot be read: {reason}", f"无法读取：{reason}"


def _refused(file: str, mark: Mark, text: str, zh: str) -> Document:
    return Document(file, "", None, (Problem(file, mark.line, mark.column, text, zh=zh),))


def _build(builder: _Builder, text: str) -> tuple[str, list[Mark]]:
    """Fill the builder; the text as it was read in the end, and the places of unquoted *.

    Such a * is replaced by a stand-in of the same width and reading starts over, so that the rest of
    the file is judged too.
    """
    stars: list[Mark] = []
    while True:
        fault = _parse(builder, text)
        if fault is None:
            return text, stars
        mark, meaning, zh = fault
        if _at(text, mark) != "*" or len(stars) == _MAX_REPAIRS:
            builder.stop(mark, meaning, zh, SURPRISE if _at(text, mark) in SPECIAL else "reader")
            return text, stars
        stars.append(mark)
        text = _replaced(text, [mark], STAR_STAND_IN)


def _parse(builder: _Builder, text: str) -> tuple[Mark, str, str] | None:
    """One reading; the syntax error that ended it, if any."""
    builder.restart()
    try:
        for event in yaml.parse(text, Loader=_Loader):
            builder.take(event)
    except _GiveUp:
        return None
    except yaml.YAMLError as error:
        return explain(text, error)
    return None


def _at(text: str, mark: Mark) -> str:
    index = index_at(text, mark)
    return text[index : index + 1]


def _replaced(text: str, marks: list[Mark], stand_in: str) -> str:
    for mark in marks:
        index = index_at(text, mark)
        text = text[:index] + stand_in + text[index + 1 :]
    return text


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet."""

    mark: Mark
    mapping: bool
    anchor: str | None
    nodes: list[Node] = field(default_factory=list)
    size: int = 1
    depth: int = 0


class _Builder:
    """Builds the tree from the parser's events with a stack of its own, counting depth and size."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.restart()

    def restart(self) -> None:
        self.problems: list[Problem] = []
        self.texts: list[tuple[int, int]] = []
        self.root: Node | None = None
        self.broken = False
        self._stack: list[_Open] = []
        self._anchors: dict[str, tuple[Node, int, int]] = {}
        self._documents = 0

    def complain(self, mark: Mark, text: str, zh: str, check: str = "reader") -> None:
        self.problems.append(Problem(self._file, mark.line, mark.column, text, check, zh=zh))

    def stop(self, mark: Mark, text: str, zh: str, check: str = "reader") -> None:
        self.complain(mark, text, zh, check)
        self.broken = True

    def take(self, event: Any) -> None:
        """One event of the parser. Raises `_GiveUp` at a limit."""
        mark = mark_of(event.start_mark)
        if isinstance(event, yaml.DocumentStartEvent):
            self._begin_document(mark)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event, mark)
        elif isinstance(event, yaml.ScalarEvent):
            self._scalar(event, mark)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._open(event, mark)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close()

    def _begin_document(self, mark: Mark) -> None:
        self._documents += 1
        if self._documents > 1:
            self.complain(
                mark,
                "a second document ('---'); one file holds one document",
                "第二个文档（“---”）；一个文件只能有一个文档",
            )
            raise _GiveUp

    def _scalar(self, event: Any, mark: Mark) -> None:
        self._refuse_tag(event.tag, mark)
        self.texts.append((event.start_mark.index, event.end_mark.index))
        node = Text(event.value.translate(_MEANT), mark, quoted=bool(event.style))
        self._keep(event.anchor, node, 1, 1)
        self._add(node, 1, 1)

    def _open(self, event: Any, mark: Mark) -> None:
        self._refuse_tag(event.tag, mark)
        if len(self._stack) >= MAX_DEPTH:
            self._too_deep(mark)
        self._stack.append(_Open(mark, isinstance(event, yaml.MappingStartEvent), event.anchor))

    def _close(self) -> None:
        done = self._stack.pop()
        node: Node = self._pairs(done) if done.mapping else Items(tuple(done.nodes), done.mark)
        self._keep(done.anchor, node, done.size, done.depth + 1)
        self._add(node, done.size, done.depth + 1)

    def _alias(self, event: Any, mark: Mark) -> None:
        known = self._anchors.get(event.anchor)
        if known is None:
            inside = any(block.anchor == event.anchor for block in self._stack)
            name = event.anchor
            hint = "it would hold itself" if inside else f'if a key or text is meant, quote it: "*{name}"'
            zh = "它会包含自己" if inside else f'如果是按键或文本，请加引号："*{name}"'
            text = f"no anchor &{name} before this *{name}; {hint}"
            self.complain(mark, text, f"*{name} 之前没有锚点 &{name}；{zh}", SURPRISE)
            self._add(Text("", mark), 1, 1)
        else:
            self._add(*known)

    def _keep(self, anchor: str | None, node: Node, size: int, depth: int) -> None:
        if anchor:
            self._anchors[anchor] = (node, size, depth)

    def _add(self, node: Node, size: int, depth: int) -> None:
        if not self._stack:
            self.root = node
            return
        block = self._stack[-1]
        block.nodes.append(node)
        block.size += size
        block.depth = max(block.depth, depth)
        if sum(part.size for part in self._stack) > MAX_NODES:
            self._limit(
                node.mark,
                f"more than {MAX_NODES:,} values (aliases count each time)",
                f"超过 {MAX_NODES:,} 个值（别名每次都计数）",
            )
        if len(self._stack) + depth > MAX_DEPTH + 1:
            self._too_deep(node.mark)

    def _pairs(self, block: _Open) -> Pairs | Text:
        seen: dict[str, tuple[Text, Node]] = {}
        for key, value in zip(block.nodes[::2], block.nodes[1::2], strict=True):
            if not isinstance(key, Text):
                braces = isinstance(key, Pairs) and len(block.nodes) == 2
                self.complain(
                    block.mark if braces else key.mark,
                    'a key must be a text; a value that begins with {{ must be quoted: "{{ … }}"',
                    '键必须是文本；以 {{ 开头的值要加引号："{{ … }}"',
                    SURPRISE,
                )
                if isinstance(key, Pairs) and braces:
                    return Text(f"{{{{ {', '.join(key.names())} }}}}", block.mark)  # read as it was meant
            elif key.value in seen:
                first = seen[key.value][0].mark
                self.complain(
                    key.mark,
                    f"the key '{key.value}' stands twice (first in line {first.line})",
                    f"键“{key.value}”出现了两次（第一次在第 {first.line} 行）",
                    "duplicate_key",
                )
            else:
                seen[key.value] = (key, value)
        return Pairs(tuple(seen.values()), block.mark)

    def _refuse_tag(self, tag: str | None, mark: Mark) -> None:
        if tag and tag != "!":
            self.complain(
                mark, f"the tag {tag} has no meaning here; take it out", f"标签 {tag} 在这里没有意义；请删除"
            )

    def _too_deep(self, mark: Mark) -> None:
        self._limit(mark, f"nested deeper than {MAX_DEPTH} levels", f"嵌套超过 {MAX_DEPTH} 层")

    def _limit(self, mark: Mark, text: str, zh: str) -> None:
        self.stop(mark, text, zh)
        raise _GiveUp
