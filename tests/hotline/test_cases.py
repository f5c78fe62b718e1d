"""Cases: stored before their number is given."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import asdict, replace
from itertools import chain, repeat

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from ivr.hotline.case import Case, Entry
from ivr.hotline.cases import CaseStore, Moved, NoSuchCase
from ivr.hotline.changes import Answered, Assigned, Charged, Closed, Noted, Reopened, Unfit
from ivr.hotline.reference import is_reference
from ivr.hotline.states import NoSuchMove
from ivr.hotline.terms import Promises
from ivr.hotline.wanted import Order, Wanted, place
from ivr.journal.database import DatabaseUnusable
from ivr.ports import NewCase
from tests.hotline.made import NEW as CASE
from tests.hotline.made import PROMISED, at
from tests.stores import Store


@pytest.fixture
async def cases(url: str) -> AsyncIterator[CaseStore]:
    opened = CaseStore(url, now=lambda: 1000.0)
    yield opened
    await opened.close()


async def test_a_case_is_stored_with_all_that_was_known(cases: CaseStore) -> None:
    reference = await cases.open(CASE)
    assert is_reference(reference)
    stored = await cases.get(reference)
    assert stored is not None
    plain = asdict(stored)
    assert {name: plain[name] for name in asdict(CASE)} == asdict(CASE)
    assert (stored.reference, stored.opened, stored.status, stored.version) == (reference, 1000.0, "new", 0)


async def test_a_taken_number_is_drawn_again(url: str) -> None:
    numbers = chain(["11111111", "11111111", "22222222"])
    store = CaseStore(url, draw=lambda: next(numbers))
    assert [await store.open(CASE), await store.open(CASE)] == ["11111111", "22222222"]
    await store.close()


async def test_no_free_number_says_so_and_ends(url: str) -> None:
    numbers = repeat("11111111")
    store = CaseStore(url, draw=lambda: next(numbers))
    await store.open(CASE)
    with pytest.raises(DatabaseUnusable, match="no free reference number"):
        await store.open(CASE)
    await store.close()


async def test_fifty_callers_at_once_get_fifty_numbers(cases: CaseStore) -> None:
    given = await asyncio.gather(*(cases.open(CASE) for _ in range(50)))
    assert len(set(given)) == 50
    assert {case.reference for case in await cases.list(limit=100)} == set(given)


async def test_cases_are_listed_by_line_newest_first(url: str) -> None:
    times = iter([1.0, 2.0, 3.0])
    store = CaseStore(url, now=lambda: next(times))
    first = await store.open(CASE)
    await store.open(NewCase(**{**asdict(CASE), "line": "other"}))
    last = await store.open(CASE)
    assert [case.reference for case in await store.list(line="product")] == [last, first]
    assert [case.reference for case in await store.list(limit=1)] == [last]
    await store.close()


async def test_no_number_is_given_when_nothing_could_be_stored(stores: Store) -> None:
    cases = CaseStore(stores.empty())
    with pytest.raises(DatabaseUnusable, match=r"1763776800\.12 cannot be stored"):
        await cases.open(CASE)
    with pytest.raises(DatabaseUnusable, match="cannot be read"):
        await cases.get("11111111")
    await cases.close()


async def test_an_unknown_number_has_no_case(cases: CaseStore) -> None:
    assert await cases.get("' or 1=1 --") is None


async def changed_cases(store: CaseStore) -> str:
    reference = await store.open(CASE)
    await store.change(reference, Assigned("goods", "li"), "wang")
    await store.change(reference, Answered("已补发"), "li")
    return reference


async def test_what_happened_is_kept_in_order_with_who_did_it(cases: CaseStore) -> None:
    reference = await changed_cases(cases)
    history = await cases.history(reference)
    assert [(one.number, one.who, one.what) for one in history] == [
        (1, "caller", "opened"),
        (2, "wang", "assigned"),
        (3, "li", "answered"),
    ]
    assert history[1].data == {"department": "goods", "owner": "li"}


async def test_a_change_is_read_back_whole(cases: CaseStore) -> None:
    reference = await cases.open(replace(CASE, kind="complaint", details={"order": "4711"}, anonymous=True))
    after = await cases.change(reference, Charged("carrier", "12.5"), "li")
    assert await cases.get(reference) == after
    assert after.charges[0].amount == "12.50"


async def test_who_looked_at_an_older_version_changes_nothing(cases: CaseStore) -> None:
    reference = await changed_cases(cases)
    with pytest.raises(Moved):
        await cases.change(reference, Closed(), "zhao", seen=1)
    assert (await cases.change(reference, Closed(), "zhao", seen=2)).status == "closed"


async def test_a_move_that_does_not_fit_changes_nothing(cases: CaseStore) -> None:
    reference = await cases.open(CASE)
    with pytest.raises(NoSuchMove):
        await cases.change(reference, Reopened(), "li")
    assert len(await cases.history(reference)) == 1


async def test_a_case_that_is_not_there_is_not_changed(cases: CaseStore) -> None:
    with pytest.raises(NoSuchCase):
        await cases.change("11111111", Noted("x"), "li")


async def test_twenty_who_change_a_case_at_once_all_do(cases: CaseStore) -> None:
    reference = await cases.open(CASE)
    await asyncio.gather(*(cases.change(reference, Noted(str(one)), "li") for one in range(20)))
    history = await cases.history(reference)
    assert [one.number for one in history] == list(range(1, 22))
    assert {one.data["text"] for one in history[1:]} == {str(one) for one in range(20)}


async def test_a_merged_case_leaves_its_recording_to_the_other(cases: CaseStore) -> None:
    one, other = await cases.open(CASE), await cases.open(CASE)
    kept = await cases.merge(one, other, "li")
    merged = await cases.get(one)
    assert merged is not None
    assert (merged.status, merged.merged_into, kept.reference) == ("closed", other, other)
    added = (await cases.history(other))[-1]
    assert (added.what, added.data["file"], added.data["about"]) == ("added", CASE.file, one)


async def test_a_case_is_not_merged_into_one_that_is_closed(cases: CaseStore) -> None:
    one, other = await cases.open(CASE), await cases.open(CASE)
    await cases.change(other, Closed(), "li")
    with pytest.raises(Unfit, match="is closed: reopen it first"):
        await cases.merge(one, other, "li")
    assert len(await cases.history(one)) == 1


async def test_what_follows_a_change_is_stored_with_it_or_neither_is(url: str) -> None:
    async def fails(connection: AsyncConnection, case: Case, entry: Entry) -> None:
        if entry.what == "noted":
            raise RuntimeError("no room")

    store = CaseStore(url, follow=fails)
    reference = await store.open(CASE)
    with pytest.raises(RuntimeError):
        await store.change(reference, Noted("x"), "li")
    assert [one.what for one in await store.history(reference)] == ["opened"]
    await store.close()


async def test_listeners_hear_of_what_is_stored(cases: CaseStore) -> None:
    heard: list[str] = []
    cases.listeners.append(lambda case, entry: heard.append(entry.what))
    await changed_cases(cases)
    assert heard == ["opened", "assigned", "answered"]


async def test_cases_are_found_by_what_is_known_of_them(cases: CaseStore) -> None:
    reference = await changed_cases(cases)
    other = await cases.open(replace(CASE, kind="praise", caller_number="139", language="en"))
    wanted = {
        reference: [
            Wanted(status=("answered",)),
            Wanted(kind="suggestion"),
            Wanted(owner="li"),
            Wanted(department="goods"),
            Wanted(caller_numbers=("13800000004",)),
            Wanted(language="zh"),
            Wanted(text="已补"),
            Wanted(text=reference[2:]),
        ],
        other: [Wanted(kind="praise"), Wanted(status=("new",)), Wanted(language="en", line="product")],
    }
    for found, questions in wanted.items():
        for question in questions:
            assert [case.reference for case in await cases.find(question)] == [found], question
    assert await cases.find(Wanted(text="%")) == []


@pytest.mark.parametrize("order", ["newest", "due"])
async def test_pages_have_every_case_once(url: str, order: Order) -> None:
    times = iter([at("2026-11-23 09:00")] * 3 + [at("2026-11-24 09:00")] * 4)
    store = CaseStore(url, terms=Promises(PROMISED), now=lambda: next(times))
    given = [await store.open(replace(CASE, kind="complaint" if n % 3 else "praise")) for n in range(7)]
    whole = await store.find(Wanted(order=order, limit=100))
    assert {case.reference for case in whole} == set(given)
    paged: list[str] = []
    after = None
    while page := await store.find(Wanted(order=order, after=after, limit=2)):
        paged += [case.reference for case in page]
        after = place(page[-1], order)
    assert paged == [case.reference for case in whole]
    await store.close()


async def test_overdue_cases_are_those_that_are_open_and_late(url: str) -> None:
    store = CaseStore(url, terms=Promises(PROMISED), now=lambda: at("2026-11-23 09:00"))
    late = await store.open(replace(CASE, kind="complaint"))
    await store.open(replace(CASE, kind="praise"))
    closed = await store.open(replace(CASE, kind="complaint"))
    await store.change(closed, Closed(), "li")
    found = await store.find(Wanted(overdue_at=at("2026-11-23 18:01")))
    assert [case.reference for case in found] == [late]
    assert await store.find(Wanted(overdue_at=at("2026-11-23 18:00"))) == []
    await store.close()


async def test_cases_are_counted_by_status(cases: CaseStore) -> None:
    await changed_cases(cases)
    await cases.open(CASE)
    assert await cases.how_many() == {"answered": 1, "new": 1}
