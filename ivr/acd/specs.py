"""The settings as the router takes them."""

from __future__ import annotations

from datetime import date

from ivr.settings import Agents, QueueFile
from routing.agents import AgentSpec
from routing.queues import QueueSpec, Target
from routing.rules import Channel, Rules

_GRACE = QueueSpec("").grace


def agent_specs(agents: Agents, day: date) -> list[AgentSpec]:
    """All agents, with the skills that count on this day."""
    return [AgentSpec(name, agent.levels(day), agent.at_once) for name, agent in agents.agents.items()]


def queue_specs(queues: QueueFile) -> list[QueueSpec]:
    """All queues."""
    return [
        QueueSpec(
            name,
            ring=queue.ring,
            wrap_up=queue.wrap_up,
            rest=queue.rest,
            grace=_GRACE + queue.telling,
            pause_after=queue.pause_after,
            strategy=queue.strategy,
            handle_time=queue.expect.handle_time,
            members=queue.members,
            target=Target(queue.target.share, queue.target.within),
            overdue=queue.overdue,
            channel=queue.channel,
        )
        for name, queue in queues.queues.items()
    ]


def rules(queues: QueueFile) -> Rules:
    """What holds for all queues."""
    channels = {name: Channel(each.at_once, each.interruptible) for name, each in queues.channels.items()}
    priority = queues.priority
    return Rules(worth=priority.worth, most=priority.most, urgent=queues.urgent, channels=channels)
