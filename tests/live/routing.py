"""What the tests of the routing share: callers in the line, agents on the phone, the floor as it is now."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from ivr.acd import AgentNow
from ivr.demo.calls import ReceivedCall
from ivr.demo.patience import LIMIT
from ivr.demo.person import Person
from ivr.demo.phones import Phone
from ivr.demo.stage import Stage
from ivr.events import AgentOffered, AgentStateChanged, Event, OfferEnded, QueueEntered

E = TypeVar("E", bound=Event)

BUYER, VIP, URGENT_BUYER, TOLD_BUYER = "7001", "7002", "7003", "7004"
"""Numbers of tests/live/dialplans/waiting.yaml, by whom they ask for."""
TO_WANG = "7006"
"""A number that is transferred to 1001, wang's phone."""


async def waits(here: Stage, line: Phone, dialled: str = BUYER) -> Person:
    """A caller who is in the line, or with an agent already."""
    caller = await Person.calls(here.watch, line, dialled, number="13800138000")
    await caller.sees(QueueEntered)
    return caller


async def talks(agent: Phone, caller: Person) -> ReceivedCall:
    """The agent's phone rings and is answered; the agent's side of the talk."""
    call = await agent.rung()
    await call.answer()
    await caller.sees(OfferEnded, outcome="answered")
    return call


def offered(here: Stage, caller: Person) -> list[str]:
    """The agents whose phones were rung for this caller, in order."""
    return [event.agent for event in happened(here, AgentOffered) if event.call == caller.id]


def happened(here: Stage, kind: type[E], after: int = 0) -> list[E]:
    """All events of this kind, from number `after` on."""
    return [event for event in here.watch.events[after:] if isinstance(event, kind)]


def agent(here: Stage, name: str) -> AgentNow:
    """An agent as the engine sees them now."""
    return next(now for now in here.engine.acd.agents() if now.agent == name)


async def becomes(here: Stage, name: str, state: str, *, after: int) -> AgentStateChanged:
    """Wait until the agent's state has changed to this, from event number `after` on."""
    return await here.watch.until(AgentStateChanged, agent=name, state=state, after=after)


async def until(true: Callable[[], bool], what: str, limit: float = LIMIT) -> None:
    """Wait for something that nothing tells of. Raises AssertionError."""
    try:
        async with asyncio.timeout(limit):
            while not true():  # noqa: ASYNC110
                await asyncio.sleep(0.01)
    except TimeoutError:
        raise AssertionError(f"not within {limit:g} s: {what}") from None
