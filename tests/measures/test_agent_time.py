"""Agents' changes of state become spans of time."""

from __future__ import annotations

from ivr.events import AgentStateChanged
from ivr.measures.agent_time import AgentTime, agent_times, by_state


def change(at: float, old: str, state: str, agent: str = "li", reason: str = "") -> AgentStateChanged:
    return AgentStateChanged(at=at, agent=agent, old=old, state=state, reason=reason)


def test_a_state_lasts_to_the_next_one() -> None:
    changes = [change(10, "logged_out", "available"), change(40, "available", "paused", reason="lunch")]
    assert list(agent_times(changes, 0, 100)) == [
        AgentTime("li", "available", "", 10, 40),
        AgentTime("li", "paused", "lunch", 40, 100),
    ]


def test_what_began_before_counts_from_the_beginning() -> None:
    changes = [change(-50, "available", "talking"), change(30, "talking", "wrap_up")]
    assert next(agent_times(changes, 0, 100)) == AgentTime("li", "talking", "", 0, 30)


def test_before_the_first_change_nobody_knows_since_when_it_was_so() -> None:
    assert list(agent_times([change(150, "talking", "wrap_up")], 0, 100)) == []


def test_a_state_that_nobody_ends_counts_for_twelve_hours() -> None:
    changes = [change(0, "logged_out", "available"), change(100 * 3600, "available", "logged_out")]
    found = list(agent_times(changes, 0, 200 * 3600))
    assert found[0] == AgentTime("li", "available", "", 0, 12 * 3600)
    assert list(agent_times(changes, 13 * 3600, 100 * 3600)) == []


def test_agents_do_not_mix() -> None:
    changes = [
        change(0, "logged_out", "available"),
        change(0, "logged_out", "available", agent="wang"),
        change(10, "available", "talking"),
        change(20, "available", "ringing", agent="wang"),
    ]
    found = list(agent_times(changes, 0, 30))
    assert {(time.agent, time.state): time.seconds for time in found} == {
        ("li", "available"): 10,
        ("li", "talking"): 20,
        ("wang", "available"): 20,
        ("wang", "ringing"): 10,
    }


def test_seconds_are_added_by_state_and_cut_at_both_ends() -> None:
    changes = [change(10, "available", "talking"), change(40, "talking", "wrap_up")]
    assert by_state(agent_times(changes, 0, 50)) == {"li": {"talking": 30, "wrap_up": 10}}
    assert by_state(agent_times(changes, 20, 30)) == {"li": {"talking": 10}}
