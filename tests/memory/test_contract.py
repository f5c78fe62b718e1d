"""What every `Memory` and every `Lists` does: the store in the database, and the one of the rehearsals."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

import pytest

from ivr.flow.simulated import SimulatedLists, SimulatedMemory
from ivr.memory.access import Access
from ivr.memory.lists import ListStore
from ivr.memory.store import MemoryStore
from ivr.ports import Listed, Lists, Memory

from .conftest import Time

LI, WANG = "13800000001", "13800000002"

MakeLists = Callable[[Sequence[Listed]], Awaitable[Lists]]


@pytest.fixture(params=["database", "simulated"])
def memory(request: pytest.FixtureRequest, time: Time, access: Access) -> Memory:
    return MemoryStore(access, time.timestamp) if request.param == "database" else SimulatedMemory(time)


@pytest.fixture(params=["database", "simulated"])
def vip(request: pytest.FixtureRequest, time: Time, access: Access) -> MakeLists:
    """`await vip([Listed(…)])`: lists of which `vip` has these entries."""

    async def make(entries: Sequence[Listed]) -> Lists:
        if request.param == "simulated":
            return SimulatedLists(time, {"vip": entries})
        store = ListStore(access, time.timestamp)
        await store.add("vip", entries)
        return store

    return make


async def test_what_was_kept_last_is_recalled(memory: Memory) -> None:
    await memory.keep("language", LI, "zh")
    await memory.keep("language", LI, "en")
    assert await memory.recall("language", LI) == "en"


async def test_nothing_is_recalled_of_others_or_of_another_kind(memory: Memory) -> None:
    await memory.keep("language", LI, "zh")
    assert await memory.recall("language", WANG) is None
    assert await memory.recall("service", LI) is None


async def test_it_is_gone_when_its_time_is_over(memory: Memory, time: Time) -> None:
    await memory.keep("language", LI, "zh", lasts=60)
    time.seconds += 59
    assert await memory.recall("language", LI) == "zh"
    time.seconds += 1
    assert await memory.recall("language", LI) is None


async def test_keeping_it_again_gives_it_new_time(memory: Memory, time: Time) -> None:
    await memory.keep("language", LI, "zh", lasts=60)
    time.seconds += 50
    await memory.keep("language", LI, "zh", lasts=60)
    time.seconds += 50
    assert await memory.recall("language", LI) == "zh"


async def test_what_has_no_end_stays(memory: Memory, time: Time) -> None:
    await memory.keep("language", LI, "zh")
    time.seconds += 100 * 365 * 86400
    await memory.keep("language", WANG, "en", lasts=1)
    assert await memory.recall("language", LI) == "zh"


async def test_forgetting_takes_what_was_kept_and_counted(memory: Memory) -> None:
    await memory.keep("pin", LI, "locked")
    await memory.count("pin", LI, 60)
    await memory.forget("pin", LI)
    assert await memory.recall("pin", LI) is None
    assert await memory.counted("pin", LI, 60) == 0


async def test_counting_counts_this_one_too(memory: Memory) -> None:
    assert [await memory.count("calls", LI, 60) for _ in range(3)] == [1, 2, 3]
    assert await memory.counted("calls", LI, 60) == 3


async def test_each_key_and_each_kind_has_its_own_count(memory: Memory) -> None:
    await memory.count("calls", LI, 60)
    assert await memory.count("calls", WANG, 60) == 1
    assert await memory.count("tries", LI, 60) == 1


async def test_the_window_slides(memory: Memory, time: Time) -> None:
    await memory.count("calls", LI, 60)
    time.seconds += 40
    assert await memory.count("calls", LI, 60) == 2
    time.seconds += 20
    assert await memory.counted("calls", LI, 60) == 1
    assert await memory.count("calls", LI, 60) == 2


async def test_calls_at_once_never_get_the_same_number(memory: Memory) -> None:
    numbers = await asyncio.gather(*(memory.count("calls", LI, 60) for _ in range(50)))
    assert sorted(numbers) == list(range(1, 51))


@pytest.mark.parametrize("text", ["", "中文 😀", "' or 1=1 --", "x" * 10_000, "a\x00b\n"])
async def test_any_text_comes_back_as_it_was(memory: Memory, text: str) -> None:
    await memory.keep("note", text, text)
    assert await memory.recall("note", text) == text


async def test_an_entry_is_found_by_its_number(vip: MakeLists) -> None:
    entry = Listed(LI, note="生日礼物")
    lists = await vip([entry, Listed(WANG)])
    assert await lists.find("vip", LI) == entry
    assert await lists.find("vip", "13800000003") is None
    assert await lists.find("blocked", LI) is None


async def test_an_entry_ends_at_its_date(vip: MakeLists, time: Time) -> None:
    lists = await vip([Listed(LI, until=time.now() + timedelta(days=1))])
    assert await lists.find("vip", LI) is not None
    time.seconds += 86400
    assert await lists.find("vip", LI) is None


async def test_an_entry_begins_at_its_date(vip: MakeLists, time: Time) -> None:
    day = timedelta(days=1)
    lists = await vip([Listed(LI, since=time.now() + day, until=time.now() + 2 * day)])
    found = []
    for _ in range(3):
        found.append(await lists.find("vip", LI) is not None)
        time.seconds += 86400
    assert found == [False, True, False]


async def test_x_stands_for_any_one_digit(vip: MakeLists) -> None:
    lists = await vip([Listed("021555xxxxx")])
    assert await lists.find("vip", "02155512345") is not None
    assert [await lists.find("vip", n) for n in ("021555123456", "0215551234", "02155612345")] == [None] * 3


async def test_the_number_itself_comes_before_patterns_and_fewer_x_before_more(
    vip: MakeLists, time: Time
) -> None:
    close, wide, itself = Listed("1380000000x"), Listed("138xxxxxxxx"), Listed(LI)
    lists = await vip([wide, close, itself])
    assert await lists.find("vip", LI) == itself
    assert await lists.find("vip", WANG) == close
    assert await lists.find("vip", "13899999999") == wide


async def test_an_entry_that_is_over_hides_no_other(vip: MakeLists, time: Time) -> None:
    lists = await vip(
        [Listed(LI, until=time.now() - timedelta(seconds=1)), Listed("138xxxxxxxx", note="all")]
    )
    found = await lists.find("vip", LI)
    assert found is not None
    assert found.note == "all"


@pytest.mark.parametrize("number", ["", "%", "___________", "' or 1=1 --"])
async def test_a_number_that_is_none_is_on_no_list(vip: MakeLists, number: str) -> None:
    lists = await vip([Listed(LI), Listed("138xxxxxxxx")])
    assert await lists.find("vip", number) is None
