"""What the commands that look into the call log share: finding it, and running questions on it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar
from zoneinfo import ZoneInfo

from ivr.cli.language import chosen
from ivr.cli.options import stop_with
from ivr.journal.database import DatabaseUnusable, absolute_url
from ivr.journal.reader import JournalReader
from ivr.journal.shown import iso, names_of
from ivr.settings import Settings

__all__ = ["ask", "iso", "names_of", "zone_of"]

T = TypeVar("T")


def ask(settings: Settings, question: Callable[[JournalReader], Awaitable[T]]) -> T:
    """The answer of the call log; a log that cannot be read ends the program with what to do."""

    async def run() -> T:
        url = absolute_url(settings.engine.database, settings.root)
        async with JournalReader(url) as reader:
            return await question(reader)

    try:
        return asyncio.run(run())
    except DatabaseUnusable as fault:
        stop_with(fault.said(chosen(None)))


def zone_of(settings: Settings) -> ZoneInfo:
    """The time zone that times are shown in."""
    return ZoneInfo(settings.engine.timezone)
