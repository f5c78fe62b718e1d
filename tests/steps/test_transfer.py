"""`transfer`: a phone is rung past the queues, if it may be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ivr.events import Event, Transferred
from ivr.flow import virtual
from ivr.flow.rehearsal import Told, rehearse, world
from ivr.flow.scripted import HangUp, Manner, ScriptedCaller, Surroundings
from ivr.flow.session import Ending, run_call
from ivr.flow.simulated import MemoryJournal, SimulatedPhones
from ivr.ports import CallerHungUp, CallInfo, Dial, Dialled, DialWatcher

from .calls import call, plan

LINE = """
main:
  - transfer: {to: "1001", ring: 20s, on_failure: sorry}
  - play: 不会到这里。
sorry: [{play: 无人接听。}]
"""
PHONES = SimulatedPhones(["1001"])


def outcomes(told: Told) -> list[tuple[str, str, float]]:
    return [(fact.to, fact.outcome, round(fact.talked, 3)) for fact in told.all(Transferred)]


def test_a_talk_then_the_end() -> None:
    told = call(LINE, phones=PHONES, around=Surroundings(other=Manner(talks=30.0)))
    assert outcomes(told) == [("1001", "answered", 30.0)]
    assert told.heard == ()


@pytest.mark.parametrize("outcome", ["answered", "rang_out"])
def test_how_long_it_rang_is_logged(outcome: str) -> None:
    manner = Manner(outcome=outcome, rings=4.0)  # type: ignore[arg-type]
    told = call(LINE, phones=PHONES, around=Surroundings(other=manner))
    (fact,) = told.all(Transferred)
    assert fact.rang == (4.0 if outcome == "answered" else 20.0)


def test_after_the_talk_the_flow_may_go_on() -> None:
    told = call('main: [{transfer: {to: "1001", then: continue}}, {play: 谢谢。}]', phones=PHONES)
    assert told.heard == ("谢谢。",)


@pytest.mark.parametrize("outcome", ["rang_out", "busy", "unreachable"])
def test_no_talk_goes_to_on_failure(outcome: str) -> None:
    manner = Manner(outcome=outcome)  # type: ignore[arg-type]
    told = call(LINE, phones=PHONES, around=Surroundings(other=manner))
    assert outcomes(told) == [("1001", outcome, 0.0)]
    assert told.heard == ("无人接听。",)


def test_a_number_that_may_not_be_dialled_is_refused_without_ringing() -> None:
    told = call(
        'main: [{transfer: {to: "{{ caller.number }}", on_failure: sorry}}]\nsorry: [{play: 不可以。}]',
        phones=PHONES,
        number="1001&PJSIP/secret",
    )
    assert outcomes(told) == [("1001&PJSIP/secret", "refused", 0.0)]
    assert told.heard == ("不可以。",)


def test_a_hang_up_in_the_talk_is_logged() -> None:
    told = call(LINE, HangUp(after=12.0), phones=PHONES, around=Surroundings(other=Manner(talks=60.0)))
    assert outcomes(told) == [("1001", "answered", 10.0)]
    assert told.ending.by == "caller"


def test_a_hang_up_while_it_rings_is_logged() -> None:
    told = call(LINE, HangUp(after=1.0), phones=PHONES)
    assert outcomes(told) == [("1001", "rang_out", 0.0)]


@pytest.mark.parametrize(("endpoint", "outcome"), [("1001", "answered"), ("line", "refused")])
def test_may_be_kept_for_callers_on_phones_of_the_house(endpoint: str, outcome: str) -> None:
    flows = 'main: [{transfer: {to: "1002", phones_only: yes}}]'
    told = rehearse(
        plan(flows), world=world(phones=SimulatedPhones(["1001", "1002"])), endpoint=endpoint, number="1001"
    )
    assert [fact.outcome for fact in told.all(Transferred)] == [outcome]


def test_a_caller_who_is_gone_before_it_rings_leaves_no_transfer() -> None:
    class Gone(ScriptedCaller):
        async def dial(self, dial: Dial, watcher: DialWatcher | None = None) -> Dialled:
            raise CallerHungUp

    async def ends() -> tuple[Ending, list[Event]]:
        journal = MemoryJournal()
        caller = Gone(CallInfo("1.1", "PJSIP/line-1", "", "", "95188"))
        ending = await run_call(caller, plan(LINE), replace(world(), journal=journal))
        return ending, journal.events

    ending, events = virtual.run(ends())
    assert ending.by == "caller"
    assert not any(isinstance(event, Transferred) for event in events)
