"""All that a flow can reach, and how a call ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from ivr import settings
from ivr.flow.step import Next, Step
from ivr.ports import (
    Callbacks,
    Cases,
    Clock,
    Desk,
    Http,
    Journal,
    Lists,
    Mailboxes,
    Memory,
    Phones,
    Queues,
    Sources,
)


class Watcher(Protocol):
    """Sees how a call goes through its steps: for coverage and for exploring a dialplan."""

    def begins(self, step: Step) -> None:
        """The step is about to run."""
        ...

    def left(self, step: Step, way: Next | str) -> None:
        """The step is over and leads this way; a link when it follows that and goes on itself."""
        ...

    def failed(self, step: Step) -> None:
        """The step could not do its work; the program's log is spared what it was."""
        ...


@dataclass(frozen=True, slots=True)
class World:
    """The parts that the composition root (or `ivr.flow.rehearsal`, for trials) hands to every call."""

    clock: Clock
    journal: Journal
    queues: Queues
    cases: Cases
    http: Http
    desk: Desk
    phones: Phones
    memory: Memory
    lists: Lists
    sources: Sources
    callbacks: Callbacks
    mailboxes: Mailboxes
    environment: Mapping[str, str] = field(default_factory=dict)
    queue_settings: Mapping[str, settings.Queue] = field(default_factory=dict)
    agents: Mapping[str, settings.Agent] = field(default_factory=dict)
    recordings: Path = Path("var/recordings")
    timezone: str = "Asia/Shanghai"
    country: str = "CN"
    prompting: Callable[[str, str], None] | None = None
    """Told the call and the words of a prompt as it begins: the journal gets them when it is over."""
    watcher: Watcher | None = None

    def queue(self, name: str) -> settings.Queue:
        """The settings of a queue. Raises KeyError."""
        return self.queue_settings[name]


@dataclass(frozen=True, slots=True)
class Ending:
    """Who ended the call as far as the flow can know: `engine` when it had no flow or the flow failed."""

    by: Literal["caller", "flow", "engine"]
