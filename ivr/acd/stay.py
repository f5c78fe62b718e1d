"""One caller's stay in a queue, as the `queue` step sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ivr.ports import AgentOffer, DialOutcome, EndedBy, Leaving, QueueRequest, Wakeable
from routing.expected import Expected


class Keeper(Protocol):
    """The distributor, as a stay needs it."""

    def position(self, stay: Stay) -> int: ...

    def waited(self, stay: Stay) -> float: ...

    def length(self, stay: Stay) -> int: ...

    def able(self, stay: Stay) -> int: ...

    def expected(self, stay: Stay) -> Expected | None: ...

    def move(self, stay: Stay, queue: str) -> None: ...

    def answered(self, stay: Stay, offer: AgentOffer) -> None: ...

    def refused(self, stay: Stay, offer: AgentOffer, outcome: DialOutcome) -> None: ...

    def rejected(self, stay: Stay, offer: AgentOffer) -> None: ...

    def finished(self, stay: Stay, offer: AgentOffer, by: str) -> None: ...


@dataclass(slots=True, eq=False)
class Stay:
    """Implements `ivr.ports.Visit`, and for work `ivr.ports.work.WorkVisit`.

    `offer` stays set in the talk; `talk_began` stays set after it. `joined` is when they came into the queue
    of the request, which changes when they move; `leaving` why they go."""

    request: QueueRequest
    caller: Wakeable
    entered: float
    keeper: Keeper
    joined: float = 0.0
    leaving: Leaving | None = None
    offer: AgentOffer | None = None
    talk: AgentOffer | None = None
    talk_began: float | None = None

    @property
    def position(self) -> int:
        return self.keeper.position(self)

    @property
    def waited(self) -> float:
        return self.keeper.waited(self)

    @property
    def length(self) -> int:
        return self.keeper.length(self)

    @property
    def able(self) -> int:
        return self.keeper.able(self)

    @property
    def expected(self) -> Expected | None:
        return self.keeper.expected(self)

    @property
    def talked(self) -> bool:
        return self.talk_began is not None

    def move(self, queue: str) -> None:
        self.keeper.move(self, queue)

    def leaves(self, why: Leaving) -> None:
        self.leaving = why

    def answered(self, offer: AgentOffer) -> None:
        self.keeper.answered(self, offer)

    def refused(self, offer: AgentOffer, outcome: DialOutcome) -> None:
        self.keeper.refused(self, offer, outcome)

    def rejected(self, offer: AgentOffer) -> None:
        self.keeper.rejected(self, offer)

    def finished(self, offer: AgentOffer, by: EndedBy = "agent") -> None:
        self.keeper.finished(self, offer, by)
