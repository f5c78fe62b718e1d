"""A report from the call log to the sheet."""

from __future__ import annotations

from dataclasses import replace

from ivr.journal.reader import JournalReader
from ivr.measures.catalogue import LOOKS_AROUND
from ivr.measures.parts import Parts
from ivr.measures.split import table
from ivr.reports.anomaly import anomalies
from ivr.reports.asked import Asked
from ivr.reports.filling import filled
from ivr.reports.hotline import hotline
from ivr.reports.making import measure, sheet_of
from ivr.reports.reading import Progress, Read, calls_between, read
from ivr.reports.sheet import Sheet
from ivr.reports.stated import Seen

MOST_CALLS = 2_000_000
AFTER = 3600.0
"""Seconds after a time in which its last wrap-ups end."""


class TooMany(Exception):
    """More calls than fit into memory: `calls`, of at most `most`."""

    def __init__(self, calls: int, most: int) -> None:
        super().__init__(f"{calls} calls, at most {most}")
        self.calls, self.most = calls, most


async def report_of(reader: JournalReader, asked: Asked, progress: Progress) -> Sheet:
    """The report. Raises `DatabaseUnusable`, TooMany."""
    if asked.report.name == "anomaly":
        return await anomalies(reader, asked, progress)
    if asked.report.name == "hotline":
        return await hotline(reader, asked)
    return await _measured(reader, asked, progress)


async def _measured(reader: JournalReader, asked: Asked, progress: Progress) -> Sheet:
    since, until, now = (moment.timestamp() for moment in (asked.since, asked.until, asked.now))
    window = asked.reckoning.fcr_window if _looks_around(asked) else 0.0
    reach = (since - window, min(now, until + max(window, AFTER)))
    many = await calls_between(reader, *reach)
    if many > MOST_CALLS:
        raise TooMany(many, MOST_CALLS)
    found = await read(reader, *reach, progress)
    reckoning = replace(asked.reckoning, since=since, until=min(until, now), known_until=now)
    asked = replace(asked, reckoning=reckoning)
    parts = table(found.calls, found.times, asked.by, reckoning)
    return sheet_of(asked, filled(asked, _of_interest(asked, parts)), _seen(found, since, until))


def _looks_around(asked: Asked) -> bool:
    """Whether calls before and after tell something about the calls in the time."""
    return bool(LOOKS_AROUND & set(asked.report.columns))


def _of_interest(asked: Asked, parts: dict[tuple[str, ...], Parts]) -> dict[tuple[str, ...], Parts]:
    """Without the rows of which this report has nothing to tell: calls that were in no queue, for queues."""
    measures = [measure(name, asked.formula) for name in asked.report.columns]
    return {key: each for key, each in parts.items() if any(m.of(each) for m in measures)}


def _seen(found: Read, since: float, until: float) -> Seen:
    own = [call for call in found.calls if since <= call.began < until]
    return Seen(len(own), sum(call.ended is None for call in own))
