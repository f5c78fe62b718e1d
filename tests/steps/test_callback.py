"""Being called back instead of waiting."""

from __future__ import annotations

from typing import Any

import pytest

from ivr.events import CallbackRequested, FlowEntered
from ivr.flow.rehearsal import Press
from ivr.flow.simulated import SimulatedCallbacks, SimulatedPhones
from ivr.flow.texts import texts
from ivr.ports import MemoryFailed, NewCallback
from routing.needs import needs
from tests.steps.calls import call, plan

FLOWS = """
main:
  - callback: {to: support, skills: {buyer: ">= 2"}, taken: taken, declined: declined, impossible: impossible}
taken: [{hangup: {zh: 好, en: Good}}]
declined: [{hangup: {zh: 不要, en: No}}]
impossible: [{hangup: {zh: 不能, en: Cannot}}]
"""
CALLER = "13800138000"
ANYWHERE = SimulatedPhones([CALLER, "02155512345"])


def way(*keys: str, number: str = CALLER, **parts: Any) -> tuple[str, list[CallbackRequested]]:
    """The flow that the call went to, and what was asked for."""
    told = call(FLOWS, *map(Press, keys), number=number, **{"phones": ANYWHERE, **parts})
    return told.all(FlowEntered)[-1].flow, told.all(CallbackRequested)


def test_the_number_of_the_call_is_taken_by_one_key() -> None:
    callbacks = SimulatedCallbacks()
    flow, (asked,) = way("1", callbacks=callbacks)
    assert (flow, asked.outcome, asked.number, asked.queue) == ("taken", "noted", CALLER, "support")
    (promise,) = callbacks.promised
    assert (promise.number, promise.wanted.needs, promise.dialled) == (CALLER, needs({"buyer": 2}), "95188")


def test_the_caller_hears_the_number_that_will_be_called() -> None:
    told = call(FLOWS, Press("1"), number=CALLER, phones=ANYWHERE)
    assert "幺三八" in told.heard[0]


def test_another_number_is_keyed_in() -> None:
    flow, (asked,) = way("2", "02155512345#")
    assert (flow, asked.number) == ("taken", "02155512345")


def test_any_other_key_and_silence_decline() -> None:
    assert way("*") == ("declined", [])
    assert way() == ("declined", [])


def test_no_number_keyed_in_declines() -> None:
    assert way("2") == ("declined", [])


def test_a_number_that_may_not_be_dialled_is_refused() -> None:
    flow, (asked,) = way("2", "02155512345#", phones=SimulatedPhones([CALLER]))
    assert (flow, asked.outcome) == ("impossible", "impossible")


def test_an_own_number_that_may_not_be_dialled_is_not_offered() -> None:
    told = call(FLOWS, Press("1"), number=CALLER, phones=SimulatedPhones())
    assert "请按1" not in told.heard[0]
    assert told.all(FlowEntered)[-1].flow == "declined"


def test_a_second_callback_for_a_number_is_not_noted_but_good_for_the_caller() -> None:
    callbacks = SimulatedCallbacks()
    way("1", callbacks=callbacks)
    flow, (asked,) = way("1", callbacks=callbacks)
    assert (flow, asked.outcome, len(callbacks.promised)) == ("taken", "already", 1)


def test_who_withholds_the_number_can_key_one_in() -> None:
    flow, (asked,) = way("2", "02155512345#", number="")
    assert (flow, asked.number) == ("taken", "02155512345")


def test_who_withholds_the_number_is_not_offered_that_number() -> None:
    assert way("1", number="") == ("declined", [])


def test_a_store_that_is_away_leads_to_impossible() -> None:
    class Away:
        async def ask(self, wanted: NewCallback) -> bool:
            raise MemoryFailed("no answer")

    flow, (asked,) = way("1", callbacks=Away())
    assert (flow, asked.outcome) == ("impossible", "impossible")


@pytest.mark.parametrize(
    "step", ["callback: {to: support}", "queue: {to: support, callback: {offer_after: 60s}}"]
)
def test_what_is_said_to_those_who_are_called_back_has_its_audio_before(step: str) -> None:
    """Made only then it would come after the key that they press at once."""
    prepared = set(texts([plan(f"main: [{{{step}}}]")]))
    assert ("zh", "您好，这是您要求的回呼。接通坐席请按1。") in prepared
    assert ("zh", "您的排队位置会保留，现在可以挂机。") in prepared
