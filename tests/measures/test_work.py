"""The measures of work: a day reckoned by hand, and parts that add up to wholes for any split."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.measures.settings import Settings
from ivr.measures.work.catalogue import WORK_MEASURES, WorkMeasure
from ivr.measures.work.facts import Fate, Handling, Offer, WorkFacts, facts_of
from ivr.measures.work.parts import NAMES, WorkParts, total
from ivr.measures.work.table import DIMENSIONS, table
from tests.measures.work_day import DAY, NOW, ZONE, journeys

BY_HAND = {
    "work_arrived": 5,  # a, b, c, d, f; e came the day before
    "work_finished": 2,
    "work_cancelled": 1,
    "work_open": 2,
    "work_wait": (60 + 320 + 15) / 3,
    "work_longest_wait": 320,  # of b; c and f, whom nobody accepted, waited 300
    "work_within_due": 1 / 3,  # a; b came too late, f waits beyond it, d has time
    "work_overdue": 2,
    "work_offered": 8,
    "work_accepted": 5,
    "work_rejected": 1,
    "work_unanswered": 1,
    "work_withdrawn": 1,
    "work_unreached": 0,
    "work_acceptance": 5 / 7,
    "work_handled": 4,
    "work_released": 1,
    "work_handle_time": (600 + 600 + 1200 + 900) / 4,
}
OF_AGENTS = {
    "": {"work_arrived": 2, "work_cancelled": 1, "work_open": 1, "work_offered": 0, "work_handled": 0},
    "li": {"work_arrived": 1, "work_open": 1, "work_offered": 4, "work_accepted": 2, "work_handle_time": 600},
    "wang": {"work_arrived": 2, "work_finished": 2, "work_offered": 4, "work_handle_time": 900},
}
OF_CHANNELS = {
    "chat": {"work_arrived": 2, "work_finished": 0, "work_open": 1, "work_within_due": None},
    "email": {"work_arrived": 3, "work_finished": 2, "work_open": 1, "work_within_due": 1 / 3},
}


def settings(**changes: object) -> Settings:
    day = Settings(zone=ZONE, since=DAY.timestamp(), until=NOW.timestamp(), known_until=NOW.timestamp())
    return replace(day, **changes)  # type: ignore[arg-type]


def of_day(*by: str, **changes: object) -> dict[tuple[str, ...], WorkParts]:
    return table(map(facts_of, journeys()), by, settings(**changes))


@pytest.mark.parametrize("measure", WORK_MEASURES.values(), ids=WORK_MEASURES)
def test_the_day_is_as_reckoned_by_hand(measure: WorkMeasure) -> None:
    ((_, whole),) = of_day().items()
    assert measure.of(whole) == pytest.approx(BY_HAND[measure.name])


@pytest.mark.parametrize(("split", "expected"), [("agent", OF_AGENTS), ("channel", OF_CHANNELS)])
def test_its_rows_are_as_reckoned_by_hand(split: str, expected: dict[str, dict[str, float | None]]) -> None:
    found = of_day(split)
    assert sorted(found) == [(name,) for name in expected]
    for name, figures in expected.items():
        assert {key: WORK_MEASURES[key].of(found[name,]) for key in figures} == pytest.approx(figures)


def test_by_half_hour_each_thing_counts_where_it_belongs() -> None:
    found = {key[0][11:16]: parts for key, parts in of_day("interval").items()}
    assert {key: (parts.arrived, parts.offers, parts.handled) for key, parts in found.items()} == {
        "16:00": (0, 1, 1),  # midnight in Shanghai: what came the day before
        "01:00": (3, 6, 2),
        "01:30": (2, 1, 1),  # b was finished in it, and counts as arrived before
    }


def test_what_was_cancelled_before_it_was_due_is_neither_in_time_nor_overdue() -> None:
    facts = facts_of(journeys()[1])
    assert facts.due is not None
    early = replace(facts, fate="cancelled", over=facts.due - 1)
    late = replace(facts, fate="cancelled", over=facts.due + 1)
    for cancelled, missed in ((early, 0), (late, 1)):
        (parts,) = table([cancelled], (), settings()).values()
        assert (parts.due_met, parts.due_missed) == (0, missed)


def test_an_offer_of_an_engine_that_was_killed_is_withdrawn_by_the_next() -> None:
    killed = """
