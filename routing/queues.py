"""Queues as configured.

The rule, plainly: whoever is next *and* servable goes. Order is by claim: the time of arrival, moved forward
by what the priority is worth. Nobody is blocked by the caller in front who wants somebody else.
"""

from __future__ import annotations

from dataclasses import dataclass

from routing.expected import HANDLE_TIME
from routing.expression import ANYBODY, Expression
from routing.rules import PHONE


@dataclass(frozen=True, slots=True)
class Target:
    """The service level to be kept: this share of the calls answered within so many seconds."""

    share: float = 0.8
    within: float = 20.0


@dataclass(frozen=True, slots=True)
class QueueSpec:
    """A queue as configured, in seconds. `rest`: how long an agent who did not answer is spared the same
    caller, and a busy or unreachable phone any caller. `grace`: how long after `ring` an offer may stay
    unreported before its lease is over.

    `members`: who serves the queue; added to what every caller needs. `pause_after`: after so many offers of
    this queue in a row that an agent did not answer, the agent is paused with the reason `no_answer`; 0 for
    never. `overdue`: the seconds of waiting after which the strategy `service_level` passes nobody over.
    `handle_time`: how long a call is taken to keep an agent busy until calls were measured."""

    id: str
    ring: float = 15.0
    wrap_up: float = 10.0
    rest: float = 5.0
    grace: float = 5.0
    strategy: str = "longest_idle"
    members: Expression = ANYBODY
    target: Target = Target()
    pause_after: int = 0
    channel: str = PHONE
    overdue: float = 300.0
    handle_time: float = HANDLE_TIME
