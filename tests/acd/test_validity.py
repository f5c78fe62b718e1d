"""Skills that begin and cease to count at midnight where the centre is, in virtual time."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from ivr.acd.validity import Validity
from ivr.flow.virtual import run
from ivr.settings import Agent
from routing.events import SkillsChanged

SHANGHAI = "Asia/Shanghai"
SANTIAGO = "America/Santiago"  # clocks go forward at midnight: the day begins at 01:00


class Wall:
    """A clock of the virtual loop whose time of day can be set, as NTP or a suspended machine does."""

    def __init__(self, start: str) -> None:
        self._start = datetime.fromisoformat(start)
        self.jumped = timedelta()

    def now(self) -> datetime:
        return (self._start + timedelta(seconds=self.monotonic()) + self.jumped).astimezone(UTC)

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()


def agent(**dates: str) -> Agent:
    return Agent(name="李娜", phone="1001", skills={"zh": 5, "vip": {"level": 3, **dates}})


def watched(
    agents: Mapping[str, Agent], wall: Wall, seconds: float, zone: str = SHANGHAI, jumps: float = 0.0
) -> list[tuple[datetime, SkillsChanged]]:
    """What the router is told within so many seconds, and when; after a minute the clock jumps."""
    told: list[tuple[datetime, SkillsChanged]] = []

    async def watch() -> None:
        validity = Validity(agents, zone, wall, lambda event: told.append((wall.now(), event)))
        validity.begin()
        await asyncio.sleep(60)
        wall.jumped = timedelta(seconds=jumps)
        await asyncio.sleep(seconds - 60)
        validity.close()

    run(watch())
    return told


@pytest.mark.parametrize(
    ("dates", "skills"),
    [({"from": "2026-03-02"}, {"zh": 5, "vip": 3}), ({"until": "2026-03-01"}, {"zh": 5})],
)
def test_a_skill_begins_and_ends_at_midnight_of_the_centre(
    dates: dict[str, str], skills: dict[str, int]
) -> None:
    ((at, event),) = watched({"li": agent(**dates)}, Wall("2026-03-01T23:00:00+08:00"), 7200)
    assert event == SkillsChanged("li", skills)
    assert timedelta() <= at - datetime.fromisoformat("2026-03-02T00:00:00+08:00") <= timedelta(seconds=30)


def test_a_day_that_begins_at_one_o_clock_is_no_exception() -> None:
    wall = Wall("2026-09-05T23:00:00-04:00")
    ((at, event),) = watched({"li": agent(**{"from": "2026-09-06"})}, wall, 7200, SANTIAGO)
    assert event == SkillsChanged("li", {"zh": 5, "vip": 3})
    assert at - datetime.fromisoformat("2026-09-06T01:00:00-03:00") <= timedelta(seconds=30)


def test_after_a_long_sleep_of_the_machine_the_skills_are_right_again_within_half_a_minute() -> None:
    wall = Wall("2026-03-01T12:00:00+08:00")
    ((at, event),) = watched({"li": agent(until="2026-03-02")}, wall, 180, jumps=5 * 86400)
    assert event == SkillsChanged("li", {"zh": 5})
    assert at <= datetime.fromisoformat("2026-03-06T12:01:30+08:00")


def test_a_clock_that_is_set_back_takes_the_skills_back() -> None:
    wall = Wall("2026-03-02T00:10:00+08:00")
    told = watched({"li": agent(**{"from": "2026-03-02"})}, wall, 180, jumps=-3600)
    assert [event for _, event in told] == [SkillsChanged("li", {"zh": 5})]


def test_nothing_is_told_of_agents_whose_skills_have_no_dates() -> None:
    plain = Agent(name="王伟", phone="1002", skills={"zh": 5})
    assert watched({"wang": plain}, Wall("2026-03-01T23:00:00+08:00"), 7200) == []


def test_a_skill_that_is_over_already_changes_nothing() -> None:
    assert watched({"li": agent(until="2026-02-01")}, Wall("2026-03-01T23:00:00+08:00"), 7200) == []
