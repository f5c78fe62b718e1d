"""Texts that a spreadsheet takes as texts, whoever wrote them."""

from __future__ import annotations

LONGEST_CELL = 32_000
"""Characters; Excel takes 32,767."""
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_CONTROL = ("\t", "\r", "\n")


def defused(text: str) -> str:
    """With an apostrophe before it where a spreadsheet would take it for a formula, and run it."""
    formula = text.lstrip().startswith(_FORMULA) or text.startswith(_CONTROL)
    return f"'{text}" if formula else text
