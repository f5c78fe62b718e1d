"""What agents do about their own state, and say about the call they had."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Disposition:
    """One way in which a call can come out, as agents classify it: the `key` for it, its `code` in the log,
    and what it is called by language."""

    key: str
    code: str
    names: Mapping[str, str]


class Attendance(Protocol):
    """Who talks on the phone with somebody whom no queue sent them. Raises nothing."""

    def took(self, phone: str, call: str, queue: str = "") -> None:
        """The agent with this phone, if they are available, is talking until `let_go`: by a colleague, who
        sent the caller on or asks for advice. With a `queue` they have its wrap-up then."""
        ...

    def let_go(self, phone: str, call: str) -> None:
        """That is over; nothing for who was not talking by `took`."""
        ...


class Desk(Attendance, Protocol):
    """What an agent can do from the phone. All that follow raise `NotAnAgent`."""

    def log_in(self, phone: str) -> str:
        """Returns the new state's name; so do the others up to `finish`."""
        ...

    def log_out(self, phone: str) -> str: ...

    def pause(self, phone: str, reason: str) -> str: ...

    def resume(self, phone: str) -> str: ...

    def extend(self, phone: str, seconds: float | None = None) -> str:
        """So much more wrap-up, as configured where it is not given; nothing in any other state."""
        ...

    def finish(self, phone: str) -> str:
        """The wrap-up is over; nothing in any other state."""
        ...

    def dispositions(self, phone: str, call: str = "") -> tuple[Disposition, ...]:
        """Those of the agent's last call, or of that one. Raises `NoSuchCall`."""
        ...

    def dispose(self, phone: str, code: str, call: str = "") -> None:
        """How the agent's last call, or that one, came out; the last word counts. Raises `NoSuchCall`, and
        KeyError for a code that its queue does not have."""
        ...


class NotAnAgent(Exception):
    """The phone belongs to no agent in `config/agents.yaml`."""


class NoSuchCall(Exception):
    """The agent has had no call since the engine began, or not this one lately."""
