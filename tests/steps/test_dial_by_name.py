"""`dial_by_name`: one name is rung, a few are read out, many ask for more letters."""

from __future__ import annotations

import pytest

from ivr.events import DigitsCollected, MenuAnswered, Transferred
from ivr.flow.rehearsal import Told
from ivr.flow.scripted import Act, Press
from ivr.flow.simulated import SimulatedPhones
from ivr.settings import Agent
from ivr.spoken.keypad import keys_of

from .calls import call

NAMES = {"1001": "王芳", "1002": "王方", "1003": "李强", "1004": "刘洋", "1005": "李娜", "1006": "John Smith"}
AGENTS = {f"agent{phone}": Agent(name=name, phone=phone) for phone, name in NAMES.items()}
FLOWS = """
main:
  - set: {call.language: %s}
  - dial_by_name:
      {prompt: 请拼写。, most: 2, tries: 2, no_answer: nobody, unknown: unknown, give_up: silent}
nobody: [{play: 无人。}]
unknown: [{play: 没有。}]
silent: [{play: 再见。}]
"""


def spelled(name: str, *then: Act, language: str = "zh") -> Told:
    keys = Press(keys_of(name) + "#")
    return call(FLOWS % language, keys, *then, phones=SimulatedPhones(list(NAMES)), agents=AGENTS)


def rung(told: Told) -> list[str]:
    return [fact.to for fact in told.all(Transferred)]


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("liqiang", "1003"),
        ("qiangli", "1003"),
        ("liq", "1003"),
        ("ln", "1005"),
        ("smith", "1006"),
        ("ly", "1004"),
    ],
)
def test_one_name_is_rung(typed: str, phone: str) -> None:
    assert rung(spelled(typed)) == [phone]


def test_the_name_is_told_first() -> None:
    assert spelled("liqiang").heard == ("请拼写。", "正在为您转接李强")
    assert spelled("liqiang", language="en").heard == ("请拼写。", "Connecting you to Li Qiang")


def test_a_few_names_are_read_out_and_a_key_chooses() -> None:
    told = spelled("wangfang", Press("2", hearing="请按1"))
    assert told.heard == ("请拼写。", "王芳请按1。王方请按2。", "正在为您转接王方")
    assert rung(told) == ["1002"]
    assert [(fact.key, fact.outcome, fact.target) for fact in told.all(MenuAnswered)] == [
        ("2", "match", "agent1002")
    ]


def test_who_chooses_none_of_them_is_asked_again() -> None:
    told = spelled("wangfang", Press("7", hearing="请按1"), Press(keys_of("smith") + "#", hearing="请拼写"))
    assert rung(told) == ["1006"]


def test_many_names_ask_for_more_letters() -> None:
    told = spelled("l", Press(keys_of("liqiang") + "#", hearing="请拼写"))
    assert told.heard[1] == "符合的人太多，请多输入几个字母。"
    assert [fact.outcome for fact in told.all(DigitsCollected)] == ["too_many", "complete"]


def test_a_name_that_nobody_has() -> None:
    told = spelled("zzz", Press("999#", hearing="请拼写"))
    assert told.heard[1] == "没有找到这个姓名。"
    assert (told.heard[-1], rung(told)) == ("没有。", [])


def test_silence_goes_to_give_up() -> None:
    assert call(FLOWS % "zh", agents=AGENTS).heard[-1] == "再见。"


def test_without_agents_there_is_nobody_to_find() -> None:
    told = call(FLOWS % "zh", Press("99#"), Press("99#", hearing="请拼写"), agents={})
    assert told.heard[-1] == "没有。"
