"""`ivr verify`: does the call log equal what Asterisk itself has counted?"""

from __future__ import annotations

import asyncio
import dataclasses
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated, Any, NoReturn

import typer
from rich.table import Table
from rich.text import Text

from ivr.app import asterisk_files, phones_of
from ivr.cli.journal import iso, zone_of
from ivr.cli.json_lines import json_line
from ivr.cli.language import Language, LanguageOption, chosen
from ivr.cli.moments import time_range
from ivr.cli.options import DEFAULT_CONFIG, ConfigOption, JsonOption, err, say, settings_or_exit, show_table
from ivr.cli.progress import stage_bar
from ivr.cli.texts import text
from ivr.journal.database import DatabaseUnusable, absolute_url
from ivr.journal.reader import JournalReader
from ivr.journal.story import clean
from ivr.settings import Settings
from ivr.verify.compare import Difference
from ivr.verify.files import RecordsMissing
from ivr.verify.verifying import STAGES, Period, Verdict
from ivr.verify.verifying import verify as verified

DIFFERENT, CANNOT_TELL = 1, 2
_COUNTS = ("asterisk", "cdr", "log", "recovered", "running")


def verify(
    since: Annotated[str, typer.Option("--from", help="Since: today, 2026-11-22, 2h (ago). 起始时间。")] = "",
    until: Annotated[str, typer.Option("--to", help="Until, the day included. 截止时间（含当天）。")] = "",
    as_lines: JsonOption = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Compare the call log with Asterisk's own records, call by call. 核对通话记录与Asterisk的记录。

    Beside a running engine or without one; nothing is written. The exit code is 0 when they are equal, 1 when
    calls differ, 2 when that cannot be told (Asterisk has written no records, or the log cannot be read).

        ivr verify\n
        ivr verify --from today\n
        ivr verify --from 2026-11-22 --to 2026-11-23 --json
    """
    settings = settings_or_exit(config)
    zone = zone_of(settings)
    start, end = time_range(since, until, datetime.now(zone), language)
    over = Period(start or 0.0, end or time.time())
    verdict = _compared(settings, over, language)
    if as_lines:
        for row in _rows(verdict, settings):
            print(json_line(row))
    else:
        _show(verdict, settings, language)
    if verdict.found:
        raise typer.Exit(DIFFERENT)


def _compared(settings: Settings, over: Period, language: Language | None) -> Verdict:
    titles = {stage: text(f"verify_reading_{stage}", language) for stage in STAGES}

    async def run() -> Verdict:
        url = absolute_url(settings.engine.database, settings.root)
        with stage_bar(err) as show:
            async with JournalReader(url) as reader:
                return await verified(
                    reader,
                    asterisk_files(settings),
                    phones_of(settings),
                    over,
                    lambda stage, done, total: show(titles[stage], done, total) if err.is_terminal else None,
                )

    try:
        return asyncio.run(run())
    except RecordsMissing as fault:
        _cannot_tell(fault.zh if chosen(language) == "zh" else str(fault))
    except DatabaseUnusable as fault:
        _cannot_tell(fault.said(chosen(language)))
    except OSError as fault:
        why = fault.strerror or str(fault)
        _cannot_tell(text("verify_unreadable", language, file=fault.filename or "?", why=why))


def _cannot_tell(message: str) -> NoReturn:
    err.print(message, style="red", markup=False, soft_wrap=True)
    raise typer.Exit(CANNOT_TELL)


def _show(verdict: Verdict, settings: Settings, language: Language | None) -> None:
    zone = zone_of(settings)
    counts = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    for name in _COUNTS:
        if (count := getattr(verdict, name)) is not None:
            counts.add_row(text(f"verify_{name}", language), Text(str(count), justify="right"))
    show_table(counts)
    if verdict.before:
        began = f"{datetime.fromtimestamp(verdict.over.since, zone):%F %T}"
        say(text("verify_before", language, calls=verdict.before, since=began))
    if verdict.damaged:
        say(text("verify_damaged", language, count=verdict.damaged))
    if verdict.cdr is None:
        say(text("verify_without_cdr", language))
    say()
    if verdict.found:
        show_table(_table(verdict.found, settings, language))
        calls = len({each.call for each in verdict.found})
        say("\n" + text("verify_red", language, calls=calls, differences=len(verdict.found)))
        _say_why(verdict, settings, language)
    elif verdict.asterisk or verdict.log:
        say(text("verify_green", language))
    else:
        say(text("verify_nothing", language))


def _say_why(verdict: Verdict, settings: Settings, language: Language | None) -> None:
    """Where all of it has one cause."""
    if verdict.clock is not None:
        side = "ahead" if verdict.clock > 0 else "behind"
        say(text(f"verify_clock_{side}", language, apart=f"{timedelta(seconds=round(abs(verdict.clock)))}"))
    elif verdict.asterisk and verdict.log and not verdict.both:
        folder = asterisk_files(settings).folder
        say(text("verify_of_another", language, folder=folder))


def _table(found: list[Difference], settings: Settings, language: Language | None) -> Table:
    zone = zone_of(settings)
    shown = Table(box=None, pad_edge=False, padding=(0, 1))
    for name in ("when", "id", "what", "ours", "theirs"):
        shown.add_column(text(f"verify_{name}", language), overflow="fold", no_wrap=name in ("when", "id"))

    def value(said: float | str | None) -> Text:
        if isinstance(said, float):
            return Text(f"{datetime.fromtimestamp(said, zone):%T.%f}"[:-3])
        return Text("-" if said is None else clean(said))

    for each in found:
        when = Text(f"{datetime.fromtimestamp(each.at, zone):%F %T}")
        what = Text(text(f"verify_{each.kind}", language))
        shown.add_row(when, Text(clean(each.call)), what, value(each.log), value(each.asterisk))
    return shown


def _rows(verdict: Verdict, settings: Settings) -> Iterator[dict[str, Any]]:
    """One object a difference, and the counts last."""
    zone = zone_of(settings)

    def value(said: float | str | None) -> str | None:
        return iso(said, zone) if isinstance(said, float) else said

    for each in verdict.found:
        yield dataclasses.asdict(each) | {
            "at": iso(each.at, zone),
            "log": value(each.log),
            "asterisk": value(each.asterisk),
        }
    names = (*_COUNTS, "both", "before", "damaged", "clock")
    yield {name: getattr(verdict, name) for name in names} | {"differences": len(verdict.found)}
