"""Half-hours and days are counted, as the engine does beside its calls: those of the last weeks, for which
reports ask. The engine would have counted all of them while the calls went on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

from bench.log.grown import NOW
from ivr.intervals.rounds import Rounds
from ivr.intervals.store import Store
from ivr.journal.reader import JournalReader
from ivr.reports.asking import usual
from ivr.settings import Settings

DAYS = 56
"""Since the last day of September."""


async def count(url: str, settings: Settings, show: Callable[[int, int], None], days: int = DAYS) -> None:
    """`show` is told the days that are counted, and of how many."""
    with closing(Store(url)) as store:
        async with JournalReader(url) as reader:
            rounds = Rounds(reader, store, usual(settings))
            await rounds.follow()
            while await rounds.count(NOW):
                done = (await rounds.done(NOW)).days
                show(done, days)
                if done >= days:
                    return
