"""A generated day, logged and replayed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ivr.events import AgentStateChanged, CallEvent
from ivr.journal.codec import data_of, kind_of
from ivr.journal.stretch import Fact
from ivr.staffing.floors import Floor
from ivr.staffing.logged import Gathering, Logged, Stay
from ivr.staffing.replay import Period, Replay, replay
from routing.agents import AgentSpec
from routing.queues import QueueSpec, Target
from routing.rules import Rules
from tests.staffing.generated import Made, day, people

PEOPLE = people([{"a": 1, "b": 1}] * 4 + [{"a": 1}] * 2, (0.8, 1.0, 1.2))
MADE = Made({"a": 60.0, "b": 40.0}, hours=3, people=PEOPLE)
PERIOD = Period(MADE.begin, MADE.begin + 3 * 3600)
SUPPORT = QueueSpec("support", wrap_up=10.0)
FLOOR = Floor([person.spec for person in PEOPLE], [SUPPORT], Rules())


def facts(made: Made) -> list[Fact]:
    return [Fact(kind_of(e), e.at, e.call if isinstance(e, CallEvent) else "", data_of(e)) for e in day(made)]


@pytest.fixture(scope="module")
def logged() -> Logged:
    gathering = Gathering()
    gathering.take(facts(MADE))
    return gathering.logged.between(PERIOD.since, PERIOD.until)


def replayed(logged: Logged, changed: Floor = FLOOR, seed: int = 1) -> Replay:
    return replay(logged, PERIOD, (FLOOR, changed), seed, lambda done, total: None)


def test_replayed_as_it_was_set_a_day_comes_out_as_logged(logged: Logged) -> None:
    """Phones that are answered after the same time always leave nothing to chance but patience beyond the
    answer, which is not needed."""
    seen = replayed(logged).queues["support"]
    assert seen.logged.parts.entered == len(logged.stays) > 200
    assert seen.replayed.parts.abandoned == seen.logged.parts.abandoned > 10
    assert seen.replayed.asa == pytest.approx(seen.logged.asa, rel=1e-3)
    assert seen.replayed.occupancy == pytest.approx(seen.logged.occupancy, abs=0.01)


def test_without_a_change_nothing_differs(logged: Logged) -> None:
    seen = replayed(logged).queues["support"]
    assert seen.changed == seen.replayed


def test_without_wrap_up_more_callers_are_answered_in_time(logged: Logged) -> None:
    quick = replace(FLOOR, queues=[replace(SUPPORT, wrap_up=0.0)])
    seen = replayed(logged, quick).queues["support"]
    assert seen.changed.service_level is not None
    assert seen.replayed.service_level is not None
    assert seen.changed.service_level > seen.replayed.service_level
    assert seen.changed.parts.abandoned < seen.replayed.parts.abandoned


def test_where_nobody_has_a_skill_any_more_those_who_need_it_give_up(logged: Logged) -> None:
    unable = replace(FLOOR, agents=[AgentSpec(agent.id, {"a": 1}) for agent in FLOOR.agents])
    seen = replayed(logged, unable).queues["support"]
    need_it = sum(stay.wanted["needs"] == "b" for stay in logged.stays)
    assert seen.replayed.parts.abandoned < need_it <= seen.changed.parts.abandoned


def test_the_same_seed_gives_the_same_result(logged: Logged) -> None:
    quick = replace(FLOOR, queues=[replace(SUPPORT, wrap_up=0.0)])
    assert replayed(logged, quick, seed=3) == replayed(logged, quick, seed=3)


def test_new_agents_of_the_change_are_there_all_the_time_and_named(logged: Logged) -> None:
    more = replace(FLOOR, agents=[*FLOOR.agents, AgentSpec("new", {"a": 1, "b": 1})])
    seen = replayed(logged, more)
    assert seen.newcomers == ["new"]
    assert seen.queues["support"].changed.parts.abandoned < seen.queues["support"].replayed.parts.abandoned


def test_a_queue_that_the_change_lacks_is_left_out_and_counted(logged: Logged) -> None:
    other = replace(FLOOR, queues=[QueueSpec("vip")])
    seen = replayed(logged, other)
    assert (seen.queues, seen.left_out, seen.calls) == ({}, {"support": len(logged.stays)}, 0)


def test_the_target_time_is_that_of_the_settings_as_they_are(logged: Logged) -> None:
    strict = replace(FLOOR, queues=[replace(SUPPORT, target=Target(0.8, 1.0))])
    seen = replayed(logged, strict).queues["support"]
    assert (seen.within, seen.changed) == (20.0, seen.replayed)


def state(at: float, agent: str, old: str, new: str, reason: str = "") -> AgentStateChanged:
    return AgentStateChanged(at=at, agent=agent, old=old, state=new, reason=reason)


def test_agents_who_pause_in_the_log_pause_in_the_replay() -> None:
    stays = [Stay("c", "support", 100.0, {}, waited=0.0, outcome="answered", agent="agent-0", talked=30.0)]
    away = [
        state(0.0, "agent-0", "logged_out", "available"),
        state(50.0, "agent-0", "available", "paused", "lunch"),
        state(170.0, "agent-0", "paused", "available"),
    ]
    seen = replay(Logged(stays, away), Period(0.0, 300.0), (FLOOR, FLOOR), 1, lambda done, total: None)
    assert seen.queues["support"].replayed.parts.longest == 70.0


def test_who_was_there_before_the_time_is_there_in_the_replay() -> None:
    stays = [Stay("c", "support", 100.0, {}, waited=0.0, outcome="answered", agent="agent-0", talked=30.0)]
    for seen_later in ([state(-60.0, "agent-0", "logged_out", "available")], []):
        later = [*seen_later, state(130.0, "agent-0", "talking", "wrap_up")]
        seen = replay(Logged(stays, later), Period(0.0, 300.0), (FLOOR, FLOOR), 1, lambda done, total: None)
        assert seen.queues["support"].replayed.parts.answered == 1


def test_whom_the_flow_took_out_leaves_at_the_same_time_and_gave_not_up() -> None:
    stays = [Stay("c", "support", 100.0, {}, waited=40.0, outcome="timed_out")]
    seen = replay(Logged(stays), Period(0.0, 300.0), (FLOOR, FLOOR), 1, lambda done, total: None)
    counts = seen.queues["support"].replayed.parts
    assert (counts.flowed_out, counts.abandoned, counts.longest) == (1, 0, 40.0)


def test_progress_goes_up_to_its_end(logged: Logged) -> None:
    told: list[tuple[int, int]] = []
    replay(logged, PERIOD, (FLOOR, FLOOR), 1, lambda done, total: told.append((done, total)))
    assert told[-1] == (2 * len(logged.stays), 2 * len(logged.stays))
    assert told == sorted(told)
