"""From figures to places on a chart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ivr.reports.sheet import Unit

_LINES = 5
"""About so many lines across a chart."""
_STEPS: dict[str, Sequence[float]] = {"plain": (1, 2, 5, 10), "seconds": (1, 2, 5, 10, 15, 30, 60)}


@dataclass(frozen=True, slots=True)
class Scale:
    """From 0 to `top` in steps."""

    top: float
    step: float

    @property
    def ticks(self) -> list[float]:
        return [self.step * n for n in range(round(self.top / self.step) + 1)]

    def place(self, value: float, length: float) -> float:
        """Pixels from the zero line."""
        return length * max(0.0, min(value, self.top)) / self.top


def scale(largest: float, unit: Unit) -> Scale:
    """Round steps that reach the largest figure; a share always has the whole of 100 %."""
    if unit == "share":
        return Scale(1.0, 0.25) if largest <= 1 else _stepped(largest, 0.25)
    rough = max(largest, 1.0 if unit == "count" else 1e-3) / _LINES
    return _stepped(max(largest, rough), _round_step(rough, unit))


def _stepped(largest: float, step: float) -> Scale:
    return Scale(step * max(1, math.ceil(largest / step - 1e-9)), step)


def _round_step(rough: float, unit: Unit) -> float:
    if unit == "seconds" and rough >= 1:
        return next((s for s in _STEPS["seconds"] if s >= rough), 60.0 * _decimal(rough / 60))
    return max(1.0, _decimal(rough)) if unit == "count" else _decimal(rough)


def _decimal(rough: float) -> float:
    """1, 2 or 5 times a power of ten, at least that much."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * s for s in (*_STEPS["plain"], 20) if power * s >= rough * (1 - 1e-9))
