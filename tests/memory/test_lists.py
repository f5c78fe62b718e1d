"""Lists as the command edits them."""

from __future__ import annotations

from datetime import timedelta

from ivr.memory.access import Access
from ivr.memory.lists import ListStore
from ivr.ports import Listed

from .conftest import Time

LI, WANG = "13800000001", "13800000002"


async def test_an_entry_replaces_one_of_the_same_number(access: Access, time: Time) -> None:
    store = ListStore(access, time.timestamp)
    await store.add("vip", [Listed(LI, note="old", until=time.now())])
    await store.add("vip", [Listed(LI, note="new")])
    assert await store.entries("vip") == [Listed(LI, note="new")]


async def test_entries_are_told_by_number_with_those_that_are_over(access: Access, time: Time) -> None:
    store = ListStore(access, time.timestamp)
    over = Listed(LI, until=time.now() - timedelta(days=1))
    await store.add("vip", [Listed(WANG), over])
    assert await store.entries("vip") == [over, Listed(WANG)]


async def test_removing_tells_which_were_there(access: Access) -> None:
    store = ListStore(access)
    await store.add("vip", [Listed(LI)])
    assert await store.remove("vip", [LI, WANG]) == [LI]
    assert await store.remove("vip", [LI]) == []
    assert await store.entries("vip") == []


async def test_lists_are_counted_without_what_is_over(access: Access, time: Time) -> None:
    store = ListStore(access, time.timestamp)
    await store.add("vip", [Listed(LI), Listed(WANG, until=time.now())])
    await store.add("blocked", [Listed(LI)])
    assert await store.names() == {"blocked": 1, "vip": 1}


async def test_ten_thousand_entries_come_in_at_once(access: Access) -> None:
    store = ListStore(access)
    await store.add("vip", (Listed(f"138{number:08}") for number in range(10_000)))
    assert await store.names() == {"vip": 10_000}
    assert await store.find("vip", "13800009999") is not None


async def test_a_list_may_be_replaced_whole_and_others_stay(access: Access) -> None:
    store = ListStore(access)
    await store.add("vip", [Listed(LI)])
    await store.add("blocked", [Listed(LI)])
    await store.add("vip", [Listed(WANG)], replace=True)
    assert await store.entries("vip") == [Listed(WANG)]
    assert await store.entries("blocked") == [Listed(LI)]
