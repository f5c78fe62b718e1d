"""Talks between callers and agents, and what may be done with one while it goes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

SentOnBy = Literal["blind", "attended", "escalation"]
"""How an agent sent a caller on: without asking anybody, with a colleague on the line, to the second line."""


class NoSuchTalk(Exception):
    """The call is talking with no agent, or that agent cannot do it; the text says why."""


@dataclass(frozen=True, slots=True)
class SentOn:
    """The agent `agent` sent the caller on, to a `phone` or to a `queue`: the other one is ''."""

    kind: SentOnBy
    agent: str
    phone: str = ""
    queue: str = ""

    @property
    def to(self) -> str:
        return self.phone or self.queue


class Talks(Protocol):
    """What others than the agent may do with a talk: a supervisor, a program. All raise `NoSuchTalk`."""

    async def transfer(self, call: str, to: str) -> None:
        """Send the caller on to a phone or the extension of a queue; the agent's part is over."""
        ...

    async def pause_recording(self, call: str, on: bool) -> None:
        """Pause the recording of the talk, or go on with it."""
        ...
