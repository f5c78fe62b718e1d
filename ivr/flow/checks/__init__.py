"""One file is one check: `ID` and `check(...)`, which yields problems. `ivr.flow.check` runs them all."""

from __future__ import annotations

from ivr.document.problems import Problem
from ivr.flow.step import Place


def at(place: Place, check: str, text: str, severity: str = "error", zh: str = "") -> Problem:
    """A problem at a place of a dialplan: `text` in English, `zh` in Chinese."""
    return Problem(place.file, place.line, place.column, text, check, severity, zh)
