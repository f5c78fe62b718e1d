"""What a waiting caller can be told: who could serve them, and how long it will take."""

from __future__ import annotations

from dataclasses import replace

from routing.agents import AgentSpec
from routing.effects import OfferAgent
from routing.events import (
    AgentLoggedIn,
    AgentLoggedOut,
    AgentPaused,
    CallerEntered,
    CallerLeft,
    Event,
    OfferAnswered,
    TalkEnded,
)
from routing.expected import Pace, expected
from routing.needs import needs
from routing.queues import QueueSpec
from routing.router import Router
from routing.strategies import catalogue

SUPPORT = QueueSpec("support", wrap_up=0.0)


class Floor:
    """Agents with these skills, all logged in and all in a talk, so that whoever comes has to wait."""

    def __init__(self, spec: QueueSpec = SUPPORT, **agents: dict[str, int]) -> None:
        self.router = Router(
            [AgentSpec(name, skills) for name, skills in agents.items()], [spec], catalogue()
        )
        self.now = 0.0
        self.talks: list[int] = []
        for name in agents:
            self.do(AgentLoggedIn(name))
            self.do(CallerEntered(f"of {name}", "support"))

    def do(self, event: Event) -> None:
        for effect in self.router.apply(event, self.now):
            if isinstance(effect, OfferAgent):
                self.talks.append(effect.offer)
                self.do(OfferAnswered(effect.offer))

    def waits(self, *calls: str, **skills: int) -> None:
        for call in calls:
            self.do(CallerEntered(call, "support", needs(skills)))


def test_who_waits_behind_others_waits_longer() -> None:
    floor = Floor(li={}, wang={})
    floor.waits("first", "second")
    assert floor.router.expected("first") == expected(0, 2, Pace())
    assert floor.router.expected("second") == expected(1, 2, Pace())


def test_of_callers_who_need_others_only_what_falls_on_the_same_agents_counts() -> None:
    floor = Floor(li={"zh": 1}, wang={"zh": 1, "en": 1}, smith={"en": 1})
    floor.waits("chinese", zh=1)
    floor.waits("english", en=1)
    assert floor.router.able_for("english") == 2
    assert floor.router.expected("english") == expected(0.5, 2, Pace())


def test_of_callers_whom_the_agents_cannot_serve_none_counts() -> None:
    floor = Floor(li={"zh": 1}, smith={"en": 1})
    floor.waits("one", "two", zh=1)
    floor.waits("english", en=1)
    assert floor.router.expected("english") == expected(0, 1, Pace())


def test_when_the_last_able_agent_goes_nobody_can_tell() -> None:
    floor = Floor(li={"zh": 1}, smith={"en": 1})
    floor.waits("english", en=1)
    floor.do(TalkEnded(floor.talks[0]))
    floor.do(AgentPaused("li", "lunch"))
    assert floor.router.able_for("english") == 1
    floor.do(AgentLoggedOut("smith"))
    floor.do(CallerLeft("of smith"))
    assert (floor.router.able_for("english"), floor.router.expected("english")) == (0, None)


def test_who_does_not_wait_is_told_nothing() -> None:
    floor = Floor(li={})
    assert (floor.router.expected("nobody"), floor.router.able_for("nobody")) == (None, 0)


def test_calls_that_are_short_shorten_what_is_expected() -> None:
    floor = Floor(li={})
    floor.waits("waits")
    before = floor.router.expected("waits")
    for call in range(40):
        floor.now += 10
        floor.do(CallerEntered(f"vip {call}", "support", priority=100))
        floor.do(TalkEnded(floor.talks[-1]))
    after = floor.router.expected("waits")
    assert before
    assert after
    assert after.high < before.high / 3


def test_before_calls_were_measured_the_setting_of_the_queue_holds() -> None:
    floor = Floor(replace(SUPPORT, handle_time=600.0), li={})
    floor.waits("waits")
    assert floor.router.expected("waits") == expected(0, 1, Pace(600.0))
