"""The interpreter: one caller going through one dialplan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from ivr import settings
from ivr.events import CallEvent
from ivr.flow.dialplan import Dialplan
from ivr.flow.expressions import Expression, Template
from ivr.flow.library import Library
from ivr.flow.prompt import Prompt
from ivr.ports import Caller, Cases, Clock, Desk, Entered, Entry, Heard, Http, Journal, Phones, Queues


@dataclass(frozen=True, slots=True)
class World:
    """All that a flow can reach, handed in by the composition root (or by `ivr.flow.rehearsal` for trials)."""

    clock: Clock
    journal: Journal
    queues: Queues
    cases: Cases
    http: Http
    desk: Desk
    phones: Phones
    environment: Mapping[str, str] = field(default_factory=dict)
    queue_settings: Mapping[str, settings.Queue] = field(default_factory=dict)
    recordings: Path = Path("var/recordings")
    timezone: str = "Asia/Shanghai"

    def queue(self, name: str) -> settings.Queue:
        """The settings of a queue. Raises KeyError."""
        return self.queue_settings[name]


@dataclass(frozen=True, slots=True)
class Ending:
    """Who ended the call as far as the flow can know."""

    by: Literal["caller", "flow", "engine"]


class Session:
    """What a step works with. `variables` holds what steps saved, by name; `flow` is the flow being run."""

    caller: Caller
    world: World
    dialplan: Dialplan
    flow: str
    language: str
    variables: dict[str, object]

    def log(self, event: type[CallEvent], **fields: Any) -> None:
        """Append a fact of this call to the journal; `at` and `call` are filled in."""
        raise NotImplementedError

    def render(self, template: Template) -> str:
        """Raises `ExpressionFailed`."""
        raise NotImplementedError

    def value(self, expression: Expression) -> object:
        """Raises `ExpressionFailed`."""
        raise NotImplementedError

    async def answer(self) -> None:
        """Pick up, once; `play` and `collect` do it by themselves, other steps call it before they use the line."""
        raise NotImplementedError

    async def play(self, prompt: Prompt, keys: str = "") -> Heard:
        """Say it; logs PromptPlayed, and PromptMissing for what had no audio."""
        raise NotImplementedError

    async def collect(self, prompt: Prompt, entry: Entry) -> Entered:
        """Say it and take keys; logs as `play` does."""
        raise NotImplementedError

    def elapsed(self) -> float:
        """Seconds since the call began."""
        raise NotImplementedError


async def run_call(caller: Caller, dialplans: Library | Dialplan, world: World) -> Ending:
    """Take a call from its beginning to its end. A `Dialplan` is used whatever was dialled."""
    raise NotImplementedError
