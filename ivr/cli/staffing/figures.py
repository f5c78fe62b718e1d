"""Figures as people and programs read them. No data is said so, never 0 % and never 100 %."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.cli.staffing.words import word
from ivr.measures.service_level import DEFAULT, FORMULAS
from ivr.staffing.confidence import Estimate
from ivr.staffing.replay import Figures

SHARES = ("service_level", "abandon_rate", "occupancy")
TIMES = ("asa", "longest_wait")
_SECONDS = {"zh": "秒", "en": " s"}
_UNITS = {"zh": " 秒", "en": " s"}
SHOWN = ("service_level", "asa", "longest_wait", "abandon_rate", "occupancy")


def percent(share: float | None, language: str) -> str:
    return word("no_data", language) if share is None else f"{100 * share:.1f} %"


def seconds(time: float | None, language: str) -> str:
    """12.3 s (12.3 秒), 4:05, 1:02:05."""
    if time is None:
        return word("no_data", language)
    if time < 60:
        return f"{time:.1f}{_UNITS[language]}"
    minutes, rest = divmod(round(time), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def shown(name: str, value: float | None, language: str) -> str:
    return (percent if name in SHARES else seconds)(value, language)


def difference(name: str, old: float | None, new: float | None, language: str) -> str:
    """With its sign; of shares in points of a hundred."""
    if old is None or new is None:
        return word("no_data", language)
    away = new - old
    return f"{100 * away:+.1f}" if name in SHARES else f"{away:+.1f}{_UNITS[language]}"


def plain(figures: Figures) -> dict[str, float | int | None]:
    """For programs: times in seconds, shares from 0 to 1, None for no data."""
    parts = figures.parts
    whole = {name: getattr(parts, name) for name in ("entered", "answered", "abandoned", "waiting")}
    return {**whole, **{name: _rounded(getattr(figures, name)) for name in SHOWN}}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def estimated(name: str, found: Estimate | None, language: str) -> str:
    """With its confidence interval: 81.2 % ± 1.3."""
    if found is None or found.half_width is None:
        return shown(name, found.mean if found else None, language)
    width = f"{100 * found.half_width:.1f}" if name in SHARES else f"{found.half_width:.1f}"
    return f"{shown(name, found.mean, language)} ± {width}"


def plain_estimate(found: Estimate | None) -> dict[str, float | None] | None:
    """For programs; None for no data."""
    if found is None:
        return None
    return {"mean": _rounded(found.mean), "plus_minus": _rounded(found.half_width)}


def formula(within: float, language: str, letter: str = DEFAULT) -> str:
    """The sentence that names the formula and its time."""
    text: Mapping[str, str] = FORMULAS[letter].text
    return word(
        "formula", language, letter=letter, text=text[language], within=f"{within:g}{_SECONDS[language]}"
    )
