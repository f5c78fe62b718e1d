"""`supervise`: a supervisor in the talks of others, by what config/agents.yaml lets them do."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from ivr.flow.rehearsal import Told, rehearse, world
from ivr.flow.scripted import Surroundings
from ivr.ports import Supervised
from ivr.settings import Agent

from .calls import plan, problems

AGENTS = {
    "chen": Agent(name="陈静", phone="1005", may=("listen", "join")),
    "wang": Agent(name="王芳", phone="1001"),
}
STEP = '[{supervise: {do: %s, agent: "{{ call.dialled[3:] }}"}}, {play: {zh: 再见, en: Goodbye}}]'


def supervised(do: str, phone: str, talks: Mapping[str, float | Supervised]) -> Told:
    return rehearse(
        plan(f"main: {STEP % do}"),
        world=world(agents=AGENTS),
        endpoint=phone,
        dialled="*511001",
        around=Surroundings(talks=talks),
    )


def test_the_call_goes_on_when_the_talk_is_over() -> None:
    told = supervised("listen", "1005", {"1001": 60.0})
    assert told.heard == ("再见",)
    assert told.seconds > 60


@pytest.mark.parametrize(("do", "phone"), [("whisper", "1005"), ("listen", "1001"), ("listen", "line")])
def test_who_may_not_hears_so(do: str, phone: str) -> None:
    told = supervised(do, phone, {"1001": 60.0})
    assert told.heard == ("您没有这项权限。", "再见")
    assert told.seconds < 60


@pytest.mark.parametrize(
    ("why", "heard"),
    [("no_talk", "这位坐席现在没有通话。"), ("secure", "通话正在涉及保密信息，现在不能监听。")],
)
def test_a_talk_that_cannot_be_listened_to_is_told(why: Supervised, heard: str) -> None:
    assert supervised("join", "1005", {"1001": why}).heard == (heard, "再见")


def test_an_agent_who_is_in_no_talk_is_told() -> None:
    assert supervised("listen", "1005", {}).heard[0] == "这位坐席现在没有通话。"


def test_another_word_is_refused() -> None:
    (problem,) = problems(f"main: {STEP % 'spy'}")
    assert "'spy'" in problem
    assert "listen" in problem
