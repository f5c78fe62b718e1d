"""The interpreter: a call from its beginning to its end, and what the log says about it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.events import (
    CallAnswered,
    CallBegan,
    CallEvent,
    FlowEntered,
    PromptMissing,
    PromptPlayed,
    StepFailed,
)
from ivr.flow import virtual
from ivr.flow.built_in import APOLOGY
from ivr.flow.library import Library
from ivr.flow.rehearsal import Told, rehearse, world
from ivr.flow.scripted import HangUp, Press, ScriptedCaller, Surroundings
from ivr.flow.session import MAX_STEPS, Session
from ivr.flow.stack import MAX_DEPTH
from ivr.ports import CallInfo

from .trial import CATALOGUE, plan

SORRY = next(text for _, text in APOLOGY.texts())


def call(flows: str, *acts: Press | HangUp, head: str = "", around: Surroundings | None = None) -> Told:
    return rehearse(plan(flows, head), *acts, around=around, world=world(environment={"CRM": "http://crm"}))


def flows_of(told: Told) -> list[str]:
    return [event.flow for event in told.all(FlowEntered)]


def failures(told: Told) -> list[str]:
    return [event.error for event in told.all(StepFailed)]


# From beginning to end


def test_a_call_is_told_from_its_beginning() -> None:
    told = call("main: [{play: 您好}, stop]")
    assert [type(event) for event in told.events] == [CallBegan, FlowEntered, CallAnswered, PromptPlayed]
    began = told.all(CallBegan)[0]
    assert (began.dialplan, began.caller_number, began.dialled_number) == ("trial", "13800000000", "95188")
    assert began.version == plan("main: [{play: 您好}, stop]").version
    assert told.ending.by == "flow"


def test_a_flow_that_is_over_ends_the_call() -> None:
    assert call("main: [{play: 您好}]").ending.by == "flow"


def test_a_call_is_picked_up_once_and_only_when_something_is_said() -> None:
    assert len(call("main: [{play: a}, {play: b}]").all(CallAnswered)) == 1
    assert not call("main: [{set: {x: 1}}, stop]").all(CallAnswered)


def test_facts_carry_the_call_and_the_time() -> None:
    told = call("main: [{play: 一二三四}, {play: 您好}]")
    events = [event for event in told.events if isinstance(event, CallEvent)]
    assert {event.call for event in events} == {"1772416800.1"}
    assert [round(event.at - events[0].at, 1) for event in events] == [0, 0, 0, 1.0, 1.5]


def test_a_number_without_a_dialplan_is_told_so_in_both_languages(tmp_path: Path) -> None:
    told = rehearse(Library.load(tmp_path, CATALOGUE), dialled="404")
    assert told.all(CallBegan)[0].dialplan == ""
    assert "暂未开通" in told.heard[0]
    assert "not in service" in told.heard[0]
    assert told.ending.by == "engine"


# Ways through the flows


def test_flows_call_one_another_and_come_back() -> None:
    told = call("main: [{call: sub}, {play: after}]\nsub: [{play: inside}, back, {play: never}]")
    assert told.heard == ("inside", "after")
    assert flows_of(told) == ["main", "sub"]


def test_a_called_flow_that_is_over_comes_back_by_itself() -> None:
    assert call("main: [{call: sub}, {play: after}]\nsub: [{play: inside}]").heard == ("inside", "after")


def test_back_at_the_top_ends_the_call() -> None:
    told = call("main: [back, {play: never}]")
    assert (told.heard, told.ending.by) == ((), "flow")


def test_go_leaves_the_rest_of_the_flow_and_of_the_block() -> None:
    told = call("main: [{if: '1 == 1', then: [{go: b}, {play: never}]}, {play: never}]\nb: [{play: there}]")
    assert told.heard == ("there",)


def test_go_in_a_called_flow_still_comes_back_to_the_caller_of_it() -> None:
    told = call("main: [{call: a}, {play: end}]\na: [{go: b}]\nb: [{play: there}]")
    assert told.heard == ("there", "end")


def test_back_in_a_block_leaves_the_flow() -> None:
    told = call(
        "main: [{call: a}, {play: end}]\na: [{if: '1', then: [{if: '1', then: [back]}]}, {play: never}]"
    )
    assert told.heard == ("end",)


def test_after_a_block_the_flow_goes_on() -> None:
    told = call("main: [{if: '0', then: [{play: a}], else: [{play: b}]}, {play: c}]")
    assert told.heard == ("b", "c")


def test_stop_ends_everything() -> None:
    assert call("main: [{call: a}, {play: never}]\na: [stop]").heard == ()


# Keys and variables


def test_a_key_cuts_the_prompt_short_and_is_logged_with_it() -> None:
    told = call(
        "main: [{ask: {prompt: 请按键请按键, keys: {1: one}}}]\none: [{play: 一}]",
        Press("1", hearing="请", after=0.5),
    )
    asked = told.all(PromptPlayed)[0]
    assert (asked.text, asked.key, asked.heard) == ("请按键请按键", "1", 0.5)
    assert (asked.length, asked.after) == pytest.approx((1.5, 0.0))
    assert asked.keys == "1"
    assert told.heard[-1] == "一"


def test_the_answer_to_a_question_is_logged_with_the_time_it_took() -> None:
    told = call("main: [{ask: {prompt: 请按键}}]", Press("1", after=2.0))
    asked = told.all(PromptPlayed)[0]
    assert (asked.heard, asked.length, asked.after) == pytest.approx((0.75, 0.75, 1.25))
    assert (asked.key, asked.keys) == ("", "1")


def test_silence_behind_a_question_is_logged_with_its_length() -> None:
    asked = call("main: [{ask: {prompt: 请按键}}]").all(PromptPlayed)[0]
    assert (asked.keys, asked.after) == ("", 3.0)


def test_who_hangs_up_behind_a_question_has_heard_all_of_it_and_no_more() -> None:
    told = call("main: [{ask: {prompt: 请按键}}]", HangUp(after=3.0))
    asked = told.all(PromptPlayed)[0]
    assert (asked.heard, asked.length, asked.after) == pytest.approx((0.75, 0.75, 2.25))


def test_what_a_step_saved_is_seen_by_the_next() -> None:
    told = call("main: [{ask: {}}, {play: '按了{{ key }}'}]", Press("7"))
    assert told.heard == ("按了7",)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ caller.number }}", "13800000000"),
        ("{{ call.dialled }}", "95188"),
        ("{{ call.id }}", "1772416800.1"),
        ("{{ call.language }}", "zh"),
        ("{{ env.CRM }}", "http://crm"),
        ("{{ now.hour }}", "10"),
    ],
)
def test_what_every_dialplan_can_read(template: str, text: str) -> None:
    assert call(f"main: [{{play: '{template}'}}]").heard == (text,)


def test_a_change_of_language_is_heard_and_seen() -> None:
    told = call("main: [{speak: en}, {play: {zh: 您好, en: Hello}}, {play: '{{ call.language }}'}]")
    assert told.heard == ("Hello", "en")
    assert told.all(PromptPlayed)[0].language == "en"


def test_elapsed_counts_from_the_beginning() -> None:
    async def main() -> float:
        info = CallInfo("1", "", "1", "", "1")
        session = Session(ScriptedCaller(info), world(), plan("main: [stop]"))
        await asyncio.sleep(2)
        return session.elapsed()

    assert virtual.run(main()) == 2


def test_a_call_begins_when_it_came_even_if_it_was_taken_up_later() -> None:
    told = rehearse(plan("main: [stop]"), came=1_000_000_000.25)
    assert [event.at for event in told.all(CallBegan)] == [1_000_000_000.25]
    assert all(event.at > 1_000_000_000.25 for event in told.all(FlowEntered))


# What goes wrong


def test_hanging_up_ends_the_call_wherever_it_is_and_what_was_heard_is_logged() -> None:
    told = call("main: [{play: 一二三四五六七八}, {play: never}]", HangUp(hearing="一", after=1.0))
    assert told.ending.by == "caller"
    (played,) = told.all(PromptPlayed)
    assert played.text == "一二三四五六七八"
    assert (played.heard, played.length) == pytest.approx((1.0, 2.0))


def test_a_prompt_without_audio_is_logged_and_the_call_goes_on() -> None:
    told = call("main: [{play: [a, b]}, {play: c}]", around=Surroundings(missing=frozenset({"b", "c"})))
    assert [event.text for event in told.all(PromptMissing)] == ["b", "c"]
    assert [event.text for event in told.all(PromptPlayed)] == ["a"]
    assert told.ending.by == "flow"


def test_a_step_that_fails_is_logged_with_its_place_and_the_caller_hears_an_apology() -> None:
    told = call("main:\n  - play: 您好\n  - break:\n  - play: never")
    (failed,) = told.all(StepFailed)
    assert (failed.verb, failed.place, failed.error) == (
        "break",
        "dialplan.yaml:8:7",
        "LookupError: out of order",
    )
    assert told.heard == ("您好", SORRY)
    assert told.ending.by == "engine"


def test_an_expression_without_a_value_names_the_variable() -> None:
    assert failures(call("main: [{play: '{{ order.amount }}'}]")) == [
        "'{{ order.amount }}': nothing has set the variable 'order'"
    ]


def test_the_dialplan_may_take_over_after_a_failure() -> None:
    told = call("main: [break]\nrescue: [{play: 为您转人工}]", head="on_error: rescue\n")
    assert told.heard == ("为您转人工",)
    assert (flows_of(told), told.ending.by) == (["main", "rescue"], "flow")


def test_a_rescue_that_fails_too_ends_with_an_apology() -> None:
    told = call("main: [break]\nrescue: [break]", head="on_error: rescue\n")
    assert (len(failures(told)), told.heard, told.ending.by) == (2, (SORRY,), "engine")


def test_going_in_circles_without_a_key_is_ended() -> None:
    told = call("main: [{ask: {prompt: 请按键}}, {go: main}]")
    assert f"{MAX_STEPS} steps without a key" in failures(told)[0]
    assert told.heard[-1] == SORRY


def test_a_caller_who_presses_keys_may_go_in_circles_for_long() -> None:
    presses = [Press("1")] * MAX_STEPS
    told = call("main: [{ask: {prompt: 请按键}}, {go: main}]", *presses, HangUp())
    assert (failures(told), told.ending.by) == ([], "caller")


def test_flows_that_call_one_another_without_end_are_ended() -> None:
    told = call("main: [{ask: {}}, {call: main}]", *[Press("1")] * 50)
    assert f"more than {MAX_DEPTH} flows called one another" in failures(told)[0]


def test_a_caller_who_hangs_up_in_the_apology_has_ended_the_call() -> None:
    told = call("main: [{play: 您好}, break]", HangUp(hearing=SORRY))
    assert told.ending.by == "caller"


_WILD = """
main:
  - ask: {prompt: 主菜单, keys: {1: sub, 2: loop, 3: main, "*": hangup, "#": failing}, silence: main}
  - go: main
sub: [{call: asks}, {if: key == '1', then: [{go: main}], else: [back]}]
asks: [{ask: {prompt: 再问}}, {play: '{{ key }}'}]
loop: [{ask: {silence: loop, keys: {1: continue}}}, {call: sub}, {go: loop}]
failing: [{play: '{{ nobody }}'}]
"""


@settings(deadline=None, max_examples=50)
@given(st.text(alphabet="0123456789*#", max_size=25), st.one_of(st.none(), st.floats(0, 200)))
def test_any_keys_and_any_hanging_up_end_the_call_properly(keys: str, leaves: float | None) -> None:
    acts: list[Press | HangUp] = [Press(key) for key in keys]
    told = call(_WILD, *acts, *([HangUp(after=leaves)] if leaves is not None else []))
    assert told.ending.by in ("caller", "flow", "engine")
    assert isinstance(told.events[0], CallBegan)
    assert told.ending.by != "engine" or told.heard[-1] == SORRY
    times = [event.at for event in told.events]
    assert times == sorted(times)
