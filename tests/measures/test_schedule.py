"""Agents' time beside what was scheduled for them."""

from __future__ import annotations

from collections import Counter

import pytest

from ivr.measures.adherence import MEASURES as ADHERENCE
from ivr.measures.agent_time import AgentTime
from ivr.measures.occupancy import occupancy
from ivr.measures.parts import Parts
from ivr.measures.schedule import Scheduled, by_schedule
from ivr.measures.split import Settings, table
from ivr.measures.utilisation import utilisation


def seconds(schedule: list[Scheduled], times: list[AgentTime]) -> Counter[str]:
    found: Counter[str] = Counter()
    for span in by_schedule(schedule, times):
        for part in span.parts:
            found[part] += round(span.ended - span.began)
    return found


def test_utilisation_and_occupancy_as_published() -> None:
    """Paid 30600 s, logged in 28800: break 1800, training 1800, talk 15000, hold 1200, wrap-up 4800,
    unanswered ringing 300, idle 3900."""
    spent = {"talking": 16200, "wrap_up": 4800, "ringing": 300, "available": 3900, "paused": 3600}
    at, times = 0.0, []
    for state, length in spent.items():
        times.append(AgentTime("li", state, "", at, at + length))
        at += length
    settings = Settings(interval="all", schedule=(Scheduled("li", "work", 0, 30600),))
    found = table([], times, [], settings)[()]
    assert occupancy(found) == pytest.approx(0.8434, abs=5e-5)
    assert utilisation(found) == pytest.approx(0.8137, abs=1.1e-4)
    assert utilisation(found) == 24900 / 30600


def test_work_after_the_end_of_a_shift_is_in_both_parts() -> None:
    late = [AgentTime("li", "talking", "", 0, 120)]
    found = seconds([Scheduled("li", "work", 0, 100)], late)
    assert (found["paid"], found["paid_work"]) == (120, 120)


def test_work_between_two_paid_spans_is_paid_once() -> None:
    plan = [Scheduled("li", "work", 0, 100), Scheduled("li", "lunch", 100, 150, paid=False)]
    plan.append(Scheduled("li", "work", 150, 200))
    found = seconds(plan, [AgentTime("li", "available", "", 0, 200)])
    assert (found["paid"], found["paid_work"]) == (200, 200)


def test_adherence_is_the_right_state_at_the_right_time() -> None:
    plan = [Scheduled("li", "work", 0, 100), Scheduled("li", "lunch", 100, 150)]
    times = [AgentTime("li", "available", "", 0, 90), AgentTime("li", "paused", "lunch", 90, 140)]
    times.append(AgentTime("li", "paused", "break", 140, 150))
    found = seconds(plan, times)
    assert (found["adhered"], found["scheduled"]) == (90 + 40, 150)


def test_ringing_is_work_as_scheduled_and_neither_handling_nor_idle() -> None:
    found = seconds([Scheduled("li", "work", 0, 100)], [AgentTime("li", "ringing", "", 0, 100)])
    assert (found["adhered"], found["worked"], found["paid_work"]) == (100, 100, 0)


def test_agents_without_a_schedule_are_in_neither_part() -> None:
    times = [AgentTime("wang", "talking", "", 0, 100)]
    assert seconds([Scheduled("li", "work", 0, 100)], times)["paid_work"] == 0
    assert utilisation(table([], times, [], Settings(interval="all"))[()]) is None


def test_who_works_as_long_at_another_time_conforms_without_adhering() -> None:
    adherence, conformance = ADHERENCE
    times = [AgentTime("li", "available", "", 100, 200)]
    settings = Settings(interval="all", schedule=(Scheduled("li", "work", 0, 100),))
    found = table([], times, [], settings)[()]
    assert (adherence.of(found), conformance.of(found)) == (0, 1)
    assert adherence.of(Parts()) is None
