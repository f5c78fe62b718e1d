"""`secure`: what is typed and saved in it is used, and shown nowhere."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from structlog.testing import capture_logs

from ivr.events import (
    DigitsCollected,
    LookedUp,
    MenuAnswered,
    NeedLeftOut,
    PromptMissing,
    PromptPlayed,
    RecordingStored,
    SecureBegan,
    SecureEnded,
    StepFailed,
    VariableSet,
)
from ivr.flow.rehearsal import Told, rehearse, world
from ivr.flow.scripted import HangUp, Press, Surroundings
from ivr.flow.session import Session
from ivr.flow.simulated import CannedHttp
from ivr.flow.step import Next
from ivr.journal.story import Teller
from ivr.ports import NotPaused
from ivr.steps.say import Say

from .calls import call, plan, problems

CARD = "4111222233334444"
ENTRY = """
main:
  - secure:
      - collect: {save: card, prompt: 请输入卡号。, length: 16}
"""


def assert_nothing_shows(told: Told, *values: str) -> None:
    teller = Teller("en", ZoneInfo("UTC"))
    shown = repr([asdict(event) for event in told.events]) + "\n".join(map(teller.sentence, told.events))
    for value in values:
        assert value not in shown


def test_digits_are_masked_in_the_log() -> None:
    told = call(ENTRY, Press(CARD))
    assert [(fact.outcome, fact.digits) for fact in told.all(DigitsCollected)] == [("complete", "••••")]
    assert [(fact.key, fact.keys) for fact in told.all(PromptPlayed)] == [("•", "••••")]
    assert_nothing_shows(told, CARD)


def test_the_log_says_when_it_began_and_ended() -> None:
    told = call(ENTRY + "  - play: 好。", Press(CARD))
    kinds = [type(event) for event in told.events]
    assert kinds.index(SecureBegan) < kinds.index(DigitsCollected) < kinds.index(SecureEnded)


def test_a_refused_entry_is_masked_too() -> None:
    flows = ENTRY.replace("length: 16", "length: 16, tries: 1, give_up: lost") + "lost: [{play: 放弃。}]"
    told = call(flows, Press("4111222#"))
    assert [fact.digits for fact in told.all(DigitsCollected)] == ["••••", ""]
    assert_nothing_shows(told, "4111222")


def test_a_key_at_a_menu_inside_is_masked_and_counts() -> None:
    flows = """
    main:
      - secure: [{menu: {prompt: 确认请按1。, keys: {1: yes}}}]
    yes: [{play: 好。}]
    """
    told = call(flows, Press("1"))
    assert [(fact.key, fact.outcome) for fact in told.all(MenuAnswered)] == [("•", "match")]
    assert told.heard[-1] == "好。"


def test_digits_typed_before_it_begins_are_masked() -> None:
    told = call(ENTRY.replace("main:", "main:\n  - play: 欢迎来电。"), Press(CARD))
    assert [fact.key for fact in told.all(PromptPlayed)] == ["•"]
    assert told.all(DigitsCollected)[0].outcome == "complete"


def test_without_secure_steps_a_key_that_cut_a_prompt_is_told() -> None:
    assert [fact.key for fact in call("main: [{play: 欢迎来电。}]", Press("4")).all(PromptPlayed)] == ["4"]


READ_BACK = """
main:
  - secure:
      - collect:
          save: card
          prompt: 请输入卡号。
          length: 16
          confirm: [{zh: 您输入的是}, {digits: "{{ card }}"}, {zh: 正确请按1。}]
  - play: "卡号{{ card }}。"
"""


def test_the_caller_hears_it_and_the_log_does_not() -> None:
    told = call(READ_BACK, Press(CARD), Press("1", hearing="您输入的是"))
    assert "您输入的是四一一一二二二二三三三三四四四四正确请按1。" in told.heard
    assert told.heard[-1] == f"卡号{CARD}。"
    texts = [fact.text for fact in told.all(PromptPlayed)]
    assert "您输入的是••••正确请按1。" in texts
    assert texts[-1] == "卡号••••。"
    assert_nothing_shows(told, CARD, "四一一一")


def test_a_text_without_audio_is_masked() -> None:
    flows = READ_BACK.replace("confirm", "no_confirm").replace(
        "          no_confirm", "          # no_confirm"
    )
    told = call(flows, Press(CARD), around=Surroundings(missing=frozenset({f"卡号{CARD}。"})))
    assert [fact.text for fact in told.all(PromptMissing)] == ["卡号••••。"]


def test_it_is_sent_where_it_is_named_and_masked_in_the_log() -> None:
    flows = (
        ENTRY
        + """
      - http:
          post: "http://pay/{{ card }}/{{ caller.number }}"
          headers: {X-Card: "{{ card }}"}
          body: {card: "{{ card }}"}
          save: payment
  - if: payment.ok
    then: [{play: "已付{{ payment.name }}。"}]
