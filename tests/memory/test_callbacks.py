"""Promised callbacks in the database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest_asyncio

from ivr.memory.access import Access
from ivr.memory.callbacks import CallbackStore
from ivr.ports import NewCallback, Wanted
from routing.needs import Condition, Needs, Stage, parse
from tests.memory.conftest import Time

WANTED = NewCallback(
    call="1772416800.1",
    number="13800138000",
    queue="support",
    wanted=Wanted(
        Needs(parse("buyer >= 2 and not trainee"), (("vip", 2),)),
        (
            Stage(Needs(parse("buyer")), 45.0),
            Stage(Needs(), 60.0, Condition("idle_agents", True, 1.0)),
        ),
        agent="li",
        patience=20.0,
        priority=5,
    ),
    language="zh",
    dialplan="main",
    dialled="95188",
    hours="office",
    tries=2,
    waited=90.0,
)


@pytest_asyncio.fixture
async def store(url: str, time: Time) -> AsyncIterator[CallbackStore]:
    access = Access(url, patience=60.0)
    yield CallbackStore(access, time.timestamp)
    await access.close()


async def test_a_promise_is_kept_whole(store: CallbackStore, time: Time) -> None:
    made = await store.add(WANTED)
    assert made is not None
    assert (made.wanted, made.asked, made.state, made.attempts) == (WANTED, time.seconds, "waiting", 0)
    assert await store.get(made.id) == made


async def test_one_waits_for_each_number(store: CallbackStore) -> None:
    first = await store.add(WANTED)
    assert first is not None
    assert await store.add(replace(WANTED, queue="vip")) is None
    assert await store.close(first.id, "done")
    assert await store.add(WANTED) is not None


async def test_those_that_wait_come_longest_first(store: CallbackStore, time: Time) -> None:
    for number in ("1", "2", "3"):
        time.seconds += 10
        await store.add(replace(WANTED, number=number))
    await store.close(2, "cancelled")
    assert [promise.wanted.number for promise in await store.list()] == ["1", "3"]
    assert [promise.state for promise in await store.list(waiting=False)] == [
        "waiting",
        "cancelled",
        "waiting",
    ]


async def test_attempts_are_counted_while_it_waits(store: CallbackStore) -> None:
    made = await store.add(WANTED)
    assert made is not None
    await store.attempted(made.id, 1)
    found = await store.get(made.id)
    assert found is not None
    assert found.attempts == 1


async def test_what_is_over_cannot_be_closed_again(store: CallbackStore) -> None:
    made = await store.add(WANTED)
    assert made is not None
    assert await store.close(made.id, "failed")
    assert not await store.close(made.id, "cancelled")
    assert not await store.close(99, "cancelled")
