"""`agent`: agents change their state from their own phone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ivr.flow.rehearsal import Told, rehearse, world
from ivr.flow.scripted import Press
from ivr.flow.simulated import SimulatedDesk
from ivr.flow.texts import texts
from ivr.ports import Disposition, NoSuchCall
from ivr.settings import Agent

from .calls import plan, problems


def from_phone(phone: str, step: str, desk: SimulatedDesk) -> Told:
    return rehearse(plan(f"main: [{{agent: {step}}}]"), world=world(desk=desk), endpoint=phone)


@pytest.mark.parametrize(
    ("step", "state", "heard"),
    [
        ("log_in", "available", "您已上线，可以接听来电。"),
        ("log_out", "logged_out", "您已签出。"),
        ("resume", "available", "您已上线，可以接听来电。"),
        ("{do: pause, reason: lunch}", "paused", "您已暂停接听。"),
        ("extend", "wrap_up", "话后整理时间已延长。"),
        ("finish", "available", "您已上线，可以接听来电。"),
    ],
)
def test_the_new_state_is_set_and_spoken(step: str, state: str, heard: str) -> None:
    desk = SimulatedDesk(["1001"])
    told = from_phone("1001", step, desk)
    assert desk.states == {"1001": state}
    assert told.heard == (heard,)


def test_the_phone_is_the_channels_not_the_number_the_caller_claims() -> None:
    desk = SimulatedDesk(["1001"])
    told = rehearse(plan("main: [{agent: log_in}]"), world=world(desk=desk), endpoint="line", number="1001")
    assert desk.states == {"1001": "logged_out"}
    assert told.heard == ("这部电话没有登记为坐席电话。",)


def test_the_state_that_the_desk_tells_is_spoken() -> None:
    class Elsewhere(SimulatedDesk):
        def log_in(self, phone: str) -> str:
            return "talking"

    assert from_phone("1001", "log_in", Elsewhere()).heard == ("您正在通话中。",)


def test_more_wrap_up_in_another_state_is_told_as_that_state() -> None:
    class Talking(SimulatedDesk):
        def extend(self, phone: str, seconds: float | None = None) -> str:
            return "talking"

    assert from_phone("1001", "extend", Talking()).heard == ("您正在通话中。",)


CODES = (
    Disposition("1", "solved", {"zh": "已解决", "en": "solved"}),
    Disposition("2", "follow_up", {"zh": "需跟进", "en": "follow-up"}),
)
MENU = "已解决请按1，需跟进请按2。"


def classified(*acts: Press, codes: tuple[Disposition, ...] = CODES, **agent: str) -> tuple[list[str], Told]:
    desk = SimulatedDesk(["1001"], codes)
    agents = {"li": Agent.model_validate({"name": "李", "phone": "1001"} | agent)}
    there = replace(world(desk=desk), agents=agents)
    told = rehearse(plan("main: [{agent: disposition}]"), *acts, world=there, endpoint="1001")
    return desk.disposed, told


def test_the_last_call_is_classified_by_key() -> None:
    codes, told = classified(Press("2"))
    assert codes == ["follow_up"]
    assert told.heard == (MENU, "已登记。")


def test_an_agent_is_asked_in_their_own_language() -> None:
    _, told = classified(Press("1"), language="en")
    assert told.heard == ("For solved press 1, for follow-up press 2.", "Noted.")


def test_a_key_that_is_none_of_them_is_asked_again_three_times_in_all() -> None:
    codes, told = classified(Press("7"), Press("1", hearing=MENU))
    assert codes == ["solved"]
    assert told.heard[1] == "对不起，没有这个选项。"
    assert classified()[0] == []


def test_without_codes_the_agent_hears_so() -> None:
    codes, told = classified(codes=())
    assert (codes, told.heard) == ([], ("这个队列没有设置通话结果。",))


def test_without_a_call_the_agent_hears_so() -> None:
    class Idle(SimulatedDesk):
        def dispositions(self, phone: str, call: str = "") -> tuple[Disposition, ...]:
            raise NoSuchCall

    assert from_phone("1001", "disposition", Idle(["1001"])).heard == ("没有可以登记结果的通话。",)


def test_a_stranger_cannot_classify_anything() -> None:
    desk = SimulatedDesk(["1001"], CODES)
    assert from_phone("line", "disposition", desk).heard == ("这部电话没有登记为坐席电话。",)


@pytest.mark.parametrize("step", ["pause", "{do: log_in, reason: lunch}", "dance"])
def test_slips_are_told(step: str) -> None:
    assert problems(f"main: [{{agent: {step}}}]")


def test_the_words_for_every_state_are_prepared() -> None:
    prepared = set(texts([plan("main: [{agent: log_in}]")]))
    assert {("zh", "您正在话后整理。"), ("en", "You are in wrap-up.")} <= prepared
    assert ("en", "This phone does not belong to an agent.") in prepared
