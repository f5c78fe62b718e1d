"""The settings as a floor for the router."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ivr.acd.specs import agent_specs, queue_specs, rules
from ivr.settings import Agents, QueueFile
from routing.agents import AgentSpec
from routing.queues import QueueSpec
from routing.rules import Rules


@dataclass(frozen=True, slots=True)
class Floor:
    """Who answers in which queues, by which rules."""

    agents: Sequence[AgentSpec]
    queues: Sequence[QueueSpec]
    rules: Rules


def floor(agents: Agents, queues: QueueFile, day: date) -> Floor:
    """With the skills that agents have on that day."""
    return Floor(agent_specs(agents, day), queue_specs(queues), rules(queues))
