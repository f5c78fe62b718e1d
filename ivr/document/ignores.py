"""Comments that silence a check for one line: `# ivr: ignore[missing_language, loops_without_exit]`.

A comment behind something is for its own line, one that stands alone for the next line that says something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ivr.document.nodes import Ignore, Mark
from ivr.document.syntax import place_at

_COMMENT = re.compile(r"(?:(?<=\s)|^)#[ \t]*ivr:[ \t]*ignore\b[ \t]*\[?([^\]\n]*)", re.MULTILINE)
_NAME = re.compile(r"[^\s,]+")


def ignores(text: str, blocks: Sequence[tuple[int, int]]) -> tuple[Ignore, ...]:
    """All that the comments of a text say. `blocks` are the spans of its scalars, where # is just #."""
    if "ignore" not in text:
        return ()
    comments = [found for found in _COMMENT.finditer(text) if not _within(found.start(), blocks)]
    lines = text.split("\n") if comments else []
    return tuple(ignore for found in comments for ignore in _of(found, text, lines))


def _within(index: int, blocks: Sequence[tuple[int, int]]) -> bool:
    return any(start <= index < end for start, end in blocks)


def _of(comment: re.Match[str], text: str, lines: Sequence[str]) -> Iterator[Ignore]:
    mark = place_at(text, comment.start())
    line = _meant(mark, lines)
    names = list(_NAME.finditer(text, *comment.span(1)))
    if not names:
        yield Ignore("", line, mark)
    for name in names:
        yield Ignore(name[0], line, place_at(text, name.start()))


def _meant(mark: Mark, lines: Sequence[str]) -> int:
    """The line that a comment is for."""
    if lines[mark.line - 1][: mark.column - 1].strip():
        return mark.line
    below = enumerate(lines[mark.line :], mark.line + 1)
    return next((number for number, line in below if line.strip() and line.strip()[0] != "#"), mark.line)
