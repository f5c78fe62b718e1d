"""`agent`: agents change their state from their own phone."""

from __future__ import annotations

import pytest

from ivr.flow.rehearsal import Told, rehearse, world
from ivr.flow.simulated import SimulatedDesk
from ivr.flow.texts import texts

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


@pytest.mark.parametrize("step", ["pause", "{do: log_in, reason: lunch}", "dance"])
def test_slips_are_told(step: str) -> None:
    assert problems(f"main: [{{agent: {step}}}]")


def test_the_words_for_every_state_are_prepared() -> None:
    prepared = set(texts([plan("main: [{agent: log_in}]")]))
    assert {("zh", "您正在话后整理。"), ("en", "You are in wrap-up.")} <= prepared
    assert ("en", "This phone does not belong to an agent.") in prepared
