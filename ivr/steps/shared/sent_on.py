"""Where a caller goes whom an agent sends on: to another phone, to another queue, and never nowhere."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from ivr.flow.step import Next

from .talking import Way, dial

if TYPE_CHECKING:
    from ivr.flow.session import Session
    from ivr.ports import SentOn

RING = 20.0
"""Seconds that a phone is rung for a caller who was sent on."""

Again = Callable[[str, str], Awaitable[Next]]
"""Wait in this queue, at first for this agent alone ('' for anybody); None when an agent talked with the
caller, else where the call goes."""


async def follow(session: Session, again: Again, queue: str = "") -> Next:
    """Go where the agents send the caller, one after the other. None when the last talk was ended by its
    agent: the flow goes on. `queue` is where the caller is looked after when a phone does not answer; without
    one the agent who sent them on is rung."""
    way: Next = None
    while way is None and (sent := session.sent_on):
        session.sent_on = None
        if sent.queue:
            queue = sent.queue
            way = await again(queue, "")
        elif not await _answered(session, sent, queue):
            way = await _bring_back(session, sent, again, queue)
    return way


async def _answered(session: Session, sent: SentOn, queue: str) -> bool:
    way = Way(queue, sent.kind, sent.agent)
    return (await dial(session, sent.phone, RING, way)).outcome == "answered"


async def _bring_back(session: Session, sent: SentOn, again: Again, queue: str) -> Next:
    if queue:
        return await again(queue, sent.agent)
    if agent := session.world.agents.get(sent.agent):
        await dial(session, agent.phone, RING)
    return None
