"""Cases: stored before their number is given."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import asdict
from itertools import chain, repeat

import pytest

from ivr.hotline.cases import CaseStore
from ivr.hotline.reference import is_reference
from ivr.journal.database import DatabaseUnusable
from ivr.ports import NewCase
from tests.stores import Store

CASE = NewCase(
    call="1763776800.12",
    line="product",
    category="goods",
    category_name="商品",
    caller_number="13800000004",
    language="zh",
    file="2026/11/22/1763776800.12-100211-suggestion.wav",
    seconds=6.5,
)


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
    assert asdict(stored) == {"reference": reference, "opened": 1000.0, **asdict(CASE)}


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
