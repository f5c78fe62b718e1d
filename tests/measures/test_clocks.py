"""The clock on the wall is set back, or jumps ahead, in the middle of calls: figures stay figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ivr.events import AgentStateChanged, CallEvent
from ivr.journal.fold import fold
from ivr.measures.agent_time import agent_times
from ivr.measures.catalogue import MEASURES
from ivr.measures.facts import CallFacts, facts_of
from ivr.measures.parts import Parts, total
from ivr.measures.split import Settings, table
from tests.journal.paths import BEGAN, journey

CALL = """
0   call_began
0   flow_entered flow=main_menu
1   prompt_played text=x heard=1
3   menu_answered key=7 outcome=no_match target=repeat
5   menu_answered key=1 outcome=match target=buyer
6   callback_requested number=1 queue=support outcome=noted
7   queue_entered queue=support needs=anybody
9   queue_left queue=support outcome=moved waited=2
9   queue_entered queue=vip needs=anybody
12  offer_ended queue=vip agent=li outcome=answered rang=1
12  queue_left queue=vip outcome=answered waited=3
70  talk_ended agent=li queue=vip talked=58 by=agent
75  queue_entered queue=support needs=anybody
90  call_ended by=caller duration=90
"""
STATES = ("available", "ringing", "talking", "wrap_up", "paused", "logged_out")
MAY_BE_NEGATIVE = {"nps", "agent_trend", "agent_rises"}
"""Measures of which less than nought means something."""

steps = st.lists(st.floats(-90_000, 90_000), min_size=14, max_size=14)
"""By how much the clock is wrong at each event of the call."""


def told(changes: Sequence[float]) -> CallFacts:
    events: list[CallEvent] = [
        replace(event, at=event.at + wrong) for event, wrong in zip(journey(CALL), changes, strict=True)
    ]
    return facts_of(fold(events), events)


def values(parts: Parts) -> dict[str, float]:
    found = {name: measure.of(parts) for name, measure in MEASURES.items()}
    return {name: value for name, value in found.items() if value is not None}


@given(st.lists(steps, min_size=1, max_size=3))
def test_no_figure_of_calls_is_negative_and_all_callers_are_counted(wrong: list[list[float]]) -> None:
    calls = [told(each) for each in wrong]
    settings = Settings(interval="all", known_until=BEGAN + 100)
    for parts in table(calls, [], ["queue", "agent", "menu", "key"], settings).values():
        assert not {name: v for name, v in values(parts).items() if v < 0 and name not in MAY_BE_NEGATIVE}
    whole = total(table(calls, [], ["interval", "queue"], replace(settings, interval="hour")).values())
    assert (whole.calls, whole.entered, whole.handled) == (len(calls), 3 * len(calls), len(calls))
    assert whole.talked == 58 * len(calls)
    assert whole.entered == whole.answered + whole.abandoned + whole.flowed_out + whole.waiting


@given(st.lists(st.tuples(st.floats(0, 1000), st.sampled_from(STATES)), max_size=20))
def test_an_agent_is_in_one_state_at_a_time_and_no_longer_than_the_time_lasts(
    changes: list[tuple[float, str]],
) -> None:
    told = [
        AgentStateChanged(at=at, agent="li", old="paused", state=state, reason="") for at, state in changes
    ]
    spans = list(agent_times(told, 100.0, 900.0))
    assert all(span.seconds > 0 for span in spans)
    assert all(before.ended <= after.began for before, after in pairwise(spans))


def test_a_clock_that_is_set_back_takes_nothing_from_what_was_and_doubles_nothing() -> None:
    told = [
        AgentStateChanged(at=at, agent="li", old="logged_out", state=state, reason="")
        for at, state in ((10.0, "available"), (30.0, "talking"), (20.0, "wrap_up"), (50.0, "available"))
    ]
    spans = [(span.state, span.began, span.ended) for span in agent_times(told, 10.0, 60.0)]
    assert spans == [("available", 10, 30), ("wrap_up", 30, 50), ("available", 50, 60)]
