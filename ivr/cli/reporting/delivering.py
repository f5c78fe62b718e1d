"""Handing a report over: to the terminal, to a pipe, to a file that is there whole or not at all."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from ivr.cli.options import out, say, show_table, shown, stop_with
from ivr.cli.texts import TEXTS
from ivr.document.problems import nearest
from ivr.files import durable
from ivr.reports.sheet import Sheet
from ivr.reports.written import terminal
from ivr.reports.written.forms import FORMS
from ivr.reports.written.parquet import ParquetMissing
from ivr.reports.written.pdf import BrowserFailed, BrowserMissing

TABLE = "table"


def form_of(given: str, to: Path | None, language: str) -> str:
    """The form by the option, else by the file's ending. Raises typer.BadParameter."""
    ending = to.suffix.lower().removeprefix(".") if to else ""
    form = given.strip().lower() or (ending if to else TABLE)
    known = [*FORMS, *([] if to else [TABLE])]
    if form not in known:
        option, hint = ("--format", "report_unknown") if given else ("--out", "report_ending")
        named = form if given or to is None else shown(to)
        said = TEXTS[hint][language].format(given=named[:80], nearest=nearest(form, known, language))
        raise typer.BadParameter(said, param_hint=option)
    if to is None and form in FORMS and not FORMS[form].readable and out.is_terminal:
        raise typer.BadParameter(TEXTS["report_binary"][language].format(form=form), param_hint="--format")
    return form


def deliver(sheet: Sheet, form: str, to: Path | None) -> None:
    """Show or write the report. What fails ends the program with what to do."""
    if form == TABLE:
        return _show(sheet)
    data = _written(sheet, form)
    if to is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        durable.write(to, data, like=to if to.exists() else None)
    except OSError as fault:
        stop_with(f"{shown(to)}: {fault.strerror or fault}")
    say(TEXTS["report_written"][sheet.language].format(file=shown(to), rows=len(sheet.rows)))


def _written(sheet: Sheet, form: str) -> bytes:
    texts = {name: each[sheet.language] for name, each in TEXTS.items() if name.startswith("report_")}
    try:
        return FORMS[form].write(sheet)
    except ParquetMissing:
        stop_with(texts["report_no_parquet"])
    except BrowserMissing:
        stop_with(texts["report_no_browser"])
    except BrowserFailed as fault:
        stop_with(texts["report_browser_failed"].format(fault=fault))


def _show(sheet: Sheet) -> None:
    for line in terminal.head(sheet):
        say(line)
    if sheet.rows:
        for part in terminal.tables(sheet, out.width if out.is_terminal else None):
            say()
            show_table(part)
    for note in sheet.notes:
        say(note)
