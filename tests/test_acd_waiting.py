"""What the distributor tells of a wait, and what the journal says of how it ended."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import cast

import pytest

from ivr.ports import Caller, CallerHungUp, Leaving, QueueRequest
from routing.expected import Pace, expected
from tests.test_acd import Centre, Person, play


def caller(name: str) -> Caller:
    return cast(Caller, Person(name, {}))


def test_a_waiting_caller_knows_the_line_the_agents_and_the_expected_wait() -> None:
    async def scene() -> Centre:
        centre = Centre("li", "wang")
        centre.calls("one"), centre.calls("two"), centre.calls("three")
        await asyncio.sleep(3)
        async with centre.acd.enter(QueueRequest("four", "support"), caller("four")) as visit:
            assert (visit.position, visit.length, visit.able) == (2, 2, 2)
            assert visit.expected == expected(1, 2, Pace())
            centre.acd.pause("1001", "lunch")
            assert visit.able == 2  # the pause comes after the talk
            centre.people["one"].hang_up()
            centre.people["two"].hang_up()
            await asyncio.sleep(1)
            assert visit.able == 1
        await centre.over()
        return centre

    play(scene)


def test_in_another_queue_the_caller_has_the_place_of_the_time_waited() -> None:
    async def scene() -> Centre:
        centre = Centre()
        async with centre.acd.enter(QueueRequest("early", "support"), caller("early")) as visit:
            await asyncio.sleep(30)
            centre.calls("late", "quick", patience=100.0)
            await asyncio.sleep(10)
            visit.move("quick")
            assert (visit.position, visit.waited) == (1, 40)
            await asyncio.sleep(5)
            visit.leaves("timed_out")
        await centre.over()
        return centre

    assert play(scene).story("early") == [
        "0 early enters support",
        "40 early overflow after 40",
        "40 early enters quick",
        "45 early timed_out after 5",
    ]


def test_nobody_moves_into_a_queue_that_is_not_there() -> None:
    async def scene() -> Centre:
        centre = Centre()
        with pytest.raises(KeyError, match="nowhere"):
            async with centre.acd.enter(QueueRequest("c1", "support"), caller("c1")) as visit:
                visit.move("nowhere")
        return centre

    play(scene)


@pytest.mark.parametrize("why", ["timed_out", "left_by_key", "empty", "full", "closed"])
def test_why_a_caller_left_is_in_the_journal_also_when_they_hang_up_then(why: Leaving) -> None:
    async def scene() -> Centre:
        centre = Centre()
        with suppress(CallerHungUp):
            async with centre.acd.enter(QueueRequest("c1", "support"), caller("c1")) as visit:
                visit.leaves(why)
                raise CallerHungUp
        return centre

    assert play(scene).story()[-1] == f"0 c1 {why} after 0"


def test_a_place_of_before_is_before_those_who_came_since() -> None:
    async def scene() -> Centre:
        centre = Centre()
        centre.calls("between", patience=20.0)
        await asyncio.sleep(10)
        request = QueueRequest("again", "support", waited=60.0)
        async with centre.acd.enter(request, caller("again")) as visit:
            assert visit.position == 1
            assert visit.waited == 60
        await centre.over()
        return centre

    play(scene)
