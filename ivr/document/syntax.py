"""What a YAML syntax error means to a person, and what is most likely to be done about it."""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml

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
_UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def mark_of(mark: yaml.Mark | None) -> Mark:
    """Our place for PyYAML's, which counts from 0; the first character when there is none."""
    return Mark(mark.line + 1, mark.column + 1) if mark else Mark(1, 1)


def explain(text: str, error: yaml.YAMLError) -> tuple[Mark, str, str]:
    """The place and the meaning of a syntax error, judged by the character that the parser stumbled over."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return Mark(1, 1), f"not readable as YAML: {error}", f"无法按YAML读取：{error}"
    for yaml_mark in (error.problem_mark, error.context_mark):
        character = _character(text, yaml_mark)
        if character in _BY_CHARACTER and yaml_mark:
            return mark_of(yaml_mark), *_BY_CHARACTER[character]
    said, zh = _sentence(error)
    if error.context_mark and ("never closed" in said or "a key without" in said):
        return mark_of(error.context_mark), said, zh
    return mark_of(error.problem_mark or error.context_mark), said, zh


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
            f"这里前后行不匹配；请检查缩进和右括号（{said}）",
        )
    if "end of stream" in said:
        return (
            f"something is opened and never closed: a quote or a bracket ({said})",
            f"有引号或括号没有闭合（{said}）",
        )
    return f"not readable as YAML: {said}", f"无法按YAML读取：{said}"


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
