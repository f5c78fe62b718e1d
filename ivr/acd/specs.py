"""The settings as the router takes them."""

from __future__ import annotations

from datetime import date

from ivr.settings import Agents, QueueFile
from routing.agents import AgentSpec
from routing.queues import QueueSpec
from routing.rules import Rules

_GRACE = QueueSpec("").grace


def agent_specs(agents: Agents, day: date) -> list[AgentSpec]:
    """All agents, with the skills that count on this day."""
    return [AgentSpec(name, agent.skills) for name, agent in agents.agents.items()]


def queue_specs(queues: QueueFile) -> list[QueueSpec]:
    """All queues."""
    return [
        QueueSpec(
            name,
            queue.ring,
            queue.wrap_up,
            queue.rest,
            grace=_GRACE + queue.telling,
            pause_after=queue.pause_after,
            strategy=queue.strategy,
            handle_time=queue.expect.handle_time,
        )
        for name, queue in queues.queues.items()
    ]


def rules(queues: QueueFile) -> Rules:
    """What holds for all queues."""
    return Rules()
