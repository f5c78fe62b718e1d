"""The patterns in which bars are filled, as lines cut to each bar.

Patterns of SVG itself would do, but browsers print those as pictures of several megabytes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Pattern = Literal["plain", "rising", "dots", "falling", "crossed", "upright", "level"]
STEP = 7.0
"""Pixels between two lines."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, in pixels."""

    x: float
    y: float
    wide: float
    tall: float


def hatching(pattern: Pattern, box: Box) -> str:
    """The path that lies over a bar, '' for none."""
    x1, y1 = box.x + box.wide, box.y + box.tall
    return " ".join(f"M{a:.1f},{b:.1f}L{c:.1f},{d:.1f}" for a, b, c, d in _lines(pattern, box, x1, y1))


def _lines(pattern: Pattern, box: Box, x1: float, y1: float) -> Iterator[tuple[float, float, float, float]]:
    if pattern in ("rising", "crossed"):  # x + y = c
        for c in _steps(box.x + box.y, x1 + y1):
            a, b = max(box.x, c - y1), min(x1, c - box.y)
            yield a, c - a, b, c - b
    if pattern in ("falling", "crossed"):  # x - y = c
        for c in _steps(box.x - y1, x1 - box.y):
            a, b = max(box.x, c + box.y), min(x1, c + y1)
            yield a, a - c, b, b - c
    if pattern in ("level", "dots"):
        yield from ((box.x, y, x1, y) for y in _steps(box.y, y1))
    if pattern == "upright":
        yield from ((x, box.y, x, y1) for x in _steps(box.x, x1))


def _steps(begin: float, end: float) -> Iterator[float]:
    """The multiples of `STEP` between them."""
    for number in range(math.floor(begin / STEP) + 1, math.ceil(end / STEP)):
        yield STEP * number