09:00:00 a arrives mail email
09:00:01 a offered li
09:00:20 a offered wang
09:00:30 a accepted wang
"""
    assert [offer.outcome for offer in facts_of(journeys(killed)[0]).offers] == ["withdrawn", "accepted"]


def test_a_finish_without_a_beginning_in_the_log_is_handled_all_the_same() -> None:
    whole = journeys()[1]
    facts = facts_of(whole[-1:])
    assert facts.arrived is None
    (parts,) = table([facts], (), settings()).values()
    assert (parts.arrived, parts.handled) == (0, 1)
    assert parts.handle_time == pytest.approx(600)


@pytest.mark.parametrize("measure", WORK_MEASURES.values(), ids=WORK_MEASURES)
def test_a_measure_is_named_in_both_languages_and_of_nothing_is_no_data(measure: WorkMeasure) -> None:
    for text in (measure.title, measure.formula):
        assert re.search("[\u4e00-\u9fff]", text["zh"])
        assert re.search("[A-Za-z]", text["en"])
    assert measure.of(WorkParts()) == (0 if measure.unit == "count" else None)


def test_a_misspelt_dimension_is_told_with_those_there_are() -> None:
    with pytest.raises(ValueError, match="possible: interval"):
        of_day("chanel")


moments = st.floats(DAY.timestamp() - 86_400, DAY.timestamp() + 86_400)
agents = st.sampled_from(("li", "wang", "gone"))
queues = st.sampled_from(("mail", "chats"))
outcomes = st.sampled_from(("", "accepted", "rejected", "rang_out", "withdrawn", "busy", "unreachable"))
works = st.builds(
    WorkFacts,
    queue=queues,
    channel=st.sampled_from(("email", "chat", "")),
    arrived=st.none() | moments,
    due=st.none() | moments,
    fate=st.sampled_from(("open", "finished", "cancelled")),
    over=st.none() | moments,
    agent=st.just("") | agents,
    offers=st.lists(st.builds(Offer, moments, queues, agents, outcomes), max_size=4).map(tuple),
    handlings=st.lists(
        st.builds(Handling, moments, queues, agents, st.none() | moments, st.floats(0, 9999), st.booleans()),
        max_size=3,
    ).map(tuple),
)


@given(
    st.lists(works, max_size=8),
    st.lists(st.sampled_from(DIMENSIONS), max_size=3, unique=True),
    st.sampled_from(("half_hour", "hour", "day", "week", "all", 7)),
)
def test_parts_add_up_to_the_whole_for_any_interval_and_any_split(
    facts: Sequence[WorkFacts], by: Sequence[str], interval: object
) -> None:
    asked = settings(interval=interval, teams={"li": "north"})
    rows = table(facts, by, asked)
    whole = total(table(facts, (), asked).values())
    for name in NAMES:
        assert getattr(total(rows.values()), name) == pytest.approx(getattr(whole, name))
    for parts in rows.values():
        assert parts.arrived == parts.finished + parts.cancelled + parts.open
        answered = parts.accepted + parts.rejected + parts.unanswered
        assert parts.offers == answered + parts.withdrawn + parts.unreached + parts.asked
        assert parts.taken <= parts.arrived
        assert parts.due_met + parts.due_missed <= parts.arrived


def test_the_fates_are_those_of_the_parts() -> None:
    fates: tuple[Fate, ...] = ("open", "finished", "cancelled")
    assert set(fates) <= set(NAMES)
