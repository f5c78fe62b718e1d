"""A report from the call log to the sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ivr.journal.reader import JournalReader
from ivr.measures.catalogue import LOOKS_AROUND
from ivr.measures.facts import CallFacts, with_wrap_ups
from ivr.measures.parts import Parts
from ivr.measures.split import table
from ivr.reports.anomaly import anomalies
from ivr.reports.asked import Asked
from ivr.reports.definitions import OF_SCORES
from ivr.reports.filling import filled
from ivr.reports.hotline import hotline
from ivr.reports.making import NOTHING, Rows, measure, sheet_of
from ivr.reports.prepared import prepared
from ivr.reports.reading import Progress, calls_between, portions, read, times
from ivr.reports.scored import scored
from ivr.reports.sheet import Sheet
from ivr.reports.stated import Seen, without_calls
from ivr.reports.words import word
from ivr.reports.work import work

MOST_CALLS = 500_000
"""That are in memory at once, about 4 kB each: where calls before and after tell something about a call."""
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
    if asked.report.name == "work":
        return await work(reader, asked)
    if OF_SCORES & set(asked.by):
        return await _of_scores_alone(reader, asked)
    return await _measured(reader, asked, progress)


async def _measured(reader: JournalReader, asked: Asked, progress: Progress) -> Sheet:
    since, until, now = (moment.timestamp() for moment in (asked.since, asked.until, asked.now))
    looks_around = bool(LOOKS_AROUND & set(asked.report.columns))
    window = asked.reckoning.fcr_window if looks_around else 0.0
    reach = (since - window, min(now, until + max(window, AFTER)))
    own = replace(asked.reckoning, since=since, until=min(until, now), known_until=now)
    asked = replace(asked, reckoning=own)
    if kept := await prepared(reader, asked, progress):
        parts, seen = kept
    elif looks_around or _knows_menus(asked):
        parts, seen = await _at_once(reader, asked, reach, progress)
    else:
        parts, seen = await _by_portions(reader, asked, reach, progress)
    beside = await scored(reader, asked) if asked.report.of_scores else NOTHING
    rows = dict.fromkeys(beside.keys, Parts()) | _of_interest(asked, parts)
    return sheet_of(asked, filled(asked, rows), seen, beside)


async def _of_scores_alone(reader: JournalReader, asked: Asked) -> Sheet:
    """Split by what calls do not have."""
    asked = replace(asked, report=replace(asked.report, columns=()))
    beside = await scored(reader, asked)
    sheet = sheet_of(asked, dict.fromkeys(beside.keys, Parts()), Seen(0, 0), beside)
    alone = replace(sheet, facts=without_calls(asked, sheet.facts))
    return alone if sheet.rows else replace(alone, notes=(word("no_scores", asked.language),))


def _knows_menus(asked: Asked) -> bool:
    """Whether it matters that a key was pressed in a menu by any caller at all."""
    return any(name.startswith("menu_") for name in asked.report.columns)


async def _at_once(
    reader: JournalReader, asked: Asked, reach: tuple[float, float], progress: Progress
) -> tuple[Rows, Seen]:
    many = await calls_between(reader, *reach)
    if many > MOST_CALLS:
        raise TooMany(many, MOST_CALLS)
    found = await read(reader, *reach, progress)
    return table(found.calls, found.times, asked.by, asked.reckoning), seen_in(asked, found.calls)


async def _by_portions(
    reader: JournalReader, asked: Asked, reach: tuple[float, float], progress: Progress
) -> tuple[Rows, Seen]:
    spent = await times(reader, *reach)
    found = table((), spent, asked.by, asked.reckoning)
    seen = Seen(0, 0)
    alone = replace(asked.reckoning, schedule=())  # or each portion would have all of the paid time
    async for calls in portions(reader, *reach, progress):
        told = with_wrap_ups(calls, spent)
        for key, parts in table(told, (), asked.by, alone).items():
            found[key] = found.get(key, Parts()) + parts
        seen += seen_in(asked, calls)
    return found, seen


def seen_in(asked: Asked, calls: Sequence[CallFacts]) -> Seen:
    """Those of callers that began in the range, without the ones we made and agents' to a feature code."""
    since, until = asked.since.timestamp(), asked.until.timestamp()
    own = [call for call in calls if call.is_of_a_caller and since <= call.began < until]
    return Seen(len(own), sum(call.ended is None for call in own))


def _of_interest(asked: Asked, parts: Rows) -> dict[tuple[str, ...], Parts]:
    """Without the rows of which this report has nothing to tell: calls that were in no queue, for queues."""
    measures = [measure(name, asked.formula) for name in asked.report.columns]
    return {key: each for key, each in parts.items() if any(m.of(each) for m in measures)}
