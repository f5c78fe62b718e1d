"""Writes the events of work that is no call, beside those of calls."""

from __future__ import annotations

from ivr.acd.scribe import Scribe
from ivr.events import WorkOffered, WorkOfferEnded
from ivr.ports import AgentOffer, QueueRequest
from routing.rules import PHONE

_OUTCOMES = {"answered": "accepted", "abandoned": "withdrawn"}


class WorkScribe(Scribe):
    """What the desk of work says itself (that it arrived, is finished, cancelled) is not said twice."""

    def entered(self, request: QueueRequest) -> None:
        if request.channel == PHONE:
            super().entered(request)

    def offered(self, request: QueueRequest, offer: AgentOffer) -> None:
        if request.channel == PHONE:
            return super().offered(request, offer)
        said = {"work": request.call, "queue": request.queue, "agent": offer.agent}
        self._journal.append(WorkOffered(at=self._at(), ring=offer.ring, **said))

    def offer_ended(self, request: QueueRequest, offer: AgentOffer, outcome: str, rang: float) -> None:
        if request.channel == PHONE:
            return super().offer_ended(request, offer, outcome, rang)
        said = {"work": request.call, "queue": request.queue, "agent": offer.agent}
        outcome = _OUTCOMES.get(outcome, outcome)
        self._journal.append(WorkOfferEnded(at=self._at(), outcome=outcome, rang=rang, **said))

    def left(self, request: QueueRequest, outcome: str, waited: float) -> None:
        if request.channel == PHONE:
            super().left(request, outcome, waited)

    def talk_ended(self, request: QueueRequest, offer: AgentOffer, by: str, talked: float) -> None:
        if request.channel == PHONE:
            super().talk_ended(request, offer, by, talked)
