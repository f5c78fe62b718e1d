"""Lists of numbers as CSV: read whole or not at all, every fault with its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import TextIO

from ivr.cli.moments import deadline, start
from ivr.document.problems import InvalidFiles, Problem, nearest
from ivr.numbers import pattern
from ivr.ports import Listed

COLUMNS = {
    "number": "number",
    "note": "note",
    "from": "from",
    "until": "until",
    "号码": "number",
    "备注": "note",
    "生效": "from",
    "有效期至": "until",
}
_LONGEST_NOTE = 1000


def read_entries(file: Path, country: str, zone: tzinfo) -> list[Listed]:
    """The entries of a file in UTF-8 or, as Excel saves it in China, GB18030.

    Raises InvalidFiles with all that is wrong with it.
    """
    reader = _Reader(str(file), country, zone)
    entries = list(reader.entries(csv_text(file)))
    if reader.problems:
        raise InvalidFiles(reader.problems)
    return entries


def write_entries(target: TextIO, entries: Iterable[Listed], zone: tzinfo) -> None:
    """The entries as `read_entries` takes them."""
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(("number", "note", "from", "until"))
    writer.writerows(
        (entry.number, entry.note, _first(entry.since, zone), _last(entry.until, zone)) for entry in entries
    )


def _first(since: datetime | None, zone: tzinfo) -> str:
    return f"{since.astimezone(zone):%Y-%m-%d %H:%M:%S}".removesuffix(" 00:00:00") if since else ""


def _last(until: datetime | None, zone: tzinfo) -> str:
    """For an end at midnight the day before: it is included."""
    if until and f"{until.astimezone(zone):%H:%M:%S}" == "00:00:00":
        return f"{until.astimezone(zone) - timedelta(seconds=1):%Y-%m-%d}"
    return _first(until, zone)


def csv_text(file: Path) -> str:
    """The text of a file in UTF-8 or GB18030. Raises InvalidFiles."""
    try:
        content = file.read_bytes()
    except OSError as fault:
        reason = fault.strerror or str(fault)
        raise InvalidFiles(
            [Problem(str(file), 1, 1, f"cannot be read: {reason}", zh=f"无法读取：{reason}")]
        ) from None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    text = "neither UTF-8 nor GB18030; save it as CSV UTF-8"
    raise InvalidFiles([Problem(str(file), 1, 1, text, zh="既不是UTF-8也不是GB18030；请另存为CSV UTF-8")])


class _Reader:
    """Gathers the problems of a file while it gives the entries."""

    def __init__(self, file: str, country: str, zone: tzinfo) -> None:
        self.problems: list[Problem] = []
        self._file = file
        self._country = country
        self._now = datetime.now(zone)
        self._lines: dict[str, int] = {}

    def entries(self, text: str) -> Iterator[Listed]:
        rows = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            columns = self._columns(next(rows, []))
            for row in rows:
                if any(value.strip() for value in row) and columns:
                    yield from self._entry(row, columns, rows.line_num)
        except csv.Error as fault:
            self._complain(rows.line_num, f"not CSV: {fault}", f"不是CSV：{fault}")

    def _columns(self, header: list[str]) -> list[str]:
        """What each column is; empty, with problems, when the header cannot be understood."""
        names = [name.strip().lower() for name in header]
        for name in names:
            if name not in COLUMNS:
                self._complain(
                    1,
                    f"unknown column '{name}'; {nearest(name, COLUMNS)}",
                    f"未知的列“{name}”；{nearest(name, COLUMNS, 'zh')}",
                )
        columns = [COLUMNS[name] for name in names if name in COLUMNS]
        if "number" not in columns:
            self._complain(1, "the first line must name a column 'number'", "第一行必须有“number”（号码）列")
        if len(set(columns)) != len(columns):
            self._complain(1, "a column stands twice", "同一列出现两次")
        return [] if self.problems else columns

    def _entry(self, row: list[str], columns: list[str], line: int) -> Iterator[Listed]:
        before = len(self.problems)
        if len(row) > len(columns):
            self._complain(
                line, f"{len(row)} values for {len(columns)} columns", f"{len(columns)}列却有{len(row)}个值"
            )
        values = dict(zip(columns, (value.strip() for value in row), strict=False))
        number = self._number(values, line)
        since = self._moment(start, values.get("from", ""), line)
        until = self._moment(deadline, values.get("until", ""), line)
        if since and until and since >= until:
            self._complain(line, "it would end before it begins", "结束早于开始")
        note = values.get("note", "")
        if len(note) > _LONGEST_NOTE:
            self._complain(
                line, f"a note of more than {_LONGEST_NOTE} characters", f"备注超过{_LONGEST_NOTE}个字"
            )
        if len(self.problems) == before:
            yield Listed(number, note, until, since)

    def _number(self, values: Mapping[str, str], line: int) -> str:
        written = values.get("number", "")
        number = pattern(written, self._country)
        if not number:
            self._complain(line, f"'{written}' is not a telephone number", f"“{written}”不是电话号码")
        elif first := self._lines.get(number):
            self._complain(line, f"{number} stands on line {first} already", f"{number}在第{first}行已出现")
        self._lines.setdefault(number, line)
        return number

    def _moment(self, read: Callable[[str, datetime], datetime], written: str, line: int) -> datetime | None:
        try:
            return read(written.replace("/", "-"), self._now) if written else None
        except ValueError:
            text = f"'{written}' is not a date; write it like 2026-12-31 or 2026-12-31 18:00"
            self._complain(line, text, f"“{written}”不是日期；请写成 2026-12-31 或 2026-12-31 18:00 的形式")
            return None

    def _complain(self, line: int, text: str, zh: str) -> None:
        self.problems.append(Problem(self._file, line, 1, text, "list", zh=zh))
