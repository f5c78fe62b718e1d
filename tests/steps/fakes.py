"""A queue whose agents a test lines up, and which remembers what the step told it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Literal

from ivr.ports import AgentOffer, Caller, DialOutcome, Leaving, QueueRequest
from routing.expected import Expected


@dataclass(frozen=True, slots=True)
class Free:
    """An agent who becomes free `after` seconds, counted from the entry or from the last refusal."""

    phone: str
    after: float = 0.0


@dataclass(slots=True)
class Now:
    """What a caller is told of the line."""

    position: int = 3
    length: int = 3
    able: int = 1
    expected: Expected | None = None


class Waiting:
    """One caller's visit; `said` is what the step told the queue."""

    def __init__(
        self, caller: Caller, agents: Iterable[Free], said: list[str], now: Now, waited: float
    ) -> None:
        self.offer: AgentOffer | None = None
        self._now = now
        self._caller = caller
        self._agents = iter(agents)
        self._said = said
        self._entered = asyncio.get_running_loop().time() - waited
        self._number = 0
        self._next()

    @property
    def position(self) -> int:
        return 0 if self.offer else self._now.position

    @property
    def length(self) -> int:
        return self._now.length

    @property
    def able(self) -> int:
        return self._now.able

    @property
    def expected(self) -> Expected | None:
        return self._now.expected

    @property
    def waited(self) -> float:
        return asyncio.get_running_loop().time() - self._entered

    @property
    def talked(self) -> bool:
        return any(said.startswith("answered") for said in self._said)

    def move(self, queue: str) -> None:
        self._said.append(f"moved to {queue}")

    def leaves(self, why: Leaving) -> None:
        self._said.append(why)

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
    """A queue in front of these agents; `now` is what callers are told of it, `later` what that becomes, by
    the seconds after an entry."""

    def __init__(
        self, *agents: Free, now: Now | None = None, later: Mapping[float, Mapping[str, object]] | None = None
    ) -> None:
        self.requests: list[QueueRequest] = []
        self.said: list[str] = []
        self.now = now or Now()
        self._agents = agents
        self._later = later or {}

    @asynccontextmanager
    async def enter(self, request: QueueRequest, caller: Caller) -> AsyncIterator[Waiting]:
        self.requests.append(request)
        loop = asyncio.get_running_loop()
        for after, changes in self._later.items():
            loop.call_later(after, self._change, changes)
        try:
            yield Waiting(caller, self._agents, self.said, self.now, request.waited)
        finally:
            self.said.append("left")

    def _change(self, changes: Mapping[str, object]) -> None:
        for name, value in changes.items():
            setattr(self.now, name, value)
