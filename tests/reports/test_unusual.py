"""What is unusual in a day, and since when."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.reports.unusual import Slot, expected, score, unusual


def counts(*values: float | None) -> list[Slot]:
    return [Slot(value, value or 0) for value in values]


def poisson(chance: Random, mean: float) -> int:
    """Arrivals of a Poisson process in one unit of time."""
    number, at = 0, chance.expovariate(mean)
    while at < 1:
        number, at = number + 1, at + chance.expovariate(mean)
    return number


WEEKS = [counts(*[30] * 10) for _ in range(8)]


def test_a_day_like_the_others_has_nothing_unusual() -> None:
    assert unusual(counts(*[30] * 10), WEEKS, "count") == []


def test_twice_the_calls_are_unusual_since_they_came() -> None:
    (found,) = unusual(counts(*[30] * 6, *[60] * 4), WEEKS, "count")
    assert (found.begin, found.end, found.sign) == (6, None, 1)


def test_silence_on_the_line_is_unusual_at_once() -> None:
    (found,) = unusual(counts(*[30] * 8, 0, 0), WEEKS, "count")
    assert (found.begin, found.end, found.sign) == (8, None, -1)


def test_what_is_over_has_its_end() -> None:
    today = counts(30, 120, 120, *[30] * 90)
    (found,) = unusual(today, [counts(*[30] * 93) for _ in range(8)], "count")
    assert found.begin == 1
    assert found.end is not None
    assert found.end < 93


def test_one_bad_day_among_those_before_changes_little() -> None:
    weeks = [*WEEKS[:7], counts(*[300] * 10)]
    (found,) = unusual(counts(*[30] * 6, *[60] * 4), weeks, "count")
    assert found.begin == 6


def test_a_few_calls_in_a_quiet_night_are_none() -> None:
    assert unusual(counts(1, 0, 2, 1, 0), [counts(0, 0, 0, 0, 0)] * 8, "count") == []


def test_a_share_of_few_calls_is_none_and_of_many_is() -> None:
    before = [[Slot(0.05, 40)] * 4] * 8
    assert unusual([Slot(0.5, 2)] * 4, before, "share") == []
    (found,) = unusual([Slot(0.05, 40), *[Slot(0.5, 40)] * 3], before, "share")
    assert found.begin == 1


def test_a_wait_of_minutes_where_it_was_seconds_is_unusual() -> None:
    before = [[Slot(10.0, 40)] * 4] * 8
    (found,) = unusual([Slot(10.0, 40), *[Slot(120.0, 40)] * 3], before, "seconds")
    assert (found.begin, found.sign) == (1, 1)


@pytest.mark.parametrize("weeks", [0, 1, 2])
def test_too_few_days_before_say_nothing(weeks: int) -> None:
    assert unusual(counts(*[500] * 10), WEEKS[:weeks], "count") == []


def test_no_data_neither_adds_nor_takes() -> None:
    today = [*counts(*[60] * 3), Slot(None, 0), *counts(*[60] * 3)]
    (found,) = unusual(today, WEEKS, "count")
    assert (found.begin, found.end) == (0, None)


@pytest.mark.parametrize("mean", [3.0, 30.0])
def test_chance_alone_seldom_alarms(mean: float) -> None:
    chance = Random(5)
    alarms = 0
    for _ in range(100):
        today, *before = [counts(*(poisson(chance, mean) for _ in range(48))) for _ in range(9)]
        alarms += bool(unusual(today, before, "count"))
    assert alarms <= 3


FIGURES = st.none() | st.floats(0, 1e6)


@given(
    st.lists(st.builds(Slot, FIGURES, st.floats(0, 1e6)), min_size=4, max_size=4),
    st.lists(
        st.lists(st.builds(Slot, FIGURES, st.floats(0, 1e6)), min_size=4, max_size=4), min_size=0, max_size=5
    ),
    st.sampled_from(["count", "seconds"]),
)
def test_anything_has_an_answer_inside_the_day(
    today: Sequence[Slot], before: Sequence[Sequence[Slot]], unit: str
) -> None:
    for each in unusual(today, before, unit):  # type: ignore[arg-type]
        assert 0 <= each.begin < 4
        assert each.end is None or each.begin < each.end < 4


def test_what_is_usual_is_a_median_of_counts_and_a_mean_of_calls() -> None:
    assert expected(counts(1, 2, 90), "count") == 2
    assert expected([Slot(0.0, 10), Slot(1.0, 30), Slot(None, 0)], "share") == 0.75
    assert expected([], "count") is None
    assert score(Slot(None, 0), WEEKS[0], "count") is None
