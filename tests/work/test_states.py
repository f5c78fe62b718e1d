"""The table of what can be done with work, and the one that administrators read."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.work.states import NEXT, OPEN, Move, State, possible

PAGE = Path(__file__).parents[2] / "docs" / "routing.md"


def documented() -> dict[tuple[str, str], str]:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    begin = next(number for number, line in enumerate(lines) if line.startswith("| work is | accept"))
    _, *moves = [cell.strip() for cell in lines[begin].strip("|").split("|")]
    table: dict[tuple[str, str], str] = {}
    for line in lines[begin + 2 : begin + 7]:
        state, *cells = [cell.strip() for cell in line.strip("|").split("|")]
        table |= {(state, move): cell for move, cell in zip(moves, cells, strict=True) if cell}
    return table


def test_the_manual_has_the_same_table() -> None:
    assert documented() == dict(NEXT)


@pytest.mark.parametrize("state", ["finished", "cancelled"])
def test_what_is_over_stays_as_it_is(state: State) -> None:
    assert possible(state) == ()


@pytest.mark.parametrize("state", OPEN)
def test_whatever_is_open_can_be_called_off(state: State) -> None:
    move: Move = "cancel"
    assert NEXT[state, move] == "cancelled"
