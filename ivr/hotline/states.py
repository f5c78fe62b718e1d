"""The states of a case as a table. A pair that is not in it is not a move. `docs/cases.md` shows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Status = Literal["new", "assigned", "in_work", "answered", "closed", "reopened"]
Move = Literal["assign", "begin", "answer", "close", "reopen", "merge"]

NEXT: Mapping[tuple[Status, Move], Status] = {
    ("new", "assign"): "assigned",
    ("new", "begin"): "in_work",
    ("new", "answer"): "answered",
    ("new", "close"): "closed",
    ("new", "merge"): "closed",
    ("assigned", "assign"): "assigned",
    ("assigned", "begin"): "in_work",
    ("assigned", "answer"): "answered",
    ("assigned", "close"): "closed",
    ("assigned", "merge"): "closed",
    ("in_work", "assign"): "assigned",
    ("in_work", "begin"): "in_work",
    ("in_work", "answer"): "answered",
    ("in_work", "close"): "closed",
    ("in_work", "merge"): "closed",
    ("answered", "answer"): "answered",
    ("answered", "close"): "closed",
    ("answered", "reopen"): "reopened",
    ("answered", "merge"): "closed",
    ("closed", "reopen"): "reopened",
    ("reopened", "assign"): "assigned",
    ("reopened", "begin"): "in_work",
    ("reopened", "answer"): "answered",
    ("reopened", "close"): "closed",
    ("reopened", "merge"): "closed",
}
"""To begin a case that is in work is to take it over. What is merged is closed, and its caller is told of the
case it went into."""

OPEN: tuple[Status, ...] = ("new", "assigned", "in_work", "answered", "reopened")
UNANSWERED: tuple[Status, ...] = ("new", "assigned", "in_work", "reopened")


def possible(status: Status) -> tuple[Move, ...]:
    """What can be done with a case of this status."""
    return tuple(move for at, move in NEXT if at == status)


class NoSuchMove(Exception):
    """The table has no such move from the status the case has; `possible` are those it has."""

    def __init__(self, status: Status, move: Move) -> None:
        super().__init__(f"a case that is {status.replace('_', ' ')} cannot be {_DONE[move]}")
        self.status = status
        self.move = move
        self.possible = possible(status)


_DONE: Mapping[Move, str] = {
    "assign": "assigned",
    "begin": "begun",
    "answer": "answered",
    "close": "closed",
    "reopen": "reopened",
    "merge": "merged",
}
