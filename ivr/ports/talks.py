"""Talks between callers and agents, and what may be done with one while it goes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from ivr.ports.supervising import Mode

SentOnBy = Literal["blind", "attended", "escalation", "take_over"]
"""How an agent sent a caller on: without asking anybody, with a colleague on the line, to the second line; or
how a supervisor took the caller from the agent."""


class NoSuchTalk(Exception):
    """No agent talks with the caller, or it cannot be done; the text, and `zh` in Chinese, says why."""

    def __init__(self, text: str, zh: str) -> None:
        super().__init__(text)
        self.zh = zh


class NotThere(NoSuchTalk):
    """What was named does not exist: the call, or in a field (`field`) a phone; '' for the call."""

    def __init__(self, text: str, zh: str, field: str = "") -> None:
        super().__init__(text, zh)
        self.field = field


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
    """What others than the agent may do with a talk: a supervisor, a program. All raise `NoSuchTalk`,
    and `NotThere` for a call or a phone that does not exist."""

    async def transfer(self, call: str, to: str) -> None:
        """Send the caller on to a phone or the extension of a queue; the agent's part is over."""
        ...

    async def supervise(self, call: str, mode: Mode, phone: str) -> None:
        """Ring this supervisor's phone; who picks up is in the talk, as if they had dialled the feature
        code."""
        ...

    async def pause_recording(self, call: str, on: bool) -> None:
        """Pause the recording of the talk, or go on with it."""
        ...
