"""The journeys of work about which something happened in a time."""

from __future__ import annotations

from collections.abc import AsyncIterator

from sqlalchemy import select

from ivr.events import (
    Event,
    WorkArrived,
    WorkCancelled,
    WorkFinished,
    WorkOffered,
    WorkOfferEnded,
    WorkReleased,
    kind,
)
from ivr.journal.codec import decode
from ivr.journal.reader import JournalReader
from ivr.journal.stretch import span, stretch
from ivr.journal.tables import events

KINDS = tuple(
    kind(each)
    for each in (WorkArrived, WorkOffered, WorkOfferEnded, WorkReleased, WorkFinished, WorkCancelled)
)
_PORTION = 500


async def work_journeys(reader: JournalReader, since: float, until: float) -> AsyncIterator[list[Event]]:
    """Every piece of work of which an event lies in [since, until): all its events, those before and after
    that time as well, in order. Raises `DatabaseUnusable`."""
    ids = dict.fromkeys([each async for each in _touched(reader, since, until)])
    works = list(ids)
    for begin in range(0, len(works), _PORTION):
        portion: dict[str, list[Event]] = {work: [] for work in works[begin : begin + _PORTION]}
        fits = (events.c.call.in_(portion), events.c.kind.in_(KINDS))
        for row in await reader.rows(select(events).where(*fits).order_by(events.c.seq)):
            portion[row.call].append(decode(row._mapping))
        for journey in portion.values():
            yield journey


async def _touched(reader: JournalReader, since: float, until: float) -> AsyncIterator[str]:
    async for _, facts in stretch(reader, await span(reader, since, until), KINDS):
        for fact in facts:
            if since <= fact.at < until:
                yield fact.call
