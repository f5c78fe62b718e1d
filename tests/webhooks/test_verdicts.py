"""What answers mean, and how long to wait."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.webhooks.verdicts import Pace, asked_for, verdict


@pytest.mark.parametrize(
    ("statuses", "means"),
    [
        ((200, 201, 202, 204, 299), "accepted"),
        ((410,), "gone"),
        ((400, 413, 415, 422), "refused"),
        ((0, 408, 425, 429, 502, 503, 504), "away"),
        ((100, 199, 300, 301, 302, 307, 401, 403, 404, 405, 409, 500, 501, 599), "failed"),
    ],
)
def test_statuses(statuses: tuple[int, ...], means: str) -> None:
    assert {verdict(status) for status in statuses} == {means}


@given(st.integers(1, 10_000), st.floats(0, 1, exclude_max=True))
def test_waits_double_up_to_the_longest_with_a_quarter_of_chance(failures: int, chance: float) -> None:
    pace = Pace(first=1.0, most=3600.0)
    wait = pace.after(failures, lambda: chance)
    straight = min(3600.0, 2.0 ** min(failures - 1, 30))
    assert 0.75 * straight <= wait <= 1.25 * straight


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        (" 5 ", 5.0),
        ("Wed, 21 Oct 2015 07:28:30 GMT", 30.0),
        ("Wed, 21 Oct 2015 07:27:00 GMT", 0.0),
        ("", 0.0),
        ("soon", 0.0),
        ("-5", 0.0),
        ("٣", 0.0),
        ("9" * 5000, 9_999_999_999.0),
        ("Wed, 21 Oct 99999 07:28:30 GMT", 0.0),
    ],
)
def test_when_to_come_again(header: str, seconds: float) -> None:
    assert asked_for(header, 1_445_412_480.0) == seconds


@given(st.text())
def test_whatever_a_receiver_says_is_a_number_of_seconds(header: str) -> None:
    assert asked_for(header, 0.0) >= 0
