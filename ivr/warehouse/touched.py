"""Which days have changed since the log was last looked at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from ivr.archive.blanking import UNASSIGNED
from ivr.journal.reader import JournalReader
from ivr.journal.tables import calls, events

PORTION = 20_000


def day_of(at: float, zone: ZoneInfo) -> str:
    """The date of a moment, as 2026-11-25."""
    return f"{datetime.fromtimestamp(at, zone):%Y-%m-%d}"


async def days(reader: JournalReader, after: int, until: int, zone: ZoneInfo) -> set[str]:
    """The days of which something is told by the events whose numbers are in (after, until]: a call is of the
    day it began. Raises `DatabaseUnusable`."""
    found: set[str] = set()
    for begin in range(after, until, PORTION):
        among = (events.c.seq > begin, events.c.seq <= min(begin + PORTION, until))
        of_calls = select(events.c.call).where(*among, events.c.call.is_not(None)).distinct()
        moments = [
            row.began for row in await reader.rows(select(calls.c.began).where(calls.c.id.in_(of_calls)))
        ]
        changes = select(events.c.at).where(*among, events.c.kind == "agent_state_changed")
        moments += [row.at for row in await reader.rows(changes)]
        found |= {day_of(at, zone) for at in moments}
    return found


async def erased(reader: JournalReader, zone: ZoneInfo) -> Mapping[str, int]:
    """How many calls of callers that were erased there are, by day. Raises `DatabaseUnusable`."""
    theirs = select(calls.c.began).where(calls.c.caller_number.startswith(UNASSIGNED, autoescape=True))
    found: dict[str, int] = {}
    for row in await reader.rows(theirs):
        day = day_of(row.began, zone)
        found[day] = found.get(day, 0) + 1
    return found


async def first_event(reader: JournalReader) -> str:
    """What tells this log from another; '' while it is empty. Raises `DatabaseUnusable`."""
    smallest = select(func.min(events.c.seq)).scalar_subquery()
    rows = await reader.rows(select(events.c.seq, events.c.kind, events.c.at).where(events.c.seq == smallest))
    return f"{rows[0].seq} {rows[0].kind} {rows[0].at!r}" if rows else ""
