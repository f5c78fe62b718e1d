"""`dial_by_extension`: whom a caller may ring by number, and where it goes when that does not work."""

from __future__ import annotations

import pytest

from ivr.events import DigitsCollected, Transferred
from ivr.flow.rehearsal import Told
from ivr.flow.scripted import Act, HangUp, Manner, Press, Surroundings
from ivr.flow.simulated import SimulatedPhones
from ivr.ports import DialOutcome
from ivr.settings import Agent

from .calls import call, problems

AGENTS = {"wang": Agent(name="王芳", phone="1001"), "li": Agent(name="李强", phone="1002")}
OUTSIDE = "02112345678"
PHONES = SimulatedPhones(["1001", "1002", OUTSIDE])
FLOWS = """
main:
  - dial_by_extension: {prompt: 请拨分机号。, then: thanks, busy: busy, no_answer: nobody,
      unknown: unknown, not_allowed: forbidden, give_up: silent, %s}
thanks: [{play: 谢谢。}]
busy: [{play: 占线。}]
nobody: [{play: 无人。}]
unknown: [{play: 没有。}]
forbidden: [{play: 不可以。}]
silent: [{play: 再见。}]
"""
ONCE = "tries: 1"


def dialled(*acts: Act, options: str = ONCE, outcome: DialOutcome = "answered") -> Told:
    around = Surroundings(other=Manner(outcome=outcome))
    return call(FLOWS % options, *acts, phones=PHONES, agents=AGENTS, around=around)


def rung(told: Told) -> list[tuple[str, str]]:
    return [(fact.to, fact.outcome) for fact in told.all(Transferred)]


def test_an_agents_phone_is_rung_and_after_the_talk_the_call_goes_on() -> None:
    told = dialled(Press("1001#"))
    assert rung(told) == [("1001", "answered")]
    assert told.heard[-1] == "谢谢。"


@pytest.mark.parametrize(
    ("outcome", "heard"), [("busy", "占线。"), ("rang_out", "无人。"), ("unreachable", "无人。")]
)
def test_no_talk_goes_its_own_way(outcome: DialOutcome, heard: str) -> None:
    told = dialled(Press("1001#"), outcome=outcome)
    assert told.heard[-1] == heard
    assert rung(told) == [("1001", outcome)]


@pytest.mark.parametrize(
    ("number", "options", "heard"),
    [
        ("1003", "", "没有。"),
        ("*41", "", "没有。"),
        (OUTSIDE, "", "不可以。"),
        (OUTSIDE, ", allow: [021xxxxxxxx]", "谢谢。"),
        ("02112345679", ", allow: [021xxxxxxxx]", "没有。"),
        ("1001", ", allow: [021xxxxxxxx]", "不可以。"),
        ("1001", ", deny: [1001]", "不可以。"),
        ("1002", ", deny: [1001]", "谢谢。"),
        ("1001", ", allow: [1xxx], deny: [1xx1]", "不可以。"),
        ("1009", ", deny: [1xx9]", "不可以。"),
    ],
)
def test_who_may_be_rung(number: str, options: str, heard: str) -> None:
    told = dialled(Press(f"{number}#"), options=ONCE + options)
    assert told.heard[-1] == heard
    assert len(rung(told)) == (heard == "谢谢。")


def test_the_caller_may_try_again() -> None:
    told = dialled(Press("9#"), Press("1001#"), options="tries: 2")
    assert told.heard == ("请拨分机号。", "没有这个分机号。", "谢谢。")
    assert [fact.outcome for fact in told.all(DigitsCollected)] == ["unknown", "complete"]


def test_with_a_length_no_hash_is_needed() -> None:
    assert rung(dialled(Press("1001"), options="length: 4")) == [("1001", "answered")]


def test_silence_goes_to_give_up() -> None:
    told = dialled(options="tries: 2")
    assert told.heard == ("请拨分机号。", "我们没有收到您的按键。", "请拨分机号。", "再见。")


def test_what_has_no_way_of_its_own_goes_to_give_up() -> None:
    flows = "main: [{dial_by_extension: {prompt: 请拨。, tries: 1, give_up: end}}]\nend: [{play: 完。}]"
    assert call(flows, Press("9#"), phones=PHONES, agents=AGENTS).heard[-1] == "完。"


def test_who_hangs_up_while_it_rings_is_in_the_log() -> None:
    told = dialled(Press("1001#"), HangUp(after=1.0))
    assert (told.ending.by, rung(told)) == ("caller", [("1001", "rang_out")])


@pytest.mark.parametrize("given", ["allow: [abc]", "deny: ['1&2']", "length: 0", "length: 21"])
def test_what_is_no_pattern_and_no_length_is_told(given: str) -> None:
    assert problems(f"main: [{{dial_by_extension: {{prompt: 请拨。, {given}}}}}]")