"""
    )
    pay = CannedHttp({f"http://pay/{CARD}/13800000000": (200, {"ok": True, "name": "王芳"})})
    told = call(flows, Press(CARD), http=pay)
    (sent,) = pay.requests
    assert (sent.headers["X-Card"], sent.body) == (CARD, {"card": CARD})
    assert [fact.url for fact in told.all(LookedUp)] == ["http://pay/••••/13800000000"]
    assert told.heard[-1] == "已付王芳。"
    assert_nothing_shows(told, CARD, "王芳")


def test_a_copy_is_secure_as_well() -> None:
    flows = (
        ENTRY
        + """
  - set: {copy: "{{ card }}", last: "-{{ card[-4:] }}-", same: "{{ card == copy }}"}
  - play: "{{ last }}"
"""
    )
    told = call(flows, Press(CARD))
    assert [(fact.name, fact.value) for fact in told.all(VariableSet)] == [
        ("copy", "••••"),
        ("last", "-••••-"),
        ("same", "••••"),
    ]
    assert told.heard[-1] == "-4444-"


@pytest.mark.parametrize(
    "step",
    [
        'transfer: "{{ card }}"',
        'say: {date: "{{ card }}"}',
        'play: "{{ card + 1 }}"',
    ],
)
def test_a_step_that_would_show_it_fails_and_does_not_tell_it(step: str) -> None:
    told = call(f"{ENTRY}  - {step}", Press(CARD))
    assert len(told.all(StepFailed)) == 1
    assert_nothing_shows(told, CARD)


@pytest.mark.parametrize(
    "asks", ['skills: {"{{ card }}": 1}', 'skills: "zh or {{ card }}"', 'priority: "{{ card }}"']
)
def test_what_would_show_it_to_agents_is_left_out_and_does_not_tell_it(asks: str) -> None:
    told = call(f"{ENTRY}  - queue: {{to: support, {asks}}}", Press(CARD))
    assert [fact.verb for fact in told.all(NeedLeftOut)] == ["queue"]
    assert_nothing_shows(told, CARD)


def test_a_fault_of_the_program_tells_its_place_but_not_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(self: Say, session: Session) -> Next:
        raise LookupError(f"no {CARD} here")

    monkeypatch.setattr(Say, "run", fails)
    with capture_logs() as logs:
        told = call(ENTRY + "  - say: {digits: 1}", Press(CARD))
    assert [fact.error for fact in told.all(StepFailed)] == ["LookupError"]
    assert CARD not in repr(logs)
    assert "test_secure.py" in repr(logs)


# Where it begins and ends


def test_a_flow_called_from_it_is_secure_and_goto_leaves_it() -> None:
    flows = """
    main:
      - secure:
          - call: ask
          - goto: after
    ask: [{collect: {save: card, prompt: 卡号。, length: 4}}]
    after: [{collect: {save: order, prompt: 订单号。, length: 4}}]
    """
    told = call(flows, Press("1234"), Press("5678", hearing="订单号"))
    assert [fact.digits for fact in told.all(DigitsCollected)] == ["••••", "5678"]


def test_a_failure_in_it_leaves_it() -> None:
    made = plan(
        "main: [{secure: [{play: '{{ nothing }}'}]}]\nlost: [{collect: {save: x, prompt: 号。, length: 2}}]"
    )
    told = rehearse(replace(made, on_error="lost"), Press("12"), world=world())
    assert [fact.digits for fact in told.all(DigitsCollected)] == ["12"]


def test_hanging_up_in_it_ends_the_call() -> None:
    assert call(ENTRY, Press("4111"), HangUp(after=1.0)).ending.by == "caller"


# Recordings


TALK = """
main:
  - secure: [{queue: {to: support}}]
  - queue: {to: support}
"""


def test_a_talk_inside_is_not_recorded_and_one_after_it_is() -> None:
    assert len(call(TALK).all(RecordingStored)) == 1


@pytest.mark.parametrize("verb", ["record", "hotline"])
def test_what_keeps_the_callers_voice_cannot_stand_in_it(verb: str) -> None:
    fields = "{line: product}" if verb == "hotline" else "{max: 10s}"
    (problem,) = problems(f"main: [{{secure: [{{if: 'true', then: [{{{verb}: {fields}}}]}}]}}]")
    assert f"'{verb}' keeps the caller's voice" in problem


def test_nor_can_it_be_called_from_it() -> None:
    told = call("main: [{secure: [{call: message}]}]\nmessage: [{record: {max: 10s}}]")
    assert told.all(RecordingStored) == []
    assert len(told.all(StepFailed)) == 1


def test_nothing_is_asked_while_a_recording_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    async def refused(self: Any, on: bool) -> None:
        raise NotPaused("the manager interface is away")

    monkeypatch.setattr("ivr.flow.scripted.ScriptedCaller.secure", refused)
    told = call(ENTRY, Press(CARD))
    assert told.all(DigitsCollected) == []
    assert [fact.error for fact in told.all(StepFailed)] == ["NotPaused: the manager interface is away"]
