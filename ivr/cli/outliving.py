"""For commands that change what outlives a call: the store, the dialplans that use it, deadlines."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from ivr.cli.journal import zone_of
from ivr.cli.language import Language, chosen
from ivr.cli.moments import deadline, start
from ivr.cli.options import stop_with
from ivr.cli.texts import text
from ivr.flow.dialplan import Dialplan
from ivr.flow.library import files_in
from ivr.flow.reader import read_dialplan
from ivr.journal.database import DatabaseUnusable, absolute_url, migrate
from ivr.memory.access import Access
from ivr.ports import MemoryFailed
from ivr.settings import Settings
from ivr.steps import CATALOGUE

_PATIENCE = 20.0  # seconds: a person waits longer than a caller can

T = TypeVar("T")


def with_store(settings: Settings, work: Callable[[Access], Awaitable[T]]) -> T:
    """What the work gives; a database that fails ends the program with what to do."""

    async def run() -> T:
        url = database_of(settings)
        await asyncio.to_thread(migrate, url)
        access = Access(url, patience=_PATIENCE)
        try:
            return await work(access)
        finally:
            await access.close()

    try:
        return asyncio.run(run())
    except DatabaseUnusable as fault:
        stop_with(fault.said(chosen(None)))
    except MemoryFailed as fault:
        stop_with(str(fault))


def database_of(settings: Settings) -> str:
    """The address of the database. Raises DatabaseUnusable."""
    return absolute_url(settings.engine.database, settings.root)


def dialplans_of(settings: Settings) -> list[Dialplan]:
    """The dialplans that can be read; what is wrong with the others is for `ivr check`."""
    files = files_in([settings.path(settings.engine.dialplans)])
    plans = (read_dialplan(file, CATALOGUE)[0] for file in files)
    return [plan for plan in plans if plan]


def ends_at(settings: Settings, written: str, language: Language | None) -> datetime | None:
    """The moment that `--until` means, None without it; one that cannot be or is over ends the program."""
    now = datetime.now(zone_of(settings))
    end = _moment(deadline, written, now, language)
    if end and end <= now:
        stop_with(text("deadline_over", language, written=written))
    return end


def begins_at(settings: Settings, written: str, language: Language | None) -> datetime | None:
    """The moment that `--from` means, None without it; one that cannot be ends the program."""
    return _moment(start, written, datetime.now(zone_of(settings)), language)


def _moment(
    read: Callable[[str, datetime], datetime], written: str, now: datetime, language: Language | None
) -> datetime | None:
    try:
        return read(written, now) if written else None
    except ValueError:
        stop_with(text("no_deadline", language, written=written))
