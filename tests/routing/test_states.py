"""The tables of agent states: whole, and shown to administrators as they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from routing.agents import LATER, NEXT, NoSuchMove, State, Trigger, next_state

PAGE = Path(__file__).parents[2] / "docs" / "routing.md"


def _documented() -> dict[tuple[str, str], str]:
    """The table of `docs/routing.md`: a row for each state, a column for each trigger."""
    rows = [
        line.strip().strip("|").split("|") for line in PAGE.read_text().splitlines() if line.startswith("|")
    ]
    cells = [[cell.strip().strip("`") for cell in row] for row in rows]
    start = next(i for i, row in enumerate(cells) if row[0] == "state")
    triggers = cells[start][1:]
    table = cells[start + 2 : start + 2 + len(State)]
    return {(row[0], trigger): cell for row in table for trigger, cell in zip(triggers, row[1:], strict=True)}


def _as_shown(state: State, trigger: Trigger) -> str:
    if (state, trigger) in LATER:
        return "later" if LATER[state, trigger] else "stays"
    found = next_state(state, trigger)
    return "" if isinstance(found, NoSuchMove) else str(found)


def test_the_manual_shows_the_table_as_it_is() -> None:
    assert _documented() == {(str(s), str(t)): _as_shown(s, t) for s in State for t in Trigger}


def test_every_state_can_be_reached_and_left() -> None:
    assert set(NEXT.values()) == set(State)
    assert {state for state, _ in NEXT} == set(State)


@pytest.mark.parametrize(("pair", "later"), LATER.items(), ids=str)
def test_what_waits_until_a_call_is_over_can_be_granted_then(
    pair: tuple[State, Trigger], later: Trigger | None
) -> None:
    assert pair not in NEXT
    for state in (State.AVAILABLE, State.WRAP_UP):
        assert later is None or (state, later) in NEXT


def test_a_pair_in_no_table_is_an_error_value_that_says_what_is_possible() -> None:
    fault = next_state(State.LOGGED_OUT, Trigger.PAUSE)
    assert isinstance(fault, NoSuchMove)
    assert re.fullmatch("an agent who is logged_out cannot pause; possible: log_in", str(fault))
