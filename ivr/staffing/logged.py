"""What the call log says about a time: every stay in a queue, and when which agent was there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ivr.events import AgentStateChanged
from ivr.journal.stretch import Fact
from ivr.measures.visits import Visit

KINDS = ("queue_entered", "queue_left", "offer_ended", "talk_ended", "agent_state_changed")


@dataclass(slots=True)
class Stay:
    """One stay in a queue. `wanted` is what the event of the entry says; `waited` in seconds from the entry,
    with what was `before` it; `outcome` '' while it lasts. `wrap_up` is None where none was logged."""

    call: str
    queue: str
    at: float
    wanted: Mapping[str, Any]
    waited: float = 0.0
    before: float = 0.0
    outcome: str = ""
    agent: str = ""
    talked: float = 0.0
    wrap_up: float | None = None

    @property
    def visit(self) -> Visit:
        return Visit(self.queue, self.at, self.waited, self.outcome or "waiting")

    @property
    def given_up(self) -> tuple[float, bool]:
        """For `Patience.of`."""
        return self.waited, self.outcome == "abandoned"


@dataclass(slots=True)
class Logged:
    """All that was gathered, in the order of the log. `rings`: for each agent the seconds to each answer;
    `unanswered` how often their phone rang out."""

    stays: list[Stay] = field(default_factory=list)
    changes: list[AgentStateChanged] = field(default_factory=list)
    rings: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    unanswered: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def between(self, since: float, until: float) -> Logged:
        """The stays that began in that time, and the changes up to its end."""
        stays = [stay for stay in self.stays if since <= stay.at < until]
        changes = [change for change in self.changes if change.at < until]
        return Logged(stays, changes, self.rings, self.unanswered)


def merged(several: Iterable[Logged]) -> Logged:
    """All of them in one, in their order."""
    found = Logged()
    for each in several:
        found.stays += each.stays
        found.changes += each.changes
        for agent, seconds in each.rings.items():
            found.rings[agent] += seconds
        for agent, number in each.unanswered.items():
            found.unanswered[agent] += number
    return found


class Gathering:
    """Takes the facts in the order of the log; `logged` is what they come to."""

    def __init__(self) -> None:
        self.logged = Logged()
        self._open: dict[str, Stay] = {}
        self._talked: dict[str, Stay] = {}
        self._wraps_up: dict[str, tuple[float, Stay]] = {}
        self._takers = {
            "queue_entered": self._queue_entered,
            "queue_left": self._queue_left,
            "offer_ended": self._offer_ended,
            "talk_ended": self._talk_ended,
            "agent_state_changed": self._agent_state_changed,
        }

    def take(self, facts: Iterable[Fact]) -> None:
        """Facts of kinds other than `KINDS` are passed over."""
        for fact in facts:
            if taker := self._takers.get(fact.kind):
                taker(fact)

    def _queue_entered(self, fact: Fact) -> None:
        stay = Stay(fact.call, fact.data["queue"], fact.at, fact.data)
        self._open[fact.call] = stay
        self.logged.stays.append(stay)

    def _queue_left(self, fact: Fact) -> None:
        stay = self._open.get(fact.call)
        if stay is None or stay.outcome:
            return
        stay.outcome, stay.waited = fact.data["outcome"], fact.data["waited"]
        stay.before = max(0.0, stay.waited - (fact.at - stay.at))
        stay.before = stay.before if stay.before > _SLACK else 0.0

    def _offer_ended(self, fact: Fact) -> None:
        agent, outcome = fact.data["agent"], fact.data["outcome"]
        if outcome == "answered":
            self.logged.rings[agent].append(fact.data["rang"])
        elif outcome == "rang_out":
            self.logged.unanswered[agent] += 1

    def _talk_ended(self, fact: Fact) -> None:
        stay = self._open.get(fact.call)
        if stay is not None and not stay.agent:
            stay.agent, stay.talked = fact.data["agent"], fact.data["talked"]
            self._talked[stay.agent] = stay

    def _agent_state_changed(self, fact: Fact) -> None:
        data = fact.data
        change = AgentStateChanged(
            at=fact.at,
            agent=data["agent"],
            old=data["old"],
            state=data["state"],
            reason=data.get("reason", ""),
        )
        self.logged.changes.append(change)
        if change.old == "wrap_up" and change.agent in self._wraps_up:
            began, stay = self._wraps_up.pop(change.agent)
            stay.wrap_up = change.at - began
        elif change.old == "talking" and change.agent in self._talked:
            stay = self._talked.pop(change.agent)
            if change.state == "wrap_up":
                self._wraps_up[change.agent] = (change.at, stay)
            else:
                stay.wrap_up = 0.0


_SLACK = 1.0
"""Seconds by which two clocks may differ before a stay counts as one with time waited before."""
