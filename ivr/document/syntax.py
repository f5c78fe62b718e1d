"""What a YAML syntax error means to a person, and what is most likely to be done about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

import yaml

from ivr.document.full_width import COLON, COMMA, colon_after_key, comma_before_key
from ivr.document.nodes import Mark

Meaning = tuple[str, str]
"""What is wrong, in English and in Chinese."""


def special(character: str) -> Meaning:
    """What to do about a character that means something to YAML."""
    return (
        f'{character} is special in YAML; quote it: "{character}"',
        f'{character} 在YAML中有特殊含义，请加引号："{character}"',
    )


_BY_CHARACTER: dict[str, Meaning] = {
    "\t": ("a tab; YAML is indented with spaces only", "制表符；YAML只能用空格缩进"),
    **{character: special(character) for character in "*&@`%|>"},
}
SPECIAL = frozenset(_BY_CHARACTER) - {"\t"}
SURPRISE = "yaml_surprise"  # the rule of what YAML takes for something else than was meant
# A '#' with a colon behind it where a key is expected: YAML takes the rest of the line for a comment.
_HASH_KEY = re.compile(r"(?m)(?:^[ ]*|[{,][ ]*)(#)[ ]*:(?=[ \n]|$)")
# A text that breaks off where a key is about to be named: the '#' was meant to be that key.
_HASH_CUTS = re.compile(r"(?i)(?:\b(?:press|hit|dial|enter|or|and|then|the)|[按或和])([ ]+)#")
# A value without quotes that goes on to the end of what was read.
_OPEN_TEXT = re.compile(r": +[^\s\"'{\[,][^,{}\[\]]*$")
_FAR = 500  # characters looked at before a colon, so that a hostile line costs little
_UNREADABLE = "无法按YAML读取；请检查缩进、引号、括号和特殊字符"
_UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def mark_of(mark: yaml.Mark | None) -> Mark:
    """Our place for PyYAML's, which counts from 0; the first character when there is none."""
    return Mark(mark.line + 1, mark.column + 1) if mark else Mark(1, 1)


def explain(text: str, error: yaml.YAMLError) -> tuple[Mark, str, str]:
    """The place and the meaning of a syntax error, judged by the character that the parser stumbled over."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return Mark(1, 1), f"not readable as YAML: {error}", _UNREADABLE
    for yaml_mark in (error.problem_mark, error.context_mark):
        character = _character(text, yaml_mark)
        if character in _BY_CHARACTER and yaml_mark:
            return mark_of(yaml_mark), *_BY_CHARACTER[character]
    found = _full_width(text, error) or _colon_in_text(text, error)
    if found:
        return found
    said, zh = _sentence(error)
    if error.context_mark and ("never closed" in said or "a key without" in said):
        return mark_of(error.context_mark), said, zh
    return mark_of(error.problem_mark or error.context_mark), said, zh


def _full_width(text: str, error: yaml.MarkedYAMLError) -> tuple[Mark, str, str] | None:
    """The full-width colon or comma that the parser stumbled over, at the error or in the line before it."""
    mark = error.problem_mark
    character = _character(text, mark)
    if mark and character in ("：", "，"):
        return mark_of(mark), *(COLON if character == "：" else COMMA)
    lines = text.split("\n")
    for line in _suspects(lines, error):
        column = colon_after_key(lines[line])
        if column is not None:
            return Mark(line + 1, column + 1), *COLON
    if mark and character == ":" and "did not find expected ','" in str(error.problem):
        column = comma_before_key(lines[mark.line][: mark.column])
        if column is not None:
            return Mark(mark.line + 1, column + 1), *COMMA
    return None


def _suspects(lines: list[str], error: yaml.MarkedYAMLError) -> list[int]:
    """The lines, from 0, whose key may have gone unseen; none where the line of the error has its own."""
    problem, mark = str(error.problem), error.problem_mark
    if "could not find expected ':'" in problem and error.context_mark:
        return [line for line in (error.context_mark.line,) if line < len(lines)]
    if "mapping values are not allowed" not in problem or not mark or mark.line >= len(lines):
        return []
    if ": " in lines[mark.line][: mark.column]:
        return []
    above = (line for line in range(mark.line - 1, -1, -1) if lines[line].strip())
    return [mark.line, *islice(above, 1)]


def _colon_in_text(text: str, error: yaml.MarkedYAMLError) -> tuple[Mark, str, str] | None:
    """An unquoted text between brackets with ': ' in it; a line end before the colon is another fault."""
    mark = error.problem_mark
    if not mark or "did not find expected ','" not in str(error.problem) or _character(text, mark) != ":":
        return None
    before = text.split("\n")[mark.line][max(0, mark.column - _FAR) : mark.column]
    if not _OPEN_TEXT.search(before):
        return None
    return (
        mark_of(mark),
        "quote the text: it has a colon and a blank in it (or a ',' is missing before it)",
        "请给文本加引号：文本里有冒号加空格（或者前面缺少逗号）",
    )


def _character(text: str, mark: yaml.Mark | None) -> str:
    lines = text.split("\n")
    if mark is None or mark.line >= len(lines):
        return ""
    return lines[mark.line][mark.column : mark.column + 1]


def _sentence(error: yaml.MarkedYAMLError) -> Meaning:
    """The parser's own words, with the usual cause where there is one."""
    said = ", ".join(part for part in (error.problem, error.context) if part)
    if "mapping values are not allowed" in said:
        return (
            "a second ':' in one line; quote the text, or start a new line",
            "一行里有第二个“:”；请给文本加引号，或另起一行",
        )
    if "could not find expected ':'" in said:
        return "a key without ':' behind it", "键后面缺少“:”"
    if "did not find expected" in said or "expected <block end>" in said:
        return (
            f"the lines do not fit together here; check the indentation and the closing brackets ({said})",
            "这里前后行不匹配；请检查缩进和右括号",
        )
    if "end of stream" in said:
        return (
            f"something is opened and never closed: a quote or a bracket ({said})",
            "有引号或括号没有闭合",
        )
    return f"not readable as YAML: {said}", _UNREADABLE


def unprintable(text: str) -> tuple[Mark, str, str] | None:
    """The first character that no YAML file may hold."""
    found = _UNPRINTABLE.search(text)
    if not found:
        return None
    code = f"U+{ord(found.group()):04X}"
    place = place_at(text, found.start())
    return place, f"a control character ({code}); take it out", f"控制字符（{code}）；请删除"


def hash_keys(text: str, blocks: Sequence[tuple[int, int]]) -> list[Mark]:
    """Places where a key # is taken for a comment. `blocks` are the spans of texts, where # is just #."""
    hits = (match.start(1) for match in _HASH_KEY.finditer(text))
    return [place_at(text, hit) for hit in hits if not any(start <= hit < end for start, end in blocks)]


def hash_cuts(text: str, blocks: Sequence[tuple[int, int]]) -> list[Mark]:
    """Places where a text that names the key # is cut off there. `blocks` are the spans of texts."""
    hits = list(_HASH_CUTS.finditer(text))
    ends = {end for _, end in blocks} if hits else set()
    return [place_at(text, hit.end() - 1) for hit in hits if hit.start(1) in ends]


def place_at(text: str, index: int) -> Mark:
    """The place of a character given by its index."""
    line_start = text.rfind("\n", 0, index) + 1
    return Mark(text.count("\n", 0, index) + 1, index - line_start + 1)


def index_at(text: str, mark: Mark) -> int:
    """The index of the character at a place."""
    index = 0
    for _ in range(mark.line - 1):
        index = text.find("\n", index) + 1
    return index + mark.column - 1
