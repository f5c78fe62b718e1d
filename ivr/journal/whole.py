"""Whole calls of a time, each with all that happened in it, read in portions: a month of a large centre does
not fit into memory at once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Text, and_, cast, func, or_, select

from ivr.events import CallEvent
from ivr.journal.codec import read
from ivr.journal.fold import fold
from ivr.journal.json import from_json
from ivr.journal.reader import JournalReader, record_of
from ivr.journal.record import CallRecord
from ivr.journal.tables import calls, events

PORTION = 500
LONGEST = 86_400.0
"""Seconds that a call may have lasted when the time begins, to be found."""
_LEFT_OUT = ("choice_explained",)
"""Long, and no figure is made of it."""
_TOLD_WHILE_RUNNING = ("prompt_played", "prompt_missing")
"""Only the record is made of these, and that of a call that is over is there."""


@dataclass(frozen=True, slots=True)
class WholeCall:
    """A call with its journey, in the order it was written, prompts left out when it is over; `record` is as
    it is now, also of a running call."""

    record: CallRecord
    events: tuple[CallEvent, ...]


async def how_many(reader: JournalReader, since: float, until: float) -> int:
    """How many calls `whole_calls` gives. Raises `DatabaseUnusable`."""
    rows = await reader.rows(select(func.count()).select_from(calls).where(_going_on(since, until)))
    return int(rows[0][0])


async def whole_calls(reader: JournalReader, since: float, until: float) -> AsyncIterator[list[WholeCall]]:
    """The calls that went on at any moment of [since, until), in the order they began. Raises
    `DatabaseUnusable`."""
    after: ColumnElement[bool] | None = None
    while True:
        query = (
            select(calls).where(_going_on(since, until)).order_by(calls.c.began, calls.c.id).limit(PORTION)
        )
        rows = await reader.rows(query if after is None else query.where(after))
        if not rows:
            return
        last = rows[-1]
        after = or_(calls.c.began > last.began, and_(calls.c.began == last.began, calls.c.id > last.id))
        yield await _with_events(reader, [record_of(row) for row in rows])


async def _with_events(reader: JournalReader, records: list[CallRecord]) -> list[WholeCall]:
    journeys: dict[str, list[CallEvent]] = {record.id: [] for record in records}
    text = cast(events.c.data, Text).label(
        "data"
    )  # read here in a fraction of the time that the driver takes
    query = select(events.c.call, events.c.kind, events.c.at, text).where(_told(records))
    for row in await reader.rows(query.order_by(events.c.seq)):
        event = read(row.call, row.kind, row.at, from_json(row.data))
        if isinstance(event, CallEvent):
            journeys[event.call].append(event)
    return [_whole(record, journeys[record.id]) for record in records]


def _told(records: list[CallRecord]) -> ColumnElement[bool]:
    """Which events of these calls."""
    of_these = events.c.call.in_([record.id for record in records])
    running = [record.id for record in records if record.ended is None]
    while_running = and_(events.c.kind.not_in(_LEFT_OUT), events.c.call.in_(running))
    return and_(of_these, or_(events.c.kind.not_in((*_LEFT_OUT, *_TOLD_WHILE_RUNNING)), while_running))


def _whole(record: CallRecord, journey: list[CallEvent]) -> WholeCall:
    if record.ended is None and journey:
        record = fold(journey)
    return WholeCall(record, tuple(journey))


def _going_on(since: float, until: float) -> ColumnElement[bool]:
    begun = and_(calls.c.began >= since - LONGEST, calls.c.began < until)
    return and_(begun, or_(calls.c.ended.is_(None), calls.c.ended >= since))
