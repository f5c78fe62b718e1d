"""Why a caller is given an agent, or has to wait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ivr.events.event import CallEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceExplained(CallEvent):
    """`agent` is rung now for this caller, who `needs` this; '' for nobody: they wait, behind `ahead` others
    of the queue.

    `candidates` could be rung, in the order of choice: `agent`, `idle` for so many seconds and, where they
    are not nought, `asked_for`, `liking` of the preferences, `score` and `order` of the `strategy`.
    `refused` could not: `reason`, `detail`, `agents` with the seconds since when that is so (0: not known).
    `more`: how many of them are not named; `unseen`: agents of a very large centre that nobody looked at.
    """

    queue: str
    agent: str
    strategy: str
    needs: str
    ahead: int
    candidates: list[dict[str, Any]]
    more: int
    refused: list[dict[str, Any]]
    unseen: int
