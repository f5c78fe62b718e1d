"""Work from its arrival to its end: offered, accepted, rejected, given back, cancelled, late."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from ivr.events import WorkArrived, WorkOverdue
from ivr.flow.virtual import run
from ivr.ports import QueueRequest
from ivr.work.desk import LOOK_EVERY, SEARCH_EVERY, OtherWork
from ivr.work.states import NoSuchMove, NoSuchWork, NotTheirs
from tests.web.conftest import Caller
from tests.work.centre import AGENTS, EMAIL, Centre

Scene = Callable[[], Awaitable[Centre]]


def play(scene: Scene) -> Centre:
    """The centre as it was when the scene was over."""

    async def whole() -> Centre:
        centre = await scene()
        centre.ends()
        return centre

    return run(whole())


def test_an_email_is_offered_accepted_and_finished() -> None:
    async def scene() -> Centre:
        centre = Centre("li")
        work = await centre.email()
        await asyncio.sleep(10)
        await centre.desk.accept(work, "li")
        await asyncio.sleep(300)
        await centre.desk.finish(work, "desktop")
        return centre

    centre = play(scene)
    assert centre.story() == [
        "0 arrived in letters",
        "0 offered to li",
        "10 li accepted after 10",
        "310 li finished after 300",
    ]
    assert centre.state("work-1") == ("finished", "li")
    assert centre.agent("li") == ("available", {})


def test_what_nobody_accepts_in_time_goes_to_the_next_agent_and_comes_back_after_the_rest() -> None:
    async def scene() -> Centre:
        centre = Centre("li", "wang")
        await centre.email()
        await asyncio.sleep(200)
        return centre

    assert play(scene).story()[:7] == [
        "0 arrived in letters",
        "0 offered to li",
        "60 li rang_out after 60",
        "60 offered to wang",
        "120 wang rang_out after 60",
        "120 offered to li",
        "180 li rang_out after 60",
    ]


def test_what_an_agent_rejects_goes_to_the_next_one_at_once() -> None:
    async def scene() -> Centre:
        centre = Centre("li", "wang")
        work = await centre.email()
        await asyncio.sleep(5)
        await centre.desk.reject(work, "li")
        return centre

    centre = play(scene)
    assert centre.story()[2:] == ["5 li rejected after 5", "5 offered to wang"]
    assert centre.agent("li")[0] == "available"


def test_an_agent_has_as_many_of_a_channel_as_the_settings_say() -> None:
    async def scene() -> Centre:
        centre = Centre("li", "wang")
        for _ in range(6):
            await centre.email()
        for _ in range(6):
            for now in centre.desk.open():
                if now.state == "offered":
                    await centre.desk.accept(now.id, now.agent)
        assert [now.state for now in centre.desk.open()].count("waiting") == 2
        return centre

    centre = play(scene)
    assert centre.agent("li") == ("available", {"email": 3})
    assert centre.agent("wang") == ("available", {"email": 1})  # at_once of her own


async def _in_hand(centre: Centre, bring: Callable[[], Awaitable[str]]) -> None:
    await centre.desk.accept(await bring(), "li")


def test_a_call_comes_through_while_an_agent_has_an_email_and_not_while_they_have_a_chat() -> None:
    async def scene() -> Centre:
        centre = Centre("li")
        await _in_hand(centre, centre.email)
        async with centre.acd.enter(QueueRequest("call-1", "support"), Caller()) as visit:
            assert visit.offer is not None
        await _in_hand(centre, centre.chat)
        async with centre.acd.enter(QueueRequest("call-2", "support"), Caller()) as visit:
            assert visit.offer is None
        return centre

    play(scene)


def test_a_call_takes_an_email_back_that_nobody_has_accepted_yet() -> None:
    async def scene() -> Centre:
        centre = Centre("li")
        work = await centre.email()
        await asyncio.sleep(5)
        async with centre.acd.enter(QueueRequest("call-1", "support"), Caller()) as visit:
            assert visit.offer is not None
            now = await centre.desk.get(work)
            assert (now.state, now.agent, now.position) == ("waiting", "", 1)
            assert now.changed == now.arrived + 5
            assert centre.store.rows[work].state == "waiting"
            with pytest.raises(NoSuchMove, match="work that is waiting cannot be accepted"):
                await centre.desk.accept(work, "li")
            await asyncio.sleep(5)
        await centre.desk.accept(work, "li")
        return centre

    centre = play(scene)
    assert centre.story() == [
        "0 arrived in letters",
        "0 offered to li",
        "5 li withdrawn after 5",
        "10 offered to li",
        "10 li accepted after 0",
    ]


def test_what_is_taken_back_for_a_call_has_the_whole_time_for_its_next_offer() -> None:
    async def scene() -> Centre:
        centre = Centre("li")
        work = await centre.email()
        await asyncio.sleep(50)
        async with centre.acd.enter(QueueRequest("call-1", "support"), Caller()):
            pass
        await asyncio.sleep(50)
        assert centre.state(work) == ("offered", "li")
        await asyncio.sleep(15)
        assert centre.state(work) == ("waiting", "")
        return centre

    play(scene)


def test_who_is_in_a_call_is_offered_nothing_until_it_is_over() -> None:
    async def scene() -> Centre:
        centre = Centre("li")
        async with centre.acd.enter(QueueRequest("call-1", "support"), Caller()) as visit:
            assert visit.offer is not None
            visit.answered(visit.offer)
            work = await centre.email()
            await asyncio.sleep(100)
            assert centre.state(work) == ("waiting", "")
        assert centre.state(work) == ("offered", "li")
        return centre

    play(scene)


def test_who_gives_it_back_lets_it_wait_at_its_old_place() -> None:
    async def scene() -> Centre:
        centre = Centre("li")
        first = await centre.email()
        await centre.desk.accept(first, "li")
        centre.acd.pause("1001", "lunch")
        await asyncio.sleep(50)
        second = await centre.email()
        await centre.desk.release(first, "desktop")
        assert [now.position for now in centre.desk.open()] == [1, 2]
        assert centre.state(second) == ("waiting", "")
        return centre

    centre = play(scene)
    assert centre.agent("li") == ("paused", {})


@pytest.mark.parametrize("accepted", [False, True])
def test_what_is_cancelled_leaves_its_agent_free(accepted: bool) -> None:
    async def scene() -> Centre:
        centre = Centre("li")
        work = await centre.email()
        if accepted:
            await centre.desk.accept(work, "li")
        await centre.desk.cancel(work, "crm")
        return centre

    centre = play(scene)
    assert centre.agent("li") == ("available", {})
    assert centre.state("work-1")[0] == "cancelled"


def test_what_is_not_finished_in_time_is_told_once_and_finished_as_late() -> None:
    async def scene() -> Centre:
        centre = Centre("li")
        await centre.desk.begin()
        work = await centre.email(due=centre.clock.now().timestamp() + 100)
        await centre.desk.accept(work, "li")
        await asyncio.sleep(200)
        await centre.desk.finish(work, "crm")
        await asyncio.sleep(200)
        await centre.desk.close()
        return centre

    centre = play(scene)
    (overdue,) = [event for event in centre.events if isinstance(event, WorkOverdue)]
    assert overdue.agent == "li"
    assert 0 <= overdue.at - overdue.due <= LOOK_EVERY
    assert centre.story()[-1] == "200 li finished after 200, late"


def test_what_is_brought_twice_under_one_key_exists_once() -> None:
    async def scene() -> Centre:
        centre = Centre()
        first, new = await centre.desk.bring(replace(EMAIL, key="ticket-1"))
        again, new_again = await centre.desk.bring(replace(EMAIL, key="ticket-1"))
        assert (first.id, new, new_again) == (again.id, True, False)
        other, new = await centre.desk.bring(replace(EMAIL, key="ticket-1", by="another"))
        assert new
        assert other.id != first.id
        with pytest.raises(OtherWork):
            await centre.desk.bring(replace(EMAIL, key="ticket-1", subject="another"))
        return centre

    assert len(play(scene).desk.open()) == 2


def test_after_a_restart_what_waited_waits_with_its_age_and_what_an_agent_had_is_theirs() -> None:
    async def scene() -> Centre:
        centre = Centre("li")
        accepted = await centre.email()
        await centre.desk.accept(accepted, "li")
        centre.acd.log_out("1001")
        await asyncio.sleep(30)
        waiting = await centre.email()
        await asyncio.sleep(30)
        await centre.restart()
        assert [(now.id, now.state, now.agent) for now in centre.desk.open()] == [
            (accepted, "accepted", "li"),
            (waiting, "waiting", ""),
        ]
        assert centre.agent("li") == ("logged_out", {"email": 1})
        assert [round(now.waited) for now in centre.acd.waiting()] == [30]
        await centre.desk.finish(accepted, "crm")
        assert centre.agent("li") == ("logged_out", {})
        await centre.desk.close()
        return centre

    assert play(scene).story("work-1")[-1] == "60 li finished after 60"


def test_after_a_restart_work_of_an_agent_who_is_gone_waits_for_another() -> None:
    async def scene() -> Centre:
        centre = Centre("li", "wang")
        work = await centre.email()
        await centre.desk.accept(work, "li")
        centre.agents = AGENTS.model_copy(update={"agents": {"wang": AGENTS.agents["wang"]}})
        await centre.restart("wang")
        assert centre.state(work) == ("offered", "wang")
        await centre.desk.close()
        return centre

    play(scene)


def test_work_whose_queue_is_gone_can_still_be_cancelled() -> None:
    async def scene() -> Centre:
        centre = Centre()
        work = await centre.email()
        kept = {name: queue for name, queue in centre.queues.queues.items() if name != "letters"}
        centre.queues = centre.queues.model_copy(update={"queues": kept})
        await centre.restart()
        assert centre.state(work) == ("waiting", "")
        await centre.desk.cancel(work, "crm")
        await centre.desk.close()
        return centre

    assert play(scene).state("work-1")[0] == "cancelled"


def test_work_that_was_kept_while_the_database_was_slow_is_found() -> None:
    async def scene() -> Centre:
        centre = Centre("li")
        await centre.desk.begin()
        await centre.store.add(EMAIL, centre.clock.now().timestamp())
        await asyncio.sleep(3 * SEARCH_EVERY)
        await centre.desk.close()
        return centre

    centre = play(scene)
    assert len([event for event in centre.events if isinstance(event, WorkArrived)]) == 1
    assert "offered to li" in centre.story()[1]


def test_work_that_is_finished_but_not_in_the_database_yet_is_not_taken_for_new() -> None:
    async def scene() -> Centre:
        centre = Centre("li")
        await centre.desk.begin()
        await centre.store.add(EMAIL, centre.clock.now().timestamp())
        centre.in_database = False
        await asyncio.sleep(3 * SEARCH_EVERY)
        assert centre.desk.open() == []
        centre.in_database = True
        await asyncio.sleep(3 * SEARCH_EVERY)
        await centre.desk.close()
        return centre

    assert len([event for event in play(scene).events if isinstance(event, WorkArrived)]) == 1


def test_an_engine_begins_though_the_database_is_slow_and_reads_what_waits_when_it_answers() -> None:
    async def scene() -> Centre:
        centre = Centre("li")
        work = await centre.email()
        await centre.desk.accept(work, "li")
        centre.store.away = True
        await centre.restart()
        assert centre.desk.open() == []
        centre.store.away = False
        await asyncio.sleep(2 * LOOK_EVERY)
        assert centre.state(work) == ("accepted", "li")
        await centre.desk.close()
        return centre

    centre = play(scene)
    assert len([event for event in centre.events if isinstance(event, WorkArrived)]) == 1


def test_stopping_offers_nothing_to_anybody() -> None:
    async def scene() -> Centre:
        centre = Centre("li", "wang")
        await centre.desk.begin()
        for _ in range(5):
            await centre.email()
        await centre.desk.accept("work-1", "li")
        offers = len(centre.story("work-3")), len(centre.story("work-5"))
        await centre.desk.close()
        assert (len(centre.story("work-3")), len(centre.story("work-5"))) == (offers[0] + 1, offers[1])
        return centre

    play(scene)


def test_stopping_leaves_everything_as_it_was_for_the_next_start() -> None:
    async def scene() -> Centre:
        centre = Centre("li")
        await centre.desk.begin()
        await centre.desk.accept(await centre.email(), "li")
        await centre.email()
        await centre.desk.close()
        return centre

    assert [row.state for row in play(scene).store.rows.values()] == ["accepted", "waiting"]


MOVES: dict[str, Callable[[Centre], Awaitable[object]]] = {
    "accept": lambda centre: centre.desk.accept("work-1", "li"),
    "reject": lambda centre: centre.desk.reject("work-1", "li"),
    "finish": lambda centre: centre.desk.finish("work-1", "crm"),
    "release": lambda centre: centre.desk.release("work-1", "crm"),
    "cancel": lambda centre: centre.desk.cancel("work-1", "crm"),
}


@pytest.mark.parametrize(
    ("before", "refused", "possible"),
    [
        ([], ["finish", "release"], ("accept", "reject", "cancel")),
        (["accept"], ["accept", "reject"], ("finish", "release", "cancel")),
        (["accept", "finish"], list(MOVES), ()),
        (["cancel"], list(MOVES), ()),
    ],
)
def test_a_move_that_the_table_lacks_tells_which_it_has(
    before: list[str], refused: list[str], possible: tuple[str, ...]
) -> None:
    async def scene() -> Centre:
        centre = Centre("li")
        await centre.email()
        for move in before:
            await MOVES[move](centre)
        for move in refused:
            with pytest.raises(NoSuchMove) as fault:
                await MOVES[move](centre)
            assert fault.value.possible == possible
        return centre

    play(scene)


def test_only_the_agent_to_whom_it_is_offered_can_take_it() -> None:
    async def scene() -> Centre:
        centre = Centre("li")
        work = await centre.email()
        with pytest.raises(NotTheirs):
            await centre.desk.accept(work, "wang")
        assert centre.state(work) == ("offered", "li")
        return centre

    play(scene)


def test_work_that_is_not_there_is_not_found() -> None:
    async def scene() -> Centre:
        centre = Centre()
        for move in (centre.desk.get, lambda work: centre.desk.cancel(work, "crm")):
            with pytest.raises(NoSuchWork):
                await move("work-9")
        return centre

    play(scene)
