"""A report from what is kept ready has the figures of one that reads the whole log."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from random import Random

import pytest

from ivr.intervals.definition import Definition
from ivr.intervals.rounds import Rounds
from ivr.intervals.store import Store
from ivr.journal import stretch
from ivr.journal.reader import JournalReader
from ivr.journal.writer import JournalWriter
from ivr.measures.catalogue import LOOKS_AROUND
from ivr.measures.intervals import Interval
from ivr.measures.parts import NAMES, Parts
from ivr.measures.split import table
from ivr.reports.asked import Asked, Reckoning
from ivr.reports.prepared import prepared
from ivr.reports.reading import read
from ivr.reports.report import seen_in
from ivr.reports.stated import Seen
from tests.intervals.centre import HOUR, centre
from tests.journal.paths import BEGAN
from tests.reports.asks import ZONE, asked

WINDOW = 6 * HOUR
TEAMS = {"li": "a", "wang": "a", "zhao": "b"}
RECKONING = Reckoning(zone=ZONE, fcr_window=WINDOW, targets={"sellers": 10.0}, teams=TEAMS)
_NOT_KEPT = frozenset({"callbacks_talked", "callback_waited"})
_AGAIN = frozenset({"known_callers", "repeat_callers", "resolved", "called_again", "pending"})
LENGTHS: tuple[Interval, ...] = ("half_hour", "hour", "day", "week", "all", 90)
SPLITS = (
    ("inbound", ()),
    ("inbound", ("interval",)),
    ("queue", ("interval", "queue")),
    ("queue", ("weekday", "skill")),
    ("inbound", ("hour", "line")),
    ("agent", ("agent",)),
    ("team", ("interval", "team")),
    ("path", ("path",)),
    ("path", ("interval", "language")),
    ("quality", ("queue", "interval")),
    ("menu", ("menu", "key")),
    ("menu", ("interval", "menu")),
    ("menu", ()),
)


@pytest.fixture
async def journal(url: str) -> AsyncIterator[JournalWriter]:
    writer = JournalWriter(url)
    yield writer
    await writer.close()


@pytest.fixture
async def reader(url: str) -> AsyncIterator[JournalReader]:
    async with JournalReader(url) as opened:
        yield opened


def wanted(
    name: str, by: tuple[str, ...], over: tuple[float, float], now: float, interval: Interval
) -> Asked:
    since, until = (datetime.fromtimestamp(at, ZONE) for at in over)
    reckoning = replace(RECKONING, interval=interval, since=over[0], until=min(over[1], now), known_until=now)
    return asked(
        name, by=by, since=since, until=until, reckoning=reckoning, now=datetime.fromtimestamp(now, ZONE)
    )


async def from_the_log(reader: JournalReader, of: Asked) -> tuple[Mapping[tuple[str, ...], Parts], Seen]:
    since, until, now = (moment.timestamp() for moment in (of.since, of.until, of.now))
    found = await read(reader, since - WINDOW, min(now, until + WINDOW), lambda done, whole: None)
    return table(found.calls, found.times, of.by, of.reckoning), seen_in(of, found.calls)


def told(of: Asked, rows: Mapping[tuple[str, ...], Parts]) -> dict[tuple[str, ...], dict[str, float]]:
    """What the report may use: with the rows that have any of it."""
    columns = set(of.report.columns)
    names = [name for name in NAMES if name.startswith("menu_") == (of.report.name == "menu")]
    left_out = _NOT_KEPT | (frozenset() if columns & LOOKS_AROUND else _AGAIN)
    found = {
        key: {name: getattr(parts, name) for name in names if name not in left_out}
        for key, parts in rows.items()
    }
    return {key: parts for key, parts in found.items() if any(parts.values())}


async def same(reader: JournalReader, of: Asked) -> None:
    found = await prepared(reader, of, lambda done, whole: None)
    assert found is not None
    rows, seen = await from_the_log(reader, of)
    expected, kept = told(of, rows), told(of, found[0])
    assert kept.keys() == expected.keys()
    for key, parts in expected.items():
        assert kept[key] == pytest.approx(parts, rel=1e-9, abs=1e-5), key
    assert found[1] == seen


def asks(chance: Random, now: float) -> Iterator[Asked]:
    for name, by in chance.sample(SPLITS, 5):
        begin = BEGAN + chance.choice((-20, -10, 0, 4, 14)) * HOUR + chance.choice((0, 0, 0, 1234.5))
        until = min(now, begin + chance.choice((4, 24, 48)) * HOUR) + chance.choice((0, 7 * HOUR))
        interval = chance.choice(LENGTHS)
        if begin < min(until, now):
            yield wanted(name, by, (begin, until), now, interval)


@pytest.mark.parametrize("seed", range(3))
async def test_every_part_is_that_of_the_log_whatever_has_been_counted(
    url: str, journal: JournalWriter, reader: JournalReader, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stretch, "LATE", 1e9)  # a log of so few events is not found by halving it
    chance, waiting = Random(seed), centre(seed)
    store, definition = Store(url), Definition.of(RECKONING)
    assert definition
    rounds = Rounds(reader, store, definition)
    now = BEGAN
    for _ in range(5):
        now += chance.choice((0.2, 5, 14)) * HOUR
        while waiting and waiting[0].at < now:
            journal.append(waiting.pop(0).event)
        assert await journal.flush()
        if chance.random() < 0.7:
            await rounds.follow()
            for _ in range(chance.choice((1, 3, 1000))):
                if not await rounds.count(now):
                    break
        for of in asks(chance, now):
            if await prepared(reader, of, lambda done, whole: None) is not None:
                await same(reader, of)
    store.close()
