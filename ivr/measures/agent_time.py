"""How agents spend their time: one span for each state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ivr.events import AgentStateChanged
from ivr.measures.parts import NAMES, Parts

LONGEST = 12 * 3600.0
"""Seconds of a state that count: who changes nothing for so long has gone without logging out."""

PART_OF: Mapping[str, str] = {
    "available": "idle",
    "ringing": "ringing",
    "talking": "talking",
    "wrap_up": "wrap_up",
    "paused": "paused",
}
"""The part for each state of `routing.agents.State`; logged out is none."""


@dataclass(frozen=True, slots=True)
class AgentTime:
    """An agent in one state from `began` to `ended`, in seconds since 1970. `state` is one of
    `routing.agents.State`; `reason` that of a pause, else what caused the state."""

    agent: str
    state: str
    reason: str
    began: float
    ended: float

    @property
    def seconds(self) -> float:
        return self.ended - self.began


def agent_times(changes: Iterable[AgentStateChanged], since: float, until: float) -> Iterator[AgentTime]:
    """The spans that lie in [since, until), of changes in their order: those of the last `LONGEST` seconds
    before `since` as well, since a state may have begun there. Before their first change nobody knows since
    when an agent was in a state; it has no time. Where the clock was set back, the states of an agent never
    overlap: what is stamped earlier than the change before it begins with that one."""
    now: dict[str, AgentStateChanged] = {}
    for change in changes:
        if before := now.get(change.agent):
            change = replace(change, at=max(change.at, before.at))
            yield from _within(span_of(before, change.at), since, until)
        now[change.agent] = change
    for last in now.values():
        yield from _within(span_of(last, until), since, until)


def span_of(change: AgentStateChanged, ended: float) -> AgentTime:
    """The state that began so, until the next change, as far as it counts."""
    latest = min(ended, change.at + LONGEST)
    return AgentTime(change.agent, change.state, change.reason, change.at, latest)


def _within(time: AgentTime, since: float, until: float) -> Iterator[AgentTime]:
    began, ended = max(time.began, since), min(time.ended, until)
    if began < ended:
        yield AgentTime(time.agent, time.state, time.reason, began, ended)


def by_state(times: Iterable[AgentTime]) -> dict[str, dict[str, float]]:
    """How many seconds each agent was in each state."""
    found: dict[str, dict[str, float]] = {}
    for time in times:
        states = found.setdefault(time.agent, {})
        states[time.state] = states.get(time.state, 0.0) + time.seconds
    return found


def spent(states: Iterable[Mapping[str, float]]) -> Parts:
    """`states`: of each agent the seconds in each state."""
    sums: dict[str, float] = dict.fromkeys(NAMES, 0)
    for seconds in states:
        for state, part in PART_OF.items():
            sums[part] += seconds.get(state, 0.0)
    return Parts(**sums)  # type: ignore[arg-type]
