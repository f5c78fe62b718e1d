"""For people: each problem with the line of the file and a caret under the place, then the counts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from rich.cells import cell_len
from rich.text import Text

from ivr.cli.findings import Findings
from ivr.cli.language import Language
from ivr.cli.options import headline
from ivr.cli.texts import text
from ivr.document.problems import Problem
from ivr.document.reader import plain_lines

_WIDE = 100  # cells of a line that are shown
_BEFORE = 60  # of which so many at most stand before the place
_CUT = "…"


def shown(findings: Findings) -> Text:
    """The problems and the counts, coloured for a terminal."""
    parts = [part for problem in findings.problems for part in _problem(problem, findings.language)]
    return Text("\n").join([*parts, Text(_counts(findings))])


def _problem(problem: Problem, language: str) -> Iterator[Text]:
    yield headline(problem, language)
    line = _line_of(problem.file, problem.line)
    if not line.strip():
        return
    number = f"{problem.line:>5} | "
    before, after = _window(line, problem.column - 1)
    yield Text.assemble((number, "dim"), before + after)
    colour = "red" if problem.severity == "error" else "yellow"
    yield Text.assemble((" " * (len(number) - 2) + "| ", "dim"), " " * cell_len(before), ("^", colour))


def _window(line: str, index: int) -> tuple[str, str]:
    """What is shown of a line before and after a place in it."""
    line = "".join(character if character.isprintable() else " " for character in line)
    before, after = line[:index].ljust(index), line[index:]
    if cell_len(before) > _BEFORE:
        before = _CUT + _last_cells(before, _BEFORE - 1)
    room = _WIDE - cell_len(before)
    if cell_len(after) > room:
        after = _last_cells(after[::-1], room - 1)[::-1] + _CUT
    return before, after


def _last_cells(words: str, cells: int) -> str:
    """The end of a text that is at most so many cells wide; a Chinese character takes two."""
    taken = 0
    for index in range(len(words) - 1, -1, -1):
        taken += cell_len(words[index])
        if taken > cells:
            return words[index + 1 :]
    return words


def _line_of(file: str, number: int) -> str:
    lines = _lines(file)
    return lines[number - 1] if 0 < number <= len(lines) else ""


@lru_cache(maxsize=8)
def _lines(file: str) -> list[str]:
    """The lines of a file as the reader counts them; none when it cannot be read."""
    try:
        return plain_lines(Path(file).read_bytes().decode("utf-8")).split("\n")
    except (OSError, UnicodeDecodeError):
        return []


def _counts(findings: Findings) -> str:
    language = Language(findings.language)
    counted = {
        "dialplan": findings.files,
        "error": findings.count("error"),
        "warning": findings.count("warning"),
    }
    return text("check_counts", language, **{name: _many(n, name, language) for name, n in counted.items()})


def _many(number: int, word: str, language: Language) -> str:
    if language is Language.zh:
        return str(number)
    return f"{number} {word}{'' if number == 1 else 's'}"
