"""A queue whose agents a test lines up, and which remembers what the step told it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Literal

from ivr.ports import AgentOffer, Caller, DialOutcome, QueueRequest


@dataclass(frozen=True, slots=True)
class Free:
    """An agent who becomes free `after` seconds, counted from the entry or from the last refusal."""

    phone: str
    after: float = 0.0


class Waiting:
    """One caller's visit; `said` is what the step told the queue."""

    def __init__(self, caller: Caller, agents: Iterable[Free], said: list[str]) -> None:
        self.offer: AgentOffer | None = None
        self._caller = caller
        self._agents = iter(agents)
        self._said = said
        self._entered = asyncio.get_running_loop().time()
        self._number = 0
        self._next()

    @property
    def position(self) -> int:
        return 0 if self.offer else 3

    @property
    def waited(self) -> float:
        return asyncio.get_running_loop().time() - self._entered

    @property
    def talked(self) -> bool:
        return any(said.startswith("answered") for said in self._said)

    def answered(self, offer: AgentOffer) -> None:
        self._said.append(f"answered {offer.phone}")

    def refused(self, offer: AgentOffer, outcome: DialOutcome) -> None:
        self._said.append(f"refused {offer.phone} {outcome}")
        self.offer = None
        self._next()

    def finished(self, offer: AgentOffer, by: Literal["caller", "agent"] = "agent") -> None:
        self._said.append(f"finished {offer.phone} by {by}")

    def _next(self) -> None:
        agent = next(self._agents, None)
        if agent:
            asyncio.get_running_loop().call_later(agent.after, self._offer, agent.phone)

    def _offer(self, phone: str) -> None:
        self._number += 1
        self.offer = AgentOffer(self._number, f"agent{phone}", "王", phone, 15.0)
        self._caller.wake()


class Line:
    """A queue in front of these agents."""

    def __init__(self, *agents: Free) -> None:
        self.requests: list[QueueRequest] = []
        self.said: list[str] = []
        self._agents = agents

    @asynccontextmanager
    async def enter(self, request: QueueRequest, caller: Caller) -> AsyncIterator[Waiting]:
        self.requests.append(request)
        try:
            yield Waiting(caller, self._agents, self.said)
        finally:
            self.said.append("left")
