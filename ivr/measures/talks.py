"""Agents' parts of a call, with their times: a transfer makes two of one call."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ivr.events import CallEvent, TalkEnded, TransferBegan, Transferred
from ivr.journal.record import Handle
from ivr.measures.agent_time import AgentTime

SLACK = 5.0
"""Seconds between the end of a talk and its wrap-up, as two clocks may tell them."""
LONGEST = 3600.0
"""Seconds of a wrap-up that belong to the talk before it."""


@dataclass(frozen=True, slots=True)
class HandleFact:
    """As `ivr.journal.record.Handle`; `ended`: when the talk was over, in seconds since 1970. `wrapped_up` is
    None until the agent's time tells. `sent_on`: how this agent sent the caller on: blind, attended,
    escalation, or '' for not."""

    agent: str
    queue: str
    ended: float
    talked: float
    held: float
    consulted: float
    how: str
    sent_on: str = ""
    wrapped_up: float | None = None

    @property
    def began(self) -> float:
        """When they answered."""
        return self.ended - self.talked


def handle_facts(handles: Sequence[Handle], events: Iterable[CallEvent]) -> tuple[HandleFact, ...]:
    """`handles` as `ivr.journal.handles` makes them of the same events."""
    ends: list[tuple[float, str]] = []
    sent: dict[str, str] = {}
    for event in events:
        if isinstance(event, TransferBegan):
            sent[event.agent] = event.kind
        elif isinstance(event, TalkEnded):
            ends.append((event.at, sent.pop(event.agent, "")))
        elif isinstance(event, Transferred) and event.answered_by:
            ends.append((event.at, sent.pop(event.answered_by, "")))
    return tuple(
        HandleFact(
            agent=each.agent,
            queue=each.queue,
            ended=ended,
            talked=each.talked,
            held=each.held,
            consulted=each.consulted,
            how=each.how,
            sent_on=sent_on if each.by == "transfer" else "",
        )
        for each, (ended, sent_on) in zip(handles, ends, strict=False)
    )


def wrap_ups(handles: Iterable[HandleFact], times: Iterable[AgentTime]) -> Mapping[tuple[str, float], float]:
    """Seconds of the wrap-up that followed each part, by its agent and end; a wrap-up is of one part only."""
    spans: dict[str, deque[AgentTime]] = defaultdict(deque)
    for time in sorted((time for time in times if time.state == "wrap_up"), key=lambda time: time.began):
        spans[time.agent].append(time)
    found: dict[tuple[str, float], float] = {}
    for handle in sorted(handles, key=lambda handle: handle.ended):
        own = spans[handle.agent]
        while own and own[0].began < handle.ended - SLACK:
            own.popleft()
        if own and own[0].began <= handle.ended + SLACK:
            found[handle.agent, handle.ended] = min(own.popleft().seconds, LONGEST)
    return found
