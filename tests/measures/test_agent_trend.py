"""Does an agent's satisfaction rise?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.measures.agent_trend import direction, trend
from ivr.measures.facts import Answer, CallFacts
from ivr.measures.parts import Parts
from ivr.measures.split import Settings, table

DAY = 86400.0
BEGIN = 1_795_000_000.0


def scored(*scores: int, every: float = DAY) -> Parts:
    calls = [
        CallFacts(
            id=str(n), began=BEGIN + n * every, ended=BEGIN, surveys=1, answers=(Answer("csat", score),)
        )
        for n, score in enumerate(scores)
    ]
    return table(calls, [], [], Settings(interval="all")).get((), Parts())


def test_a_point_in_ten_days_is_three_in_thirty() -> None:
    rising = scored(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2)
    assert trend(scored(1, 2, 3, 4, 5, every=10 * DAY)) == pytest.approx(3)
    assert direction(rising) == 1


def test_falling_scores_fall() -> None:
    assert direction(scored(5, 5, 4, 4, 3, 3, 2, 2)) == -1


def test_scores_that_go_up_and_down_are_steady() -> None:
    assert direction(scored(3, 5, 2, 4, 3, 5, 2, 4)) == 0


def test_equal_scores_are_steady() -> None:
    assert direction(scored(4, 4, 4, 4)) == 0


@pytest.mark.parametrize("parts", [scored(), scored(1, 5), scored(1, 2, 3, every=0)])
def test_too_few_or_of_one_moment_there_is_no_trend(parts: Parts) -> None:
    assert (trend(parts), direction(parts)) == (None, None)


@given(st.lists(st.integers(1, 5), min_size=3, max_size=30), st.integers(1, 29))
def test_the_trend_of_two_halves_together_is_that_of_the_whole(scores: list[int], at: int) -> None:
    whole = scored(*scores)
    calls = [
        CallFacts(id=str(n), began=BEGIN + n * DAY, ended=BEGIN, surveys=1, answers=(Answer("csat", score),))
        for n, score in enumerate(scores)
    ]
    halves = [
        table(part, [], [], Settings(interval="all")).get((), Parts()) for part in (calls[:at], calls[at:])
    ]
    assert trend(halves[0] + halves[1]) == pytest.approx(trend(whole), abs=1e-6)
