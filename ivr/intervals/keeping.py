"""Keeping half-hours and days counted, round after round."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import closing
from threading import Event

import structlog
from sqlalchemy.exc import SQLAlchemyError

from ivr.archive.beside import tell
from ivr.files.log import log_to_standard_error
from ivr.intervals.definition import Definition
from ivr.intervals.rounds import Rounds
from ivr.intervals.store import Overtaken, Store
from ivr.intervals.worker import Plan
from ivr.journal.reader import JournalReader
from ivr.journal.unusable import DatabaseUnusable

_log = structlog.get_logger("intervals")

PAUSE = 60.0
"""Seconds between two rounds."""


def keep(plan: Plan, over: Event) -> None:
    """Until it is over."""
    log_to_standard_error()
    asyncio.run(_keep(plan, over))


async def _keep(plan: Plan, over: Event) -> None:
    definition, said = Definition.read(plan.definition), ""
    with closing(Store(plan.url)) as store:
        async with JournalReader(plan.url) as reader:
            rounds = Rounds(reader, store, definition)
            while not over.is_set():
                fault = await _go_round(rounds, over)
                if fault != said and fault:
                    _log.error("intervals.not_counted", error=fault)
                said = fault
                _alive()
                await asyncio.to_thread(over.wait, PAUSE)


async def _go_round(rounds: Rounds, over: Event) -> str:
    """Everything that is missing; why it could not be, '' where it could."""
    try:
        await rounds.follow()
        while not over.is_set() and await rounds.count(time.time(), lambda _: _alive()):
            pass
    except Overtaken:
        return ""  # another process counts
    except (DatabaseUnusable, SQLAlchemyError, OSError) as fault:
        return str(fault)
    return ""


def _alive() -> None:
    tell([])


async def prepare(rounds: Rounds, show: Callable[[int, int], None]) -> None:
    """Count all that is missing now; `show` is told the days that are done, and of how many. Raises
    `DatabaseUnusable` and SQLAlchemy's errors."""
    while True:
        try:
            await rounds.follow()
            while await rounds.count(time.time()):
                done = await rounds.done(time.time())
                show(done.days, done.total)
            return
        except Overtaken:
            await asyncio.sleep(AGAIN)


AGAIN = 2.0
"""Seconds until another process that counts has done its part."""
