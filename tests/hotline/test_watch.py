"""Somebody is told before and after a case is due, once each; what is answered is closed in time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from ivr.hotline.cases import CaseStore
from ivr.hotline.changes import Answered, Assigned
from ivr.hotline.terms import Promises
from ivr.hotline.watch import CaseWatch
from ivr.settings.hotline import Hotline
from tests.hotline.made import NEW, PROMISED, at

COMPLAINT = replace(NEW, kind="complaint")


class Clock:
    now = at("2026-11-23 09:00")

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def store(url: str, clock: Clock) -> AsyncIterator[CaseStore]:
    opened = CaseStore(url, terms=Promises(PROMISED), now=clock)
    yield opened
    await opened.close()


async def looked(store: CaseStore, clock: Clock, *, settings: Hotline = PROMISED) -> None:
    await CaseWatch(store, Promises(settings), now=clock).look()


async def told(store: CaseStore, reference: str) -> list[tuple[str, int]]:
    history = await store.history(reference)
    return [(entry.data["to"], entry.data["step"]) for entry in history if entry.what == "reminded"]


async def test_each_reminder_is_told_once(store: CaseStore, clock: Clock) -> None:
    reference = await store.open(COMPLAINT)
    for moment in ("15:59", "16:00", "16:00", "18:00", "18:01"):
        clock.now = at(f"2026-11-23 {moment}")
        await looked(store, clock)
    assert await told(store, reference) == [("owner", 1), ("owner", 2)]


async def test_what_was_due_while_nobody_looked_is_told_once(store: CaseStore, clock: Clock) -> None:
    reference = await store.open(COMPLAINT)
    clock.now = at("2026-12-01 09:00")
    await looked(store, clock)
    await looked(store, clock)
    assert await told(store, reference) == [("goods", 3)]


async def test_an_answered_case_is_not_reminded_of_its_answer(store: CaseStore, clock: Clock) -> None:
    reference = await store.open(COMPLAINT)
    await store.change(reference, Assigned(owner="li"), "wang")
    await store.change(reference, Answered("已补发"), "li")
    clock.now = at("2026-11-23 18:00")
    await looked(store, clock)
    assert await told(store, reference) == []


async def test_an_answered_case_of_which_nobody_says_more_is_closed(store: CaseStore, clock: Clock) -> None:
    reference = await store.open(COMPLAINT)
    await store.change(reference, Answered("已补发"), "li")
    clock.now += 3 * 86400 - 1
    await looked(store, clock)
    assert (await store.history(reference))[-1].what != "closed"
    clock.now += 1
    await looked(store, clock)
    case = await store.get(reference)
    assert case is not None
    assert (case.status, case.reason) == ("closed", "settled")


async def test_settings_with_fewer_reminders_end_the_looking(store: CaseStore, clock: Clock) -> None:
    reference = await store.open(COMPLAINT)
    clock.now = at("2026-11-23 16:00")
    await looked(store, clock, settings=Hotline())
    case = await store.get(reference)
    assert case is not None
    assert case.remind_at is None
