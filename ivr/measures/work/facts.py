"""What became of one piece of work: its offers, who had it and for how long, and its end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from ivr.events import (
    Event,
    WorkArrived,
    WorkCancelled,
    WorkFinished,
    WorkOffered,
    WorkOfferEnded,
    WorkReleased,
)

Fate = Literal["open", "finished", "cancelled"]


@dataclass(frozen=True, slots=True)
class Offer:
    """`outcome` as in `WorkOfferEnded`, '' while it goes on."""

    at: float
    queue: str
    agent: str
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Handling:
    """From the acceptance by an agent until it was finished, given back or cancelled: `ended`, None while
    they have it; `took` in seconds."""

    began: float
    queue: str
    agent: str
    ended: float | None = None
    took: float = 0.0
    released: bool = False


@dataclass(frozen=True, slots=True)
class WorkFacts:
    """Times in seconds since 1970. `arrived` is None where the log does not have its beginning; `due` where
    nothing was said; `over` while it is open. `agent` finished it, or has it, or had it when it was
    cancelled; '' for nobody."""

    queue: str
    channel: str
    arrived: float | None
    due: float | None
    fate: Fate
    over: float | None
    agent: str
    offers: tuple[Offer, ...]
    handlings: tuple[Handling, ...]

    @property
    def taken(self) -> float | None:
        """When an agent accepted it first."""
        return self.handlings[0].began if self.handlings else None


def facts_of(events: Iterable[Event]) -> WorkFacts:
    """Of the events of one piece of work, in their order."""
    told = _Told()
    for event in events:
        told.see(event)
    return told.facts()


class _Told:
    def __init__(self) -> None:
        self._arrived: WorkArrived | None = None
        self._queue = ""
        self._offers: list[Offer] = []
        self._handlings: list[Handling] = []
        self._fate: Fate = "open"
        self._over: float | None = None

    def see(self, event: Event) -> None:
        match event:
            case WorkArrived():
                self._arrived = self._arrived or event
            case WorkOffered():
                self._offer_is_over("withdrawn")  # by an engine that was killed before it could say so
                self._offers.append(Offer(event.at, event.queue, event.agent))
            case WorkOfferEnded():
                self._offer_ended(event)
            case WorkReleased():
                self._handled(event.at, released=True)
            case WorkFinished():
                self._finished(event)
            case WorkCancelled():
                self._ends("cancelled", event.at)

    def facts(self) -> WorkFacts:
        arrived, last = self._arrived, self._handlings[-1] if self._handlings else None
        given_back = last is None or last.released
        return WorkFacts(
            queue=arrived.queue if arrived else self._queue,
            channel=arrived.channel if arrived else "",
            arrived=arrived.at if arrived else None,
            due=arrived.due or None if arrived else None,
            fate=self._fate,
            over=self._over,
            agent="" if last is None or given_back else last.agent,
            offers=tuple(self._offers),
            handlings=tuple(self._handlings),
        )

    def _offer_ended(self, event: WorkOfferEnded) -> None:
        if not self._offers or self._offers[-1].outcome:
            self._offers.append(Offer(event.at - event.rang, event.queue, event.agent))
        self._offer_is_over(event.outcome)
        if event.outcome == "accepted":
            self._handlings.append(Handling(event.at, event.queue, event.agent))

    def _offer_is_over(self, outcome: str) -> None:
        if self._offers and not self._offers[-1].outcome:
            self._offers[-1] = replace(self._offers[-1], outcome=outcome)

    def _finished(self, event: WorkFinished) -> None:
        if not self._has_it():
            self._handlings.append(Handling(event.at - event.took, event.queue, event.agent))
        self._ends("finished", event.at)

    def _ends(self, fate: Fate, at: float) -> None:
        self._offer_is_over("withdrawn")
        self._handled(at)
        self._fate, self._over = fate, at

    def _handled(self, at: float, *, released: bool = False) -> None:
        if self._has_it():
            own = self._handlings[-1]
            took = max(0.0, at - own.began)
            self._handlings[-1] = replace(own, ended=at, took=took, released=released)

    def _has_it(self) -> bool:
        return bool(self._handlings) and self._handlings[-1].ended is None
