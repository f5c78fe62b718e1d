"""Figures as people read them."""

from __future__ import annotations

import pytest

from ivr.reports.figures import clock, shown
from ivr.reports.sheet import Cell, Unit


@pytest.mark.parametrize(
    ("cell", "unit", "text"),
    [
        (1204, "count", "1,204"),
        (0.8125, "share", "81.2 %"),
        (1.0, "share", "100.0 %"),
        (65.0, "seconds", "1:05"),
        (4.25, "score", "4.25"),
        (1, "direction", "↑"),
        (0, "direction", "→"),
        (-1, "direction", "↓"),
        ("王芳", "text", "王芳"),
    ],
)
def test_a_figure_is_shown_by_its_unit(cell: Cell, unit: Unit, text: str) -> None:
    assert shown(cell, unit) == text


@pytest.mark.parametrize("unit", ["count", "share", "seconds", "score", "direction", "text"])
def test_no_data_is_no_figure(unit: Unit) -> None:
    assert shown(None, unit) == "–"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0:00"), (7.42, "0:07.4"), (9.96, "0:10"), (59.6, "1:00"), (3600, "1:00:00"), (-65, "-1:05")],
)
def test_seconds_are_shown_as_on_a_clock(seconds: float, text: str) -> None:
    assert clock(seconds) == text
