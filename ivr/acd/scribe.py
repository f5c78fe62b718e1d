"""Writes the queue and agent events of the journal."""

from __future__ import annotations

from ivr.events import (
    AgentOffered,
    AgentStateChanged,
    DispositionSet,
    NeedsRelaxed,
    OfferEnded,
    QueueEntered,
    QueueLeft,
    SelfRepaired,
    TalkEnded,
    WrapUpExtended,
)
from ivr.ports import AgentOffer, Clock, Journal, QueueRequest, Wanted
from routing.needs import Needs, written


class Scribe:
    """One method for each fact; durations are in seconds."""

    def __init__(self, clock: Clock, journal: Journal) -> None:
        self._clock = clock
        self._journal = journal

    def entered(self, request: QueueRequest) -> None:
        said = Wanted.of(request).to_plain()
        self._journal.append(QueueEntered(at=self._at(), call=request.call, queue=request.queue, **said))

    def relaxed(self, request: QueueRequest, stage: int, needs: Needs) -> None:
        self._journal.append(
            NeedsRelaxed(
                at=self._at(),
                call=request.call,
                queue=request.queue,
                stage=stage,
                needs=written(needs.required),
            )
        )

    def offered(self, request: QueueRequest, offer: AgentOffer) -> None:
        self._journal.append(
            AgentOffered(
                at=self._at(),
                call=request.call,
                queue=request.queue,
                agent=offer.agent,
                phone=offer.phone,
            )
        )

    def offer_ended(self, request: QueueRequest, offer: AgentOffer, outcome: str, rang: float) -> None:
        self._journal.append(
            OfferEnded(
                at=self._at(),
                call=request.call,
                queue=request.queue,
                agent=offer.agent,
                outcome=outcome,
                rang=rang,
            )
        )

    def left(self, request: QueueRequest, outcome: str, waited: float) -> None:
        self._journal.append(
            QueueLeft(at=self._at(), call=request.call, queue=request.queue, outcome=outcome, waited=waited)
        )

    def talk_ended(self, request: QueueRequest, offer: AgentOffer, by: str, talked: float) -> None:
        self._journal.append(
            TalkEnded(
                at=self._at(),
                call=request.call,
                queue=request.queue,
                agent=offer.agent,
                by=by,
                talked=talked,
            )
        )

    def agent_changed(self, agent: str, old: str, new: str, reason: str) -> None:
        self._journal.append(
            AgentStateChanged(at=self._at(), agent=agent, old=str(old), state=str(new), reason=reason)
        )

    def wrap_up_extended(self, agent: str, seconds: float) -> None:
        self._journal.append(WrapUpExtended(at=self._at(), agent=agent, seconds=seconds))

    def repaired(self, agent: str, what: str, was: str, found: str) -> None:
        self._journal.append(SelfRepaired(at=self._at(), agent=agent, what=what, was=was, found=found))

    def disposed(self, call: str, agent: str, code: str) -> None:
        self._journal.append(DispositionSet(at=self._at(), call=call, agent=agent, code=code))

    def _at(self) -> float:
        return self._clock.now().timestamp()
