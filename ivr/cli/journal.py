"""What the commands that look into the call log share: finding it, and running questions on it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from ivr.cli.language import chosen
from ivr.cli.options import err, shown, stop_with
from ivr.cli.texts import text
from ivr.journal.database import DatabaseUnusable, absolute_url
from ivr.journal.reader import JournalReader
from ivr.journal.shown import iso, names_of
from ivr.journal.spool import FOLDER
from ivr.journal.waiting import waiting
from ivr.settings import Settings

__all__ = ["ask", "iso", "names_of", "zone_of"]

T = TypeVar("T")


def ask(settings: Settings, question: Callable[[JournalReader], Awaitable[T]]) -> T:
    """The answer of the call log; a log that cannot be read ends the program with what to do."""

    async def run() -> T:
        url = absolute_url(settings.engine.database, settings.root)
        async with JournalReader(url) as reader:
            warn_of_waiting(settings, await _written(settings, reader))
            return await question(reader)

    try:
        return asyncio.run(run())
    except DatabaseUnusable as fault:
        stop_with(fault.said(chosen(None)))


def warn_of_waiting(settings: Settings, written: Mapping[str, int]) -> None:
    """Say on standard error which events are on disk and not in the log yet; `written` by the log itself."""
    for words in waits_on_disk(settings, written):
        err.print(words, style="yellow", markup=False, soft_wrap=True)


def waits_on_disk(settings: Settings, written: Mapping[str, int]) -> list[str]:
    """A sentence for each engine of which events are on disk and not in the log yet."""
    folder, found = _spool(settings), []
    for waits in waiting(folder, written):
        since = datetime.fromtimestamp(waits.since, zone_of(settings))
        found.append(text("log_waits", events=waits.events, since=f"{since:%F %T}", folder=shown(folder)))
    return found


async def _written(settings: Settings, reader: JournalReader) -> Mapping[str, int]:
    """What the log has of each spool; nothing where nothing waits, or where that cannot be asked."""
    if waiting(_spool(settings), {}):
        with suppress(DatabaseUnusable):
            return await reader.positions()
    return {}


def _spool(settings: Settings) -> Path:
    return settings.path(settings.engine.state) / FOLDER


def zone_of(settings: Settings) -> ZoneInfo:
    """The time zone that times are shown in."""
    return ZoneInfo(settings.engine.timezone)
