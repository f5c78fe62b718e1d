"""The script for the voice artist: every phrase with its id, as CSV or as an Excel workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from ivr.files.spreadsheets import LONGEST_CELL, defused
from ivr.speech.listing import Entry

Row = tuple[str, str, str, str, float | None, str]

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "en": ("id", "language", "text", "where it is said", "seconds by the voice", "file name"),
    "zh": ("编号", "语言", "文本", "使用位置", "合成语音秒数", "文件名"),
}
WORD: Mapping[str, str] = {"en": "words of values", "zh": "数值读音"}
ENGINE: Mapping[str, str] = {"en": "said by the engine", "zh": "引擎自带"}
_WIDTHS = (16, 9, 70, 40, 12, 22)


def write_script(path: Path, entries: Iterable[Entry], language: str) -> None:
    """Write the script; the ending of `path` decides on the form. Raises ValueError for another ending than
    .csv and .xlsx, OSError when it cannot be written."""
    write = {".csv": _csv, ".xlsx": _xlsx}.get(path.suffix.lower())
    if write is None:
        raise ValueError(f"{path.name}: .csv / .xlsx")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(write([_row(entry, language) for entry in entries], HEADINGS[language]))


def where(entry: Entry, language: str) -> str:
    """Where it is said, for people."""
    if entry.is_word:
        return WORD[language]
    return ", ".join(entry.places) or ENGINE[language]


def _row(entry: Entry, language: str) -> Row:
    seconds = None if entry.synthetic is None else round(entry.synthetic, 1)
    phrase = entry.phrase
    return entry.id, phrase.language, _whole(phrase.text), where(entry, language), seconds, f"{entry.id}.wav"


def _whole(text: str) -> str:
    """Without halves of characters, which no file can hold."""
    return text.encode("utf-8", "replace").decode()


def _csv(rows: Sequence[Row], headings: Sequence[str]) -> bytes:
    """With a byte order mark: without it Excel takes Chinese for another alphabet."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(headings)
    writer.writerows([defused(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return target.getvalue().encode("utf-8-sig")


def _xlsx(rows: Sequence[Row], headings: Sequence[str]) -> bytes:
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("script")
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for column, (heading, width) in enumerate(zip(headings, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width, wrapped)
            sheet.write_string(0, column, heading, bold)
        for line, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, str):  # never taken for a formula, a number or a link
                    sheet.write_string(line, column, cell[:LONGEST_CELL])
                elif cell is not None:
                    sheet.write_number(line, column, cell)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows), len(headings) - 1)
    return target.getvalue()
