"""The states of work as a table. A pair that is not in it is not a move. `docs/routing.md` shows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

State = Literal["waiting", "offered", "accepted", "finished", "cancelled"]
Move = Literal["accept", "reject", "finish", "release", "cancel"]

NEXT: Mapping[tuple[State, Move], State] = {
    ("waiting", "cancel"): "cancelled",
    ("offered", "accept"): "accepted",
    ("offered", "reject"): "waiting",
    ("offered", "cancel"): "cancelled",
    ("accepted", "finish"): "finished",
    ("accepted", "release"): "waiting",
    ("accepted", "cancel"): "cancelled",
}
"""An offer that nobody answers, or that is withdrawn, leads back to `waiting` by itself."""

OPEN: tuple[State, ...] = ("waiting", "offered", "accepted")


def possible(state: State) -> tuple[Move, ...]:
    """What can be done with work in this state."""
    return tuple(move for at, move in NEXT if at == state)


class NoSuchWork(LookupError):
    """No work has this id."""


class NoSuchMove(Exception):
    """The table has no such move from the state it is in; `possible` are those it has."""

    def __init__(self, state: State, move: Move) -> None:
        super().__init__(f"work that is {state} cannot be {_DONE[move]}")
        self.state = state
        self.possible = possible(state)


class NotTheirs(Exception):
    """The work is offered to, or with, another agent: `agent`."""

    def __init__(self, agent: str) -> None:
        super().__init__(f"it is {agent}'s")
        self.agent = agent


_DONE: Mapping[Move, str] = {
    "accept": "accepted",
    "reject": "rejected",
    "finish": "finished",
    "release": "released",
    "cancel": "cancelled",
}
