"""What a way to choose consists of. The files in `routing/strategies` each define one.

Of the agents who can be given the caller, those who suit the caller's preferences best come first; among them
the highest `score`; among equals the lowest `order`; and at last who has been idle for the longest time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from routing.agents import Agent
from routing.expression import Expression

Level = Callable[[str], Any]
"""The level in a skill, 0 for who has it not; of many agents at once, so that it can only be reckoned
with."""

Score = Callable[[Level, Expression], Any]
"""How well skills suit what is required, the queue's members included. A function of these two alone."""

Order = Callable[[Agent], float]
"""An agent's own standing, whoever calls. It must not change while the agent is idle."""


def alike(level: Level, required: Expression) -> float:
    """The score of strategies that do not look at skills."""
    return 0.0


def idle(agent: Agent) -> float:
    """The one idle clock over all queues: since login, the last talk, or the last ringing that went
    unanswered."""
    return agent.idle_since


@dataclass(frozen=True, slots=True)
class Strategy:
    """`by_target`: a freed agent goes first to the queue that is furthest below its target."""

    score: Score = alike
    order: Order = idle
    by_target: bool = False
