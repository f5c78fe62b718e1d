"""A report as a letter: text, a page with its charts inline, and files where they are asked for."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console

from ivr.mail.letter import Attachment, Letter, Picture
from ivr.reports.mailed.page import page
from ivr.reports.sheet import Sheet
from ivr.reports.words import word
from ivr.reports.written import terminal
from ivr.reports.written.forms import FORMS
from ivr.reports.written.pdf import BrowserFailed, BrowserMissing

KINDS = {
    "csv": "text/csv",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MOST_ROWS = 200
"""Of the table in the letter; the whole is then in a file beside it."""
_WIDTH = 160
"""Characters of a line of the text."""


@dataclass(frozen=True, slots=True)
class Wrapping:
    """From whom and to whom a letter goes, and which files go along, by the forms of `KINDS`."""

    sender: str
    to: Sequence[str]
    attach: Sequence[str] = ()


def letter(sheets: Sequence[Sheet], wrapping: Wrapping) -> Letter:
    """The letter with the report in one language or several: `sheets` are the same report in each."""
    pictures: list[Picture] = []
    files: list[Attachment] = []
    notes = [_attached(sheet, wrapping.attach, files) for sheet in sheets]
    noted = list(zip(sheets, notes, strict=True))
    return Letter(
        sender=wrapping.sender,
        to=wrapping.to,
        subject=" / ".join(_subject(sheet) for sheet in sheets),
        text="\n\n".join(_text(sheet, said) for sheet, said in noted),
        html=page(noted, MOST_ROWS, pictures),
        pictures=pictures,
        attachments=files,
        language=", ".join(sheet.language for sheet in sheets),
    )


def _subject(sheet: Sheet) -> str:
    """The title, and the range it is about."""
    return f"{sheet.title} · {sheet.facts[0][1]}" if sheet.facts else sheet.title


def _attached(sheet: Sheet, forms: Sequence[str], files: list[Attachment]) -> list[str]:
    """Add the files; what is to be said of them."""
    said = []
    cut = len(sheet.rows) > MOST_ROWS
    if cut:
        said.append(word("mail_cut", sheet.language, shown=MOST_ROWS, of=len(sheet.rows)))
    tables = any(form in ("csv", "xlsx") for form in forms)
    for form in dict.fromkeys((*forms, *(("csv",) if cut and not tables else ()))):
        try:
            data = FORMS[form].write(sheet)
        except (BrowserMissing, BrowserFailed):
            said.append(word("mail_no_pdf", sheet.language))
            continue
        files.append(Attachment(f"{sheet.name}-{sheet.language}.{form}", KINDS[form], data))
    return said


def _text(sheet: Sheet, notes: Sequence[str]) -> str:
    file = io.StringIO()
    console = Console(file=file, width=_WIDTH, color_system=None, highlight=False)
    for line in _lines(sheet):
        console.print(line, markup=False, soft_wrap=True)
    if sheet.rows:
        console.print(terminal.table(sheet, MOST_ROWS))
    for note in (*sheet.notes, *notes):
        console.print(note, markup=False, soft_wrap=True)
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines()) + "\n"


def _lines(sheet: Sheet) -> Iterator[str]:
    yield from terminal.head(sheet)
    yield ""
