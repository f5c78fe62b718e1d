"""Lengths of intervals."""

from __future__ import annotations

import pytest

from ivr.measures.intervals import Interval
from ivr.reports.lengths import how_many, length_of, suitable

DAY = 86_400.0


@pytest.mark.parametrize(
    ("text", "length"),
    [("day", "day"), ("half-hour", "half_hour"), (" Week ", "week"), ("15m", 15), ("90", 90), ("all", "all")],
)
def test_a_length_is_a_word_or_minutes(text: str, length: Interval) -> None:
    assert length_of(text) == length


@pytest.mark.parametrize("text", ["", "soon", "0", "0m", "1441", "-5", "1.5", "year", "٣"])
def test_anything_else_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="no length"):
        length_of(text)


@pytest.mark.parametrize(
    ("days", "length"), [(1, "half_hour"), (2, "half_hour"), (30, "day"), (365, "week"), (3653, "month")]
)
def test_a_longer_time_has_longer_intervals(days: float, length: Interval) -> None:
    assert suitable(days * DAY) == length


@pytest.mark.parametrize(
    ("length", "many"), [("half_hour", 49), (15, 97), ("day", 2), ("month", 1), ("all", 1)]
)
def test_so_many_intervals_has_a_day(length: Interval, many: int) -> None:
    assert how_many(length, DAY) == many


def test_what_suits_is_never_too_many_rows() -> None:
    assert all(how_many(suitable(days * DAY), days * DAY) < 750 for days in range(1, 3660))
