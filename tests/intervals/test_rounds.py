"""Rounds of counting: what is counted when and what anew, and what a crash or another process leaves."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.exc import OperationalError

from ivr.events import CallBegan, Event
from ivr.intervals import store as stores
from ivr.intervals.definition import Definition
from ivr.intervals.rounds import SETTLES, Rounds
from ivr.intervals.store import DAY, HELD, Overtaken, Store, kept, known_of, recounts_of, state_of
from ivr.intervals.sums import SEEN
from ivr.journal.reader import JournalReader
from ivr.journal.writer import JournalWriter
from ivr.measures.settings import Settings
from tests.intervals.centre import HOUR, change
from tests.journal.paths import BEGAN, journey

ZONE = ZoneInfo("Asia/Shanghai")
DEFINITION = Definition.of(Settings(zone=ZONE, fcr_window=6 * HOUR))
LATER = BEGAN + HOUR
TALK = """
0    call_began     caller_number=13100000000
0    queue_entered  queue=buyers
10   queue_left     queue=buyers outcome=answered waited=10
100  talk_ended     queue=buyers agent=li by=agent talked=90
100  call_ended
"""


@pytest.fixture
async def journal(url: str) -> AsyncIterator[JournalWriter]:
    writer = JournalWriter(url)
    yield writer
    await writer.close()


@pytest.fixture
async def reader(url: str) -> AsyncIterator[JournalReader]:
    async with JournalReader(url) as opened:
        yield opened


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    found = Store(url)
    yield found
    found.close()


@pytest.fixture
def rounds(reader: JournalReader, store: Store) -> Rounds:
    return new(reader, store)


def new(reader: JournalReader, store: Store) -> Rounds:
    """As a process that has just begun."""
    assert DEFINITION
    return Rounds(reader, store, DEFINITION)


def talk(after: float = 0, call: str = "1.1", upto: int | None = None) -> Sequence[Event]:
    return [replace(event, at=event.at + after) for event in journey(TALK, call)][:upto]


def of(caller: str, events: Sequence[Event]) -> list[Event]:
    return [replace(e, caller_number=caller) if isinstance(e, CallBegan) else e for e in events]


async def tell(journal: JournalWriter, *events: Event) -> None:
    for event in events:
        journal.append(event)
    assert await journal.flush()


async def go_round(rounds: Rounds, now: float) -> None:
    await rounds.follow()
    while await rounds.count(now):
        pass


async def seen(reader: JournalReader) -> dict[float, Any]:
    """How many calls each half-hour has of which anything is kept, by its minutes since the beginning."""
    rows = await kept(reader, (SEEN,), 0, 1e11)
    return {(row.at - BEGAN) / 60: row.keyed.get("", {}).get("seen", 0) for row in rows if row.keyed}


async def waited(reader: JournalReader) -> float:
    """The seconds that callers waited in all half-hours."""
    rows = await kept(reader, ("queue",), 0, 1e11)
    return sum(sums.get("waited", 0) for row in rows for sums in row.keyed.values())


async def test_a_half_hour_is_counted_once_it_has_settled(
    journal: JournalWriter, reader: JournalReader, rounds: Rounds
) -> None:
    await tell(journal, *talk())
    await go_round(rounds, BEGAN + HOUR / 2 + SETTLES - 1)
    assert await seen(reader) == {}
    await go_round(rounds, BEGAN + HOUR / 2 + SETTLES)
    assert await seen(reader) == {0: 1}


async def test_a_half_hour_in_which_a_call_goes_on_waits_for_its_end(
    journal: JournalWriter, reader: JournalReader, rounds: Rounds
) -> None:
    await tell(journal, *talk(upto=3))
    await go_round(rounds, LATER)
    assert (await seen(reader), list(await known_of(reader, HELD))) == ({}, [BEGAN])
    await tell(journal, *talk()[3:])
    await go_round(rounds, LATER)
    assert (await seen(reader), await known_of(reader, HELD)) == ({0: 1}, {})


async def test_a_half_hour_waits_for_the_end_of_a_wrap_up(
    journal: JournalWriter, reader: JournalReader, rounds: Rounds
) -> None:
    await tell(journal, *talk(), change(BEGAN + 100, "li", "wrap_up"))
    await go_round(rounds, BEGAN + 0.9 * HOUR)
    assert await seen(reader) == {}
    await tell(journal, change(BEGAN + 0.95 * HOUR, "li", "available"))
    await go_round(rounds, LATER)
    rows = await kept(reader, ("agent",), 0, 1e11)
    assert rows[0].keyed["li"]["wrapped_up"] == pytest.approx(0.95 * HOUR - 100)


async def test_a_day_is_summed_when_all_of_it_is_counted(
    journal: JournalWriter, reader: JournalReader, rounds: Rounds
) -> None:
    await tell(journal, *talk(), *talk(after=HOUR, call="1.2"))
    await go_round(rounds, BEGAN + 20 * HOUR)
    (day,) = await kept(reader, (SEEN + DAY,), 0, 1e11)
    assert (day.at, day.keyed) == (BEGAN - 10 * HOUR, {"": {"seen": 2}})


async def test_a_call_that_is_told_late_has_its_half_hour_counted_anew(
    journal: JournalWriter, reader: JournalReader, rounds: Rounds
) -> None:
    await tell(journal, *of("13200000000", talk(after=HOUR, call="1.2")))
    await go_round(rounds, BEGAN + 2 * HOUR)
    await tell(journal, *talk())
    await rounds.follow()
    assert await seen(reader) == {60: 1}
    await go_round(rounds, BEGAN + 2 * HOUR)
    assert await seen(reader) == {0: 1, 60: 1}


async def test_so_have_the_other_calls_of_the_same_caller(
    journal: JournalWriter, reader: JournalReader, rounds: Rounds
) -> None:
    await tell(journal, *talk(after=HOUR, call="1.2"))
    await go_round(rounds, BEGAN + 2 * HOUR)
    await tell(journal, *talk())
    await go_round(rounds, BEGAN + 2 * HOUR)
    (row,) = (row for row in await kept(reader, ("queue",), BEGAN + HOUR, 1e11) if row.keyed)
    assert row.keyed["buyers"]["repeat_callers"] == 1


async def test_it_is_known_after_the_window_whether_they_called_again(
    journal: JournalWriter, reader: JournalReader, rounds: Rounds
) -> None:
    await tell(journal, *talk())
    for now, expected in ((LATER, "pending"), (BEGAN + 7 * HOUR, "resolved")):
        await go_round(rounds, now)
        (row,) = (row for row in await kept(reader, ("line",), 0, 1e11) if row.keyed)
        assert row.keyed["95188"].get(expected) == 1


async def test_what_an_erasure_asks_for_is_counted_anew(
    journal: JournalWriter, reader: JournalReader, store: Store, rounds: Rounds
) -> None:
    await tell(journal, *talk())
    await go_round(rounds, LATER)
    with store._engine.begin() as connection:
        connection.exec_driver_sql(f"INSERT INTO recounts VALUES ({BEGAN + 5})")
    await rounds.follow()
    assert (await seen(reader), await recounts_of(reader)) == ({}, set())
    await go_round(rounds, LATER)
    assert await seen(reader) == {0: 1}


async def test_what_was_counted_by_other_settings_is_thrown_away(
    journal: JournalWriter, reader: JournalReader, store: Store, rounds: Rounds
) -> None:
    await tell(journal, *talk())
    await go_round(rounds, LATER)
    other = Definition.of(Settings(zone=ZONE, within=30))
    assert other
    await Rounds(reader, store, other).follow()
    state = await state_of(reader)
    assert (state and state.definition, await seen(reader)) == (other.name, {})
    with pytest.raises(Overtaken):
        await rounds.follow()


async def test_an_end_in_any_step_leaves_what_the_next_process_goes_on_from(
    journal: JournalWriter, reader: JournalReader, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await tell(journal, *talk(), *talk(after=25 * HOUR, call="1.2"))
    put, ends, left = stores._put, 0, 0

    def breaks(*given: Any) -> None:
        nonlocal left
        put(*given)
        left -= 1
        if not left:
            raise OperationalError("", None, Exception("the power is gone"))

    monkeypatch.setattr(stores, "_put", breaks)
    for left in range(1, 10):  # noqa: B007
        try:
            await go_round(new(reader, store), BEGAN + 40 * HOUR)
        except OperationalError:
            ends += 1
    assert ends >= 2
    assert (await seen(reader), await waited(reader)) == ({0: 1, 1500: 1}, 20)
    assert len(await kept(reader, (SEEN + DAY,), 0, 1e11)) == 2


async def _state(reader: JournalReader) -> stores.State:
    state = await state_of(reader)
    assert state
    return state


async def test_of_two_processes_the_one_that_did_not_follow_writes_nothing(
    journal: JournalWriter, reader: JournalReader, store: Store, rounds: Rounds
) -> None:
    other = new(reader, store)
    await rounds.follow()
    await tell(journal, *talk())
    before = await _state(reader)
    await other.follow()
    with pytest.raises(Overtaken):
        store.write(before, LATER, {}, stores.Changed([BEGAN]))
    await go_round(rounds, LATER)  # and learns what the other did
    await go_round(other, LATER)
    assert await seen(reader) == {0: 1}
