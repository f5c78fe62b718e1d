"""From figures to places on a chart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.reports.drawn.scale import scale
from ivr.reports.sheet import Unit


@pytest.mark.parametrize(
    ("largest", "unit", "ticks"),
    [
        (23, "count", [0, 5, 10, 15, 20, 25]),
        (0, "count", [0, 1]),
        (3, "count", [0, 1, 2, 3]),
        (0.4, "share", [0, 0.25, 0.5, 0.75, 1]),
        (50, "seconds", [0, 10, 20, 30, 40, 50]),
        (200, "seconds", [0, 60, 120, 180, 240]),
    ],
)
def test_the_steps_are_round(largest: float, unit: Unit, ticks: list[float]) -> None:
    assert scale(largest, unit).ticks == pytest.approx(ticks)


@given(st.floats(0, 1e9), st.sampled_from(["count", "share", "seconds", "score"]))
def test_every_figure_has_its_place_and_the_steps_can_be_read(largest: float, unit: Unit) -> None:
    found = scale(largest, unit)
    assert found.top >= largest * (1 - 1e-6)
    assert found.place(largest, 100.0) <= 100.0
    if unit != "share" or largest <= 1:
        assert len(found.ticks) <= 13
