"""The manual's table of states is the one that the code has."""

from __future__ import annotations

import re
from pathlib import Path

from ivr.hotline.states import NEXT

PAGE = Path(__file__).parents[2] / "docs" / "cases.md"


def test_the_table_of_the_manual_is_the_table_of_states() -> None:
    rows = re.findall(r"^\| ([a-z ]+) \| ([a-z, ]+) \| ([a-z ]+) \|$", PAGE.read_text(encoding="utf-8"), re.M)
    told = {
        (status.replace(" ", "_"), move): after.replace(" ", "_")
        for status, moves, after in rows
        if status != "status"
        for move in moves.split(", ")
    }
    assert told == NEXT
