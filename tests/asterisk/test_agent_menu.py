"""What an agent can want of a talk, by the keys they press."""

from __future__ import annotations

import asyncio
from typing import cast

import pytest

from ivr.asterisk.agent_line import AgentLine
from ivr.asterisk.agent_menu import Choice, Consult, Target, Transfer, ask, ask_in_consult
from ivr.flow import in_talk
from ivr.flow.prompt import Prompt

KNOWN = {"1002": Target(phone="1002"), "8002": Target(queue="experts")}


class Keyed:
    """An agent who presses these keys, one text for each question; `heard` is what they were told."""

    def __init__(self, *answers: str) -> None:
        self._answers = list(answers)
        self.heard: list[Prompt] = []

    async def say(self, prompt: Prompt) -> None:
        self.heard.append(prompt)

    async def ask_key(self, prompt: Prompt) -> str:
        self.heard.append(prompt)
        return self._answers.pop(0)

    ask_number = ask_key


def wanted(keyed: Keyed, second_line: str = "") -> Choice:
    return asyncio.run(ask(cast(AgentLine, keyed), KNOWN.get, second_line))


@pytest.mark.parametrize(
    ("keys", "choice"),
    [
        (("1", "1002"), Transfer(Target(phone="1002"))),
        (("1", "8002"), Transfer(Target(queue="experts"))),
        (("2", "1002"), Consult("1002")),
        (("3", "1002"), Consult("1002", conference=True)),
        (("7",), "pause"),
        (("#",), "nothing"),
        (("",), "nothing"),
        (("4",), "nothing"),
    ],
)
def test_a_key_and_perhaps_a_number(keys: tuple[str, ...], choice: Choice) -> None:
    assert wanted(Keyed(*keys)) == choice


def test_the_second_line_is_offered_where_there_is_one() -> None:
    keyed = Keyed("4")
    assert wanted(keyed, "experts") == Transfer(Target(queue="experts"), escalation=True)
    assert keyed.heard == [in_talk.MENU_WITH_SECOND_LINE]


@pytest.mark.parametrize("keys", [("1", "1999"), ("1", ""), ("2", "8002"), ("3", "8002")])
def test_a_number_that_leads_nowhere_is_said_to_be_none(keys: tuple[str, str]) -> None:
    keyed = Keyed(*keys)
    assert wanted(keyed) == "nothing"
    assert keyed.heard[-1] == in_talk.NOT_KNOWN


@pytest.mark.parametrize(
    ("key", "choice"),
    [("1", "connect"), ("2", "back"), ("3", "conference"), ("", "nothing"), ("9", "nothing")],
)
def test_beside_a_colleague_there_are_other_keys(key: str, choice: str) -> None:
    assert asyncio.run(ask_in_consult(cast(AgentLine, Keyed(key)))) == choice
