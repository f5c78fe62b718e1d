"""Figures as people read them."""

from __future__ import annotations

from ivr.reports.sheet import Cell, Unit

NO_DATA = "–"


def shown(cell: Cell, unit: Unit) -> str:
    """1,204 calls; 81.3 %; 1:05 for 65 seconds, 0:07.4 below ten; ↑, → or ↓; `NO_DATA` for none."""
    if cell is None:
        return NO_DATA
    if isinstance(cell, str):
        return cell
    if unit == "share":
        return f"{100 * cell:.1f} %"
    if unit == "seconds":
        return clock(cell)
    if unit == "direction":
        return "→" if not cell else "↑" if cell > 0 else "↓"
    return f"{cell:,.0f}" if unit == "count" else f"{cell:,.2f}"


def clock(seconds: float) -> str:
    """1:05 for 65 seconds, 1:00:00 for an hour, 0:07.4 where a tenth matters."""
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    if 0 < seconds < 9.95:
        return f"{sign}0:{seconds:04.1f}"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return sign + (f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}")
