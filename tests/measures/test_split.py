"""Tables of parts: the rules of intervals, and that parts add up to wholes for any interval and any split."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.events import CallEvent
from ivr.journal.fold import fold
from ivr.measures.agent_time import AgentTime
from ivr.measures.catalogue import MEASURES
from ivr.measures.facts import Answer, CallFacts, facts_of
from ivr.measures.intervals import Intervals
from ivr.measures.menu_stays import MenuStay, Press
from ivr.measures.parts import NAMES, Parts, total
from ivr.measures.schedule import Scheduled
from ivr.measures.split import DIMENSIONS, Settings, table
from ivr.measures.talks import HandleFact
from ivr.measures.visits import Visit
from tests.journal.any_events import call_events
from tests.journal.paths import BEGAN
from tests.measures.day import facts

T = TypeVar("T")

BERLIN = ZoneInfo("Europe/Berlin")
CHANGE = datetime(2026, 10, 25, 3, tzinfo=BERLIN).timestamp()
DAY = 86400.0


def settings_of(**said: object) -> Settings:
    return replace(Settings(zone=BERLIN), **said)  # type: ignore[arg-type]


# Anything that can happen, around the night on which the clock goes back

moments = st.floats(CHANGE - 2 * DAY, CHANGE + 2 * DAY)
durations = st.floats(0, 5000)
agents = st.sampled_from(("", "li", "wang"))
queues = st.sampled_from(("buyers", "sellers"))
visits = st.builds(
    Visit,
    queue=queues,
    entered=moments,
    waited=durations,
    outcome=st.sampled_from(("answered", "abandoned", "timed_out", "overflow", "waiting")),
    before=durations,
    skills=st.sampled_from(((), ("zh",), ("buyer", "zh"))),
    agent=agents,
)
handles = st.builds(
    HandleFact,
    agent=agents,
    queue=queues,
    ended=moments,
    talked=durations,
    held=durations,
    consulted=durations,
    how=st.just("queue"),
    sent_on=st.sampled_from(("", "blind", "attended", "escalation")),
    wrapped_up=st.none() | durations,
)
presses = st.builds(
    Press, st.sampled_from(("", "0", "1")), st.sampled_from(("match", "no_match", "no_input"))
)
menus = st.builds(
    lambda menu, at, seconds, keys, how: MenuStay(menu, at, at + seconds, keys, how),
    st.sampled_from(("main", "more")),
    moments,
    durations,
    st.lists(presses, max_size=3).map(tuple),
    st.sampled_from(("chosen", "dropped", "gave_up", "open")),
)
answers = st.builds(Answer, st.sampled_from(("csat", "nps", "choice")), st.integers(0, 10))
numbers = st.integers(0, 5).map(str)


def few(of: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(of, max_size=3).map(tuple)


any_calls = st.lists(
    st.builds(
        CallFacts,
        id=numbers,
        began=moments,
        ended=st.none() | moments,
        line=st.sampled_from(("95188", "100")),
        dialplan=st.just("main"),
        language=st.sampled_from(("zh", "en")),
        caller=st.just("") | numbers,
        outcome=st.sampled_from(("answered", "abandoned", "self_service", "hung_up_in_menu", "closed")),
        path=few(st.sampled_from(("main:1", "more:2"))),
        visits=few(visits),
        handles=few(handles),
        menus=few(menus),
        asked=st.booleans(),
        callback=st.none() | moments,
        callback_of=st.just("") | numbers,
        surveys=st.integers(0, 2),
        answers=few(answers),
    ),
    max_size=6,
)
states = st.sampled_from(("available", "ringing", "talking", "wrap_up", "paused", "logged_out"))
any_times = st.lists(
    st.builds(
        lambda agent, state, at, seconds: AgentTime(agent, state, "lunch", at, at + seconds),
        agents,
        states,
        moments,
        durations,
    ),
    max_size=6,
)
any_schedule = st.lists(
    st.builds(
        lambda agent, activity, at, seconds, paid: Scheduled(agent, activity, at, at + seconds, paid),
        agents,
        st.sampled_from(("work", "lunch")),
        moments,
        durations,
        st.booleans(),
    ),
    max_size=3,
).map(tuple)
any_settings = st.builds(
    settings_of,
    zone=st.sampled_from((BERLIN, ZoneInfo("Asia/Kathmandu"), ZoneInfo("Australia/Lord_Howe"))),
    interval=st.sampled_from(("half_hour", "hour", "day", "week", "month", "all", 7, 45)),
    since=st.none() | moments,
    until=st.none() | moments,
    schedule=any_schedule,
)
any_split = st.lists(st.sampled_from(sorted(DIMENSIONS)), unique=True, max_size=4)


def told(parts: Parts) -> dict[str, float]:
    return {name: getattr(parts, name) for name in NAMES}


@given(any_calls, any_times, any_split, any_settings)
def test_parts_of_any_split_add_up_to_the_whole(
    calls: list[CallFacts], times: list[AgentTime], by: list[str], settings: Settings
) -> None:
    whole = table(calls, times, [], settings).get((), Parts())
    rows = table(calls, times, by, settings)
    assert told(total(rows.values())) == pytest.approx(told(whole), rel=1e-6, abs=1e-3)


@given(any_calls, any_times, any_split, any_settings)
def test_a_day_is_the_sum_of_its_half_hours(
    calls: list[CallFacts], times: list[AgentTime], by: list[str], settings: Settings
) -> None:
    by = [name for name in by if name != "interval"]
    days = table(calls, times, [*by, "interval"], replace(settings, interval="day"))
    halves = table(calls, times, [*by, "interval"], replace(settings, interval="half_hour"))
    clock = Intervals("day", settings.zone)
    sums: dict[tuple[str, ...], Parts] = defaultdict(Parts)
    for key, parts in halves.items():
        day = clock.key(datetime.fromisoformat(key[-1]).timestamp())
        sums[*key[:-1], day] += parts
    assert set(sums) == set(days)
    for key, parts in days.items():
        assert told(sums[key]) == pytest.approx(told(parts), rel=1e-6, abs=1e-3)


@given(any_calls, any_times, any_settings, st.lists(moments, min_size=3, max_size=3))
def test_a_time_is_the_sum_of_its_two_halves(
    calls: list[CallFacts], times: list[AgentTime], settings: Settings, bounds: list[float]
) -> None:
    since, middle, until = sorted(bounds)

    def between(begin: float, end: float) -> Parts:
        return table(calls, times, [], replace(settings, since=begin, until=end)).get((), Parts())

    halves = between(since, middle) + between(middle, until)
    assert told(halves) == pytest.approx(told(between(since, until)), rel=1e-6, abs=1e-3)


@given(any_calls, any_times, any_split, any_settings)
def test_what_became_of_callers_closes_in_every_row(
    calls: list[CallFacts], times: list[AgentTime], by: list[str], settings: Settings
) -> None:
    for parts in table(calls, times, by, settings).values():
        assert parts.entered == parts.answered + parts.abandoned + parts.flowed_out + parts.waiting
        assert parts.menu_keys == parts.menu_chosen + parts.menu_wrong + parts.menu_silent
        assert parts.into_menu >= parts.contained + parts.hung_up_in_menu
        assert parts.answered >= parts.answered_within
        assert parts.abandoned >= max(parts.abandoned_within, 0)


@given(any_calls, any_times, any_split, any_settings)
def test_shares_lie_between_nought_and_one(
    calls: list[CallFacts], times: list[AgentTime], by: list[str], settings: Settings
) -> None:
    may_be_more = {"conformance", "transfer_rate", "adherence", "utilisation"}
    for parts in table(calls, times, by, settings).values():
        for name, measure in MEASURES.items():
            value = measure.of(parts)
            if measure.unit == "share" and value is not None and name not in may_be_more:
                assert 0 <= value <= 1, name


@given(st.lists(call_events, min_size=1, max_size=12), any_split)
def test_any_journey_has_facts_that_can_be_counted(events: list[CallEvent], by: list[str]) -> None:
    call = facts_of(fold(events), events)
    rows = table([call], [], by, Settings(interval="all"))
    assert total(rows.values()).entered == (len(call.visits) if call.is_of_a_caller else 0)


# The rules of borders, one by one


def at(hour: int, minute: int, second: int = 0, day: int = 24, fold: int = 0) -> float:
    return datetime(2026, 10, day, hour, minute, second, tzinfo=BERLIN, fold=fold).timestamp()


def by_interval(calls: list[CallFacts], part: str, **said: object) -> dict[str, float]:
    rows = table(calls, [], ["interval"], settings_of(**said))
    return {key: getattr(parts, part) for (key,), parts in rows.items() if getattr(parts, part)}


def test_a_call_over_midnight_is_of_the_day_of_its_line_and_of_the_next_day_of_its_queue() -> None:
    began, entered = at(23, 59, 59), at(0, 0, 1, day=25)
    call = CallFacts(id="c", began=began, ended=entered + 9, visits=(Visit("q", entered, 5, "answered"),))
    assert by_interval([call], "calls", interval="day") == {"2026-10-23T22:00:00Z": 1}
    assert by_interval([call], "entered", interval="day") == {"2026-10-24T22:00:00Z": 1}


def test_a_wait_over_a_border_counts_where_it_began() -> None:
    call = CallFacts(id="c", began=0, ended=1, visits=(Visit("q", at(9, 59), 600, "answered"),))
    assert by_interval([call], "waited") == {"2026-10-24T07:30:00Z": 600}


def test_handle_time_counts_where_the_talk_ended() -> None:
    handle = HandleFact("li", "q", at(10, 5), talked=1200, held=0, consulted=0, how="queue", wrapped_up=60)
    call = CallFacts(id="c", began=at(9, 40), ended=at(10, 5), handles=(handle,))
    assert by_interval([call], "talked") == {"2026-10-24T08:00:00Z": 1200}
    assert by_interval([call], "wrapped_up") == {"2026-10-24T08:00:00Z": 60}


def test_agents_time_counts_by_what_lies_in_each_interval() -> None:
    talk = AgentTime("li", "talking", "", at(9, 50), at(10, 40))
    rows = table([], [talk], ["interval"], settings_of())
    assert [parts.talking for parts in rows.values()] == [600, 1800, 600]


def test_the_first_second_of_an_interval_belongs_to_it() -> None:
    call = CallFacts(id="c", began=at(10, 0), ended=at(10, 1))
    assert by_interval([call], "calls") == {"2026-10-24T08:00:00Z": 1}


def test_the_hour_that_comes_twice_is_kept_apart_by_interval_and_together_by_hour() -> None:
    calls = [
        CallFacts(id=str(fold), began=at(2, 10, day=25, fold=fold), ended=at(4, 0, day=25)) for fold in (0, 1)
    ]
    assert by_interval(calls, "calls") == {"2026-10-25T00:00:00Z": 1, "2026-10-25T01:00:00Z": 1}
    rows = table(calls, [], ["weekday", "hour"], settings_of())
    assert {key: parts.calls for key, parts in rows.items()} == {("7", "02"): 2}


def test_who_still_waits_has_waited_until_now() -> None:
    call = facts("0 call_began\n5 queue_entered queue=q")
    found = table([call], [], [], Settings(interval="all", known_until=BEGAN + 65))[()]
    assert (found.waiting, found.entered, found.longest) == (1, 1, 60)


def test_agents_who_dial_a_feature_code_are_no_callers() -> None:
    call = facts(
        "0 call_began dialled_number=*41 caller_number=1001\n0 flow_entered flow=log_in\n3 call_ended"
    )
    assert table([call], [], [], Settings(interval="all")) == {}


def test_a_hang_up_in_a_flow_without_a_menu_is_no_drop_off() -> None:
    call = facts("0 call_began\n0 flow_entered flow=news\n3 call_ended")
    assert by_interval([call], "menu_visits") == {}


def test_an_unknown_dimension_is_refused_with_those_there_are() -> None:
    with pytest.raises(ValueError, match="no dimension 'color'; possible: interval"):
        table([], [], ["color"], Settings())


@pytest.mark.parametrize("name", DIMENSIONS)
def test_dimensions_are_named_in_both_languages(name: str) -> None:
    assert set(DIMENSIONS[name]) == {"zh", "en"}
