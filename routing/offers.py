"""Offers: a phone rings for a caller, until it is answered, refused, or nobody says what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from routing.agents import Agent, State
from routing.callers import Callers
from routing.effects import OfferAgent, Withdrawal, WithdrawOffer
from routing.events import Refusal
from routing.floor import Floor
from routing.outlook import Outlook
from routing.queues import QueueSpec
from routing.record import Record
from routing.rules import PHONE
from routing.turn import Turn
from routing.waiting import Waiting


@dataclass(slots=True, eq=False)
class Offer:
    """`began`: when the talk or the work on a contact began."""

    id: int
    call: str
    agent: Agent
    queue: QueueSpec
    stage: Literal["ringing", "talking", "lapsed"] = "ringing"
    began: float = 0.0


class Offers:
    """All that ring, are talked on, or may still be answered late. Methods return why nothing was done, if
    so."""

    def __init__(
        self, turn: Turn, floor: Floor, callers: Callers, records: Mapping[str, Record], outlook: Outlook
    ) -> None:
        self._turn = turn
        self._floor = floor
        self._callers = callers
        self._records = records
        self._outlook = outlook
        self._offers: dict[int, Offer] = {}
        self._talks: dict[str, Offer] = {}
        self._last = 0

    def talking(self, call: str) -> bool:
        return call in self._talks

    def rung_for(self, waiting: Waiting) -> Agent | None:
        """Whose phone rings for this caller."""
        return self._offers[waiting.offer].agent if waiting.offer is not None else None

    def asked_about(self, agent: Agent) -> Waiting | None:
        """What the agent is offered now."""
        offer = self._offers.get(agent.offer) if agent.offer is not None else None
        return self._callers.get(offer.call) if offer else None

    def make(self, waiting: Waiting, agent: Agent) -> None:
        """In place of what the agent is asked to take, if so."""
        if agent.offer is not None and (other := self.asked_about(agent)):
            self._withdraw(self._offers[agent.offer], other, "superseded")
        self._last += 1
        offer = self._offers[self._last] = Offer(self._last, waiting.call, agent, waiting.queue)
        self._callers.hold(waiting, offer.id)
        lease = waiting.reserve + offer.queue.ring + offer.queue.grace
        self._turn.alarm(lease, self._lease_over, offer)
        self._floor.ring(agent, offer.id, offer.queue.channel)
        queue = offer.queue
        self._turn.say(OfferAgent(offer.id, offer.call, agent.id, queue.ring, queue.channel))

    def keep(self, call: str, queue: QueueSpec, agent: Agent) -> None:
        """The agent has had this contact in hand since before the router began."""
        self._last += 1
        offer = Offer(self._last, call, agent, queue, "talking", self._turn.now)
        self._offers[offer.id] = self._talks[call] = offer
        self._floor.accepted(agent, offer.id, queue.channel)

    def take(self, call: str, queue: QueueSpec, agent: Agent) -> str | None:
        """The agent talks on the phone without an offer."""
        if agent.state is not State.AVAILABLE:
            return f"an agent who is {agent.state} takes no call"
        self._last += 1
        offer = Offer(self._last, call, agent, queue, "talking", self._turn.now)
        self._offers[offer.id] = self._talks[call] = offer
        self._floor.answered(agent, offer.id)
        return None

    def answered(self, number: int) -> str | None:
        found = self._open(number)
        if found is None:
            return _over(number)
        offer, waiting = found
        if offer.stage == "lapsed":
            self._make_way(offer, waiting)
            waiting.lapsed.remove(offer.id)
        offer.stage, offer.began = "talking", self._turn.now
        self._records[waiting.queue.id].answered(self._turn.now - waiting.entered, self._turn.now)
        self._outlook.left(waiting, abandoned=False)
        self._leave_line(waiting)
        self._talks[offer.call] = offer
        if offer.queue.channel == PHONE:
            self._floor.answered(offer.agent, offer.id)
        else:
            self._floor.accepted(offer.agent, offer.id, offer.queue.channel)
        return None

    def refused(self, number: int, outcome: Refusal) -> str | None:
        found = self._open(number)
        if found is None:
            return _over(number)
        offer, waiting = found
        del self._offers[offer.id]
        if offer.stage == "lapsed":
            waiting.lapsed.remove(offer.id)
            return None
        self._callers.release(waiting)
        on_phone = offer.queue.channel == PHONE
        if on_phone and outcome in ("busy", "unreachable"):
            self._floor.refused(offer.agent, outcome, offer.queue.rest)
            return None
        self._callers.spare(waiting, offer.agent, offer.queue.rest)
        if on_phone:
            self._floor.own_call_over(offer.agent)
        if outcome == "rang_out":
            self._floor.rang_out(offer.agent, offer.queue)
        else:
            self._floor.released(offer.agent, outcome)
        return None

    def caller_left(self, call: str) -> str | None:
        """At whatever point: in the line, while a phone rings, or in the talk."""
        if talk := self._talks.get(call):
            self._end(talk, "caller_left")
            return None
        waiting = self._callers.get(call)
        if waiting is None:
            return f"call {call} is in no queue"
        if waiting.offer is not None:
            offer = self._offers[waiting.offer]
            if offer.queue.channel == PHONE:
                self._floor.own_call_over(offer.agent)
            self._withdraw(offer, waiting, "caller_left")
        self._records[waiting.queue.id].abandoned(self._turn.now - waiting.entered, self._turn.now)
        self._outlook.left(waiting, abandoned=True)
        self._leave_line(waiting)
        return None

    def talk_ended(self, number: int) -> str | None:
        offer = self._offers.get(number)
        if offer is None or offer.stage != "talking":
            return f"no talk of offer {number} is going on"
        self._end(offer, "talk_ended")
        return None

    def _open(self, number: int) -> tuple[Offer, Waiting] | None:
        """The offer, with the caller who still waits."""
        offer = self._offers.get(number)
        waiting = self._callers.get(offer.call) if offer else None
        return (offer, waiting) if offer and waiting and offer.stage != "talking" else None

    def _end(self, offer: Offer, reason: str) -> None:
        del self._offers[offer.id]
        del self._talks[offer.call]
        if offer.queue.id in self._records:
            self._outlook.handled(offer.queue, self._turn.now - offer.began)
        if offer.id in offer.agent.contacts:
            self._floor.contact_over(offer.agent, offer.id)
        elif offer.agent.offer == offer.id:
            self._floor.talk_over(offer.agent, offer.queue.wrap_up, reason)

    def _make_way(self, late: Offer, waiting: Waiting) -> None:
        """The talk is a fact: what was arranged for its two parties since the lease ended is taken back."""
        for number in (waiting.offer, late.agent.offer):
            offer = self._offers.get(number) if number is not None else None
            other = self._callers.get(offer.call) if offer else None
            if offer and other and offer.stage == "ringing":
                self._withdraw(offer, other, "superseded")

    def _withdraw(self, offer: Offer, waiting: Waiting, why: Withdrawal) -> None:
        del self._offers[offer.id]
        self._turn.say(WithdrawOffer(offer.id, why))
        self._callers.release(waiting)
        self._floor.released(offer.agent, why)

    def _leave_line(self, waiting: Waiting) -> None:
        self._callers.leave(waiting)
        for offer in waiting.lapsed:
            del self._offers[offer]

    def _lease_over(self, offer: Offer) -> None:
        """Nobody said how the ringing ended. The caller goes on waiting; an answer may still come."""
        waiting = self._callers.get(offer.call)
        if offer.stage != "ringing" or waiting is None or waiting.offer != offer.id:
            return
        offer.stage = "lapsed"
        waiting.lapsed.append(offer.id)
        self._turn.say(WithdrawOffer(offer.id, "lease_over"))
        self._callers.release(waiting)
        self._callers.spare(waiting, offer.agent, offer.queue.rest)
        self._floor.missed(offer.agent, "lease_over")


def _over(number: int) -> str:
    return f"offer {number} is over or answered already"
