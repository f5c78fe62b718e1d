"""A list in a CSV file: read whole, searched by one column, read again when the file changes."""

from __future__ import annotations

import asyncio
import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from ivr.document.problems import Problem, nearest
from ivr.document.reader import unreadable
from ivr.lookups.rows import Rows
from ivr.ports import LookupFailed

LARGEST = 64 * 1024 * 1024  # bytes
_MOST_PROBLEMS = 100
_SEPARATORS = ",;\t"

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a list by what stands in the key's column, and all that is wrong with the file."""

    rows: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    problems: Sequence[Problem] = ()


def read_list(path: Path, key: str) -> Table:
    """The list in a file; with problems its rows are not to be used. Never raises."""
    name = str(path)
    try:
        if path.stat().st_size > LARGEST:
            return _only(name, 1, f"larger than {LARGEST:,} bytes", f"超过 {LARGEST:,} 字节")
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        return _only(name, 1, *unreadable(error))
    return read_table(text, name, key)


def read_table(text: str, file: str, key: str) -> Table:
    """As `read_list`, for a file's text."""
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    lines = csv.reader(text.splitlines(keepends=True), delimiter=separator, strict=True)
    try:
        names = [name.strip() for name in next(lines, [])]
        if key not in names:
            hint, zh = nearest(key, names), nearest(key, names, "zh")
            return _only(file, 1, f"no column named '{key}'; {hint}", f"没有名为“{key}”的列；{zh}")
        return _body(_Reading(file, names, names.index(key), list(_records(lines))))
    except csv.Error as error:
        return _only(file, max(1, lines.line_num), f"not CSV: {error}", f"不是CSV：{error}")


@dataclass(frozen=True, slots=True)
class _Reading:
    file: str
    names: Sequence[str]
    key: int
    records: Sequence[tuple[int, list[str]]]

    def problem(self, line: int, text: str, zh: str) -> Problem:
        return Problem(self.file, line, 1, text, check="sources", zh=zh)


def _records(lines: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """(line, fields) of what is not empty; a record over several lines has the number of its last."""
    for fields in lines:
        if any(part.strip() for part in fields):
            yield lines.line_num, fields  # type: ignore[attr-defined]  # csv's reader has it


def _body(reading: _Reading) -> Table:
    rows: dict[str, Mapping[str, str]] = {}
    problems = [
        reading.problem(1, f"the column '{name}' stands twice", f"列“{name}”出现了两次")
        for name, count in Counter(reading.names).items()
        if count > 1
    ]
    first: dict[str, int] = {}
    for line, fields in reading.records:
        fault = _fault(reading, fields, first)
        if fault:
            problems.append(reading.problem(line, *fault))
            continue
        value = fields[reading.key].strip()
        first[value] = line
        rows[value] = dict(zip(reading.names, (part.strip() for part in fields), strict=True))
    return Table(rows, problems[:_MOST_PROBLEMS])


def _fault(reading: _Reading, fields: Sequence[str], first: Mapping[str, int]) -> tuple[str, str] | None:
    if len(fields) != len(reading.names):
        expected, found = len(reading.names), len(fields)
        return f"expected {expected} fields, found {found}", f"应有 {expected} 个字段，实际 {found} 个"
    value, name = fields[reading.key].strip(), reading.names[reading.key]
    if not value:
        return f"'{name}' is empty", f"“{name}”为空"
    if value in first:
        return (
            f"'{value}' stands twice (first in line {first[value]})",
            f"“{value}”出现了两次（首次在第 {first[value]} 行）",
        )
    return None


def _only(file: str, line: int, text: str, zh: str) -> Table:
    return Table(problems=(Problem(file, line, 1, text, check="sources", zh=zh),))


class CsvList:
    """Asks a `Source` of the kind csv. A changed file with faults does not replace what is in use."""

    keeps = False

    def __init__(self, path: Path, key: str) -> None:
        self._path = path
        self._key = key
        self._table: Table | None = None
        self._seen: tuple[int, ...] = ()
        self._reading = asyncio.Lock()

    async def rows(self, values: Mapping[str, str], seconds: float) -> Rows:
        async with self._reading:
            table = await asyncio.to_thread(self._current)
        if table is None:
            raise LookupFailed("nonsense", f"{self._path} cannot be used; `ivr check` says why")
        found = table.rows.get(values[self._key].strip())
        return [found] if found else []

    async def close(self) -> None:
        return None

    def _current(self) -> Table | None:
        """The list as it is now, else the last good one."""
        seen = _state(self._path)
        if seen != self._seen:
            read, self._seen = read_list(self._path, self._key), seen
            if read.problems:
                _log.warning("source.kept" if self._table else "source.unusable", fault=str(read.problems[0]))
            else:
                self._table = read
        return self._table


def _state(path: Path) -> tuple[int, ...]:
    """What changes when the file does; () when it is not there."""
    try:
        state = path.stat()
    except OSError:
        return (0,)
    return state.st_mtime_ns, state.st_size, state.st_ino
