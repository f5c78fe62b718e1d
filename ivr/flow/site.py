"""What is known of the site beside a dialplan, so that checks can judge what the dialplan asks of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Self

from ivr.flow.parameters import parameters
from ivr.flow.step import Place
from ivr.settings import Engine, Found, QueueFile, Settings
from ivr.settings.waiting import Overflow
from routing.needs import Expression


@dataclass(frozen=True, slots=True)
class Site:
    """The surroundings of a dialplan. None: not known, and then a check has nothing to say about it.

    `queues`: the names of the queues that take calls; `channels`: what each queue takes; `members`: who
    serves it; `limited`: those with a `max_length`; `overflow`: where each one's callers go on waiting;
    `most_priority`: the highest priority that counts; `agents`: the level in each skill, now or
    later, by agent; `environment`: the names that `env` has; `sources`: what each source wants to know;
    `prompts`: the folder of the prompts; `today`: the day from which clock changes and dates are looked at.
    `taken`: where each number and dialplan name stands first in the files checked together.
    """

    queues: Collection[str] | None = None
    channels: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, Expression] = field(default_factory=dict)
    limited: Collection[str] | None = None
    overflow: Mapping[str, Overflow] = field(default_factory=dict)
    most_priority: int = 100
    agents: Mapping[str, Mapping[str, int]] | None = None
    environment: Collection[str] | None = None
    sources: Mapping[str, Collection[str]] | None = None
    prompts: Path | None = None
    today: date | None = None
    taken: Mapping[str, Place] = field(default_factory=dict)

    @property
    def is_known(self) -> bool:
        """Whether no check lacks what it needs to know of the settings."""
        return None not in (self.queues, self.agents, self.environment)

    @classmethod
    def of(cls, settings: Settings | Found) -> Self:
        """The site that these settings describe; what could not be read of them is not known."""
        today = date.today()
        engine, agents, queues = settings.engine, settings.agents, settings.queues
        return cls(
            queues=queues.for_calls if queues else None,
            channels={name: queue.channel for name, queue in queues.queues.items()} if queues else {},
            members={name: queue.members for name, queue in queues.queues.items()} if queues else {},
            limited={name for name, queue in queues.queues.items() if queue.max_length} if queues else None,
            overflow=_overflow(queues) if queues else {},
            most_priority=queues.priority.most if queues else 100,
            agents={name: agent.in_sight(today) for name, agent in agents.agents.items()} if agents else None,
            environment=engine.environment if engine else None,
            sources=_sources(engine) if engine else None,
            prompts=settings.root / engine.prompts if engine else None,
            today=today,
        )


def _overflow(queues: QueueFile) -> Mapping[str, Overflow]:
    return {name: queue.overflow for name, queue in queues.queues.items() if queue.overflow}


def _sources(engine: Engine) -> Mapping[str, Collection[str]] | None:
    """None when one of them has a fault, which is told where it stands."""
    try:
        return {name: parameters(source) for name, source in engine.sources.items()}
    except ValueError:
        return None


UNKNOWN = Site()
