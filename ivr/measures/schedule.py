"""Who was to work when. The engine knows no schedules: they are brought from where they are made."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice, takewhile

from ivr.measures.agent_time import AgentTime

WORK = "work"
WORKING = frozenset({"available", "ringing", "talking", "wrap_up"})
PRODUCTIVE = WORKING - {"ringing"}


@dataclass(frozen=True, slots=True)
class Scheduled:
    """An agent is to do this in [`began`, `ended`), seconds since 1970. `activity`: work, or a reason for a
    pause such as lunch. Spans of one agent do not overlap."""

    agent: str
    activity: str
    began: float
    ended: float
    paid: bool = True

    def fits(self, time: AgentTime) -> bool:
        """Whether this is the state in which the agent is to be."""
        if self.activity == WORK:
            return time.state in WORKING
        return time.state == "paused" and time.reason == self.activity


@dataclass(frozen=True, slots=True)
class Span:
    """Each of these `parts` has the seconds of [`began`, `ended`) of this agent."""

    agent: str
    began: float
    ended: float
    parts: tuple[str, ...]


def by_schedule(schedule: Iterable[Scheduled], times: Iterable[AgentTime]) -> Iterator[Span]:
    """What the schedule makes of agents' time. Agents who have none do not appear."""
    plans = {agent: list(plan) for agent, plan in groupby(sorted(schedule, key=_order), lambda s: s.agent)}
    for plan in plans.values():
        for each in plan:
            yield Span(each.agent, each.began, each.ended, tuple(_planned(each)))
    for time in times:
        if time.agent in plans:
            yield from _spent(list(_meanwhile(plans[time.agent], time)), time)


def _meanwhile(plan: Sequence[Scheduled], time: AgentTime) -> Iterator[Scheduled]:
    first = bisect_right(plan, time.began, key=lambda each: each.ended)
    return takewhile(lambda each: each.began < time.ended, islice(plan, first, None))


def _order(each: Scheduled) -> tuple[str, float]:
    return each.agent, each.began


def _planned(each: Scheduled) -> Iterator[str]:
    yield "scheduled"
    if each.activity == WORK:
        yield "scheduled_work"
    if each.paid:
        yield "paid"


def _spent(plan: list[Scheduled], time: AgentTime) -> Iterator[Span]:
    if time.state in WORKING:
        yield Span(time.agent, time.began, time.ended, ("worked",))
    for each in plan:
        if each.fits(time):
            yield from _common(time, each)
    if time.state in PRODUCTIVE:
        yield Span(time.agent, time.began, time.ended, ("paid_work",))
        yield from _unplanned(plan, time)


def _common(time: AgentTime, each: Scheduled) -> Iterator[Span]:
    began, ended = max(time.began, each.began), min(time.ended, each.ended)
    if began < ended:
        yield Span(time.agent, began, ended, ("adhered",))


def _unplanned(plan: list[Scheduled], time: AgentTime) -> Iterator[Span]:
    """Work outside of the paid time is paid as well."""
    at = time.began
    for each in plan:
        if each.paid:
            if at < each.began:
                yield Span(time.agent, at, each.began, ("paid",))
            at = max(at, each.ended)
    if at < time.ended:
        yield Span(time.agent, at, time.ended, ("paid",))
