"""Calls of the agents' phones that are none of ours, and what the engine puts right by itself."""

from __future__ import annotations

import asyncio

from ivr.events import OfferEnded, SelfRepaired, TalkEnded
from ivr.ports import QueueRequest
from tests.acd.test_desk import LI, Desk, play
from tests.test_acd import Person, Phone


def repairs(desk: Desk) -> list[tuple[str, str, str]]:
    return [(e.what, e.was, e.found) for e in desk.events if isinstance(e, SelfRepaired)]


def phone(desk: Desk) -> str:
    return desk.acd.agents()[0].phone_state


def test_a_private_call_keeps_the_router_away_and_breaks_no_state() -> None:
    async def scene(desk: Desk) -> None:
        desk.acd.phone_changed(LI, "busy")
        desk.calls("c1")
        await asyncio.sleep(30)
        assert (desk.state, phone(desk)) == ("available", "busy")
        desk.acd.phone_changed(LI, "idle")
        assert desk.state == "ringing"
        await desk.over()

    assert repairs(play(scene)) == []


def test_who_is_on_a_second_line_when_the_talk_ends_is_rung_only_after_that_call() -> None:
    async def scene(desk: Desk) -> None:
        talk = asyncio.create_task(desk.has_a_call())
        await asyncio.sleep(3)
        desk.acd.phone_changed(LI, "busy")
        desk.acd.phone_changed(LI, "engaged")
        await talk
        desk.acd.finish(LI)
        desk.calls("c2")
        await asyncio.sleep(30)
        assert (desk.state, phone(desk)) == ("available", "engaged")
        desk.acd.phone_changed(LI, "idle")
        assert desk.state == "ringing"
        await desk.over()

    assert repairs(play(scene)) == []


def test_who_calls_out_on_a_second_line_is_not_rung_at_the_end_of_the_talk() -> None:
    async def scene(desk: Desk) -> None:
        talk = asyncio.create_task(desk.has_a_call())
        await asyncio.sleep(3)
        desk.acd.phone_changed(LI, "busy")
        with desk.acd.calling(LI):
            await talk
            desk.acd.finish(LI)
            desk.calls("c2")
            await asyncio.sleep(1)
            assert (desk.state, phone(desk)) == ("available", "engaged")
            desk.acd.phone_changed(LI, "idle")
            assert desk.state == "available"
        assert desk.state == "ringing"
        await desk.over()

    assert repairs(play(scene)) == []


def test_a_phone_that_stays_busy_after_the_talk_is_found_out_a_moment_later() -> None:
    async def scene(desk: Desk) -> None:
        talk = asyncio.create_task(desk.has_a_call())
        await asyncio.sleep(3)
        desk.acd.phone_changed(LI, "busy")
        await talk
        assert phone(desk) == "idle"
        await asyncio.sleep(1.5)
        assert phone(desk) == "engaged"
        (now,) = desk.acd.agents()
        assert now.repair is not None
        assert (now.repair.what, now.repair.found) == ("phone", "engaged")

    assert repairs(play(scene)) == [("phone", "idle", "engaged")]


def test_a_phone_that_becomes_idle_as_it_should_is_no_repair() -> None:
    async def scene(desk: Desk) -> None:
        talk = asyncio.create_task(desk.has_a_call())
        await asyncio.sleep(3)
        desk.acd.phone_changed(LI, "busy")
        await talk
        await asyncio.sleep(0.02)
        desk.acd.phone_changed(LI, "idle")
        await asyncio.sleep(20)

    assert repairs(play(scene)) == []


def test_what_asterisks_own_list_corrects_is_told() -> None:
    async def scene(desk: Desk) -> None:
        desk.acd.phone_corrected(LI, "idle", "unreachable")
        desk.acd.phone_changed(LI, "unreachable")
        assert phone(desk) == "unreachable"
        desk.acd.phone_corrected("9999", "idle", "busy")

    assert repairs(play(scene)) == [("phone", "idle", "unreachable")]


def test_an_offer_that_nobody_reports_on_is_taken_back_and_told() -> None:
    async def scene(desk: Desk) -> None:
        class Deaf:
            def wake(self) -> None:
                pass

        async with desk.acd.enter(QueueRequest("c1", "support"), Deaf()):
            assert desk.state == "ringing"
            await asyncio.sleep(21)
            assert desk.state == "available"

    desk = play(scene)
    assert repairs(desk) == [("offer", "ringing", "available")]
    assert next(event.outcome for event in desk.events if isinstance(event, OfferEnded)) == "rang_out"


def test_an_agent_whose_phone_has_left_the_talk_is_not_stuck_in_it() -> None:
    async def scene(desk: Desk) -> None:
        asyncio.get_running_loop().call_later(10, desk.acd.phone_changed, LI, "idle")
        call = asyncio.create_task(desk.has_a_call())
        await asyncio.sleep(3)
        desk.acd.phone_changed(LI, "busy")
        await asyncio.sleep(10)
        assert desk.state == "talking"
        await asyncio.sleep(3)
        assert desk.state == "wrap_up"
        await call

    desk = play(scene, li=Phone(talks=60.0))
    assert repairs(desk) == [("talk", "talking", "wrap_up")]
    assert [event.by for event in desk.events if isinstance(event, TalkEnded)] == ["engine"]


def test_an_agent_whose_phone_has_left_a_colleagues_call_is_not_stuck_in_it_either() -> None:
    async def scene(desk: Desk) -> None:
        desk.acd.took(LI, "c1", "support")
        assert desk.state == "talking"
        desk.acd.phone_changed(LI, "busy")
        desk.acd.phone_changed(LI, "idle")
        await asyncio.sleep(6)
        assert desk.state == "wrap_up"
        desk.acd.let_go(LI, "c1")
        await asyncio.sleep(20)

    assert repairs(play(scene)) == [("talk", "talking", "wrap_up")]


def test_an_email_in_hand_is_no_talk_that_a_phone_could_leave() -> None:
    async def scene(desk: Desk) -> None:
        mail = Person("m1", desk.phones)
        async with desk.acd.enter(QueueRequest("m1", "mail", channel="email"), mail) as work:
            assert work.offer is not None
            work.answered(work.offer)
            talk = asyncio.create_task(desk.has_a_call())
            await asyncio.sleep(3)
            desk.acd.phone_changed(LI, "busy")
            desk.acd.phone_changed(LI, "idle")
            await asyncio.sleep(6)
            assert desk.state == "wrap_up"
            assert work.offer is not None
            await talk

    desk = play(scene, li=Phone(talks=60.0))
    assert [event.queue for event in desk.events if isinstance(event, TalkEnded)] == ["support"]


def test_a_phone_that_is_idle_for_a_moment_between_two_calls_ends_no_talk() -> None:
    async def scene(desk: Desk) -> None:
        call = asyncio.create_task(desk.has_a_call())
        await asyncio.sleep(3)
        desk.acd.phone_changed(LI, "idle")
        await asyncio.sleep(1)
        desk.acd.phone_changed(LI, "busy")
        await asyncio.sleep(10)
        assert desk.state == "talking"
        await call

    assert repairs(play(scene, li=Phone(talks=20.0))) == []
