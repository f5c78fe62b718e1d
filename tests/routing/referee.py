"""A second, slower opinion: keeps its own books from events and effects alone and objects to broken rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from routing.agents import AgentSpec, Phone, State
from routing.effects import AgentChanged, Effect, OfferAgent, Rejected, WakeAt, WithdrawOffer
from routing.events import (
    CallerEntered,
    CallerLeft,
    Event,
    OfferAnswered,
    OfferRefused,
    PhoneChanged,
    TalkEnded,
)
from routing.needs import Expression, met
from routing.queues import QueueSpec
from routing.router import Router
from routing.strategies import catalogue


@dataclass
class Person:
    skills: dict[str, int]
    state: State = State.LOGGED_OUT
    phone: Phone = "idle"
    idle: tuple[float, int] = (0.0, 0)
    rest_until: float = 0.0
    refusals: int = 0
    phone_changed: bool = False
    talk: int = 0


@dataclass
class Entry:
    queue: QueueSpec
    required: Expression
    claim: tuple[float, int]
    spared: dict[str, float] = field(default_factory=dict)
    offer: int | None = None


@dataclass
class Ringing:
    call: str
    agent: str
    since: float
    queue: QueueSpec
    stage: str = "ringing"


class Referee:
    """Plays events into a router and asserts every rule of the queue after each."""

    def __init__(self, agents: list[AgentSpec], queues: list[QueueSpec]) -> None:
        self.router = Router(agents, queues, catalogue())
        self.people = {spec.id: Person(dict(spec.skills)) for spec in agents}
        self.queues = {queue.id: queue for queue in queues}
        self.entries: dict[str, Entry] = {}
        self.offers: dict[int, Ringing] = {}
        self.now = float("-inf")
        self.wake: float | None = None
        self.history: list[Effect] = []
        self._count = 0

    def play(self, event: Event, now: float) -> tuple[Effect, ...]:
        effects = self.router.apply(event, now)
        self.now = max(self.now, now)
        self.history += effects
        missed = set(self._withdrawals(effects))
        if not any(isinstance(effect, Rejected) for effect in effects):
            missed |= set(self._record(event))
        self._agents_moved(effects, missed)
        if isinstance(event, OfferAnswered) and _talks(effects):
            self.people[self.offers[event.offer].agent].talk = event.offer
        self._offers_made([effect for effect in effects if isinstance(effect, OfferAgent)])
        self._look_around()
        for effect in effects:
            if isinstance(effect, WakeAt):
                self.wake = effect.time
        return effects

    # Keeping the books

    def _withdrawals(self, effects: tuple[Effect, ...]) -> Iterator[str]:
        for effect in effects:
            if isinstance(effect, WithdrawOffer):
                offer = self.offers[effect.offer]
                assert offer.stage == "ringing", "only a ringing phone can stop ringing"
                entry = self.entries[offer.call]
                entry.offer = None
                if effect.why == "lease_over":
                    offer.stage = "lapsed"
                    entry.spared[offer.agent] = self.now + offer.queue.rest
                    yield offer.agent
                else:
                    del self.offers[effect.offer]
                if effect.why == "caller_left":
                    self._own_call_over(offer.agent)

    def _record(self, event: Event) -> Iterator[str]:
        """Returns the agents who were rung in vain."""
        match event:
            case PhoneChanged(agent, phone):
                person = self.people[agent]
                person.phone_changed |= person.phone != phone
                person.phone = phone
            case CallerEntered(call, queue, needs, priority):
                claim = (self.now - 6.0 * priority, self._number())
                self.entries[call] = Entry(self.queues[queue], needs.required, claim)
            case CallerLeft(call):
                self._gone(call)
            case OfferAnswered(number):
                offer = self.offers[number]
                self.entries.pop(offer.call)
                self._forget_lapsed(offer.call, but=number)
                offer.stage = "talking"
                self.people[offer.agent].refusals = 0
            case OfferRefused(number, outcome):
                yield from self._refused(number, outcome)
            case TalkEnded(number):
                self._talk_over(number)

    def _gone(self, call: str) -> None:
        if self.entries.pop(call, None):
            self._forget_lapsed(call)
            return
        number = next(n for n, offer in self.offers.items() if offer.call == call)
        assert self.offers[number].stage == "talking"
        self._talk_over(number)

    def _talk_over(self, number: int) -> None:
        """A late answer may come from somebody who is in another talk by the books: that one goes on."""
        agent = self.offers.pop(number).agent
        if self.people[agent].talk == number:
            self._own_call_over(agent)

    def _refused(self, number: int, outcome: str) -> Iterator[str]:
        offer = self.offers.pop(number)
        if offer.stage == "lapsed":
            return
        entry, person = self.entries[offer.call], self.people[offer.agent]
        entry.offer = None
        if outcome == "rang_out":
            entry.spared[offer.agent] = self.now + offer.queue.rest
            self._own_call_over(offer.agent)
            yield offer.agent
        else:
            person.rest_until, person.phone_changed = self.now + offer.queue.rest, False
            person.refusals += 1

    def _agents_moved(self, effects: tuple[Effect, ...], missed: set[str]) -> None:
        for effect in effects:
            if isinstance(effect, AgentChanged):
                person = self.people[effect.agent]
                assert effect.old is person.state, "changes of an agent follow one another"
                person.state = effect.new
                in_vain = effect.old is State.RINGING and effect.agent in missed
                if in_vain or effect.old in (State.TALKING, State.LOGGED_OUT):
                    person.idle = (self.now, self._number())
                if in_vain:
                    person.refusals = 0

    def _own_call_over(self, agent: str) -> None:
        if self.people[agent].phone == "busy":
            self.people[agent].phone = "idle"

    def _forget_lapsed(self, call: str, but: int = 0) -> None:
        for number in [
            n for n, o in self.offers.items() if o.call == call and o.stage == "lapsed" and n != but
        ]:
            del self.offers[number]

    def _number(self) -> int:
        self._count += 1
        return self._count

    # The rules

    def _offers_made(self, made: list[OfferAgent]) -> None:
        for new in made:
            entry, person = self.entries[new.call], self.people[new.agent]
            assert new.offer not in self.offers, "an offer's number is used once"
            assert entry.offer is None, "never two offers for one caller"
            assert self._able(new.agent, entry), "never an agent who lacks a skill"
            assert person.phone == "idle", "never a phone that is not idle"
            assert self._spared(new.agent, entry) is False, "never again at once after no answer"
            cleared = person.phone_changed and person.refusals <= 1
            assert self.now >= person.rest_until or cleared, "a busy or unreachable phone rests"
            entry.offer = new.offer
            self.offers[new.offer] = Ringing(new.call, new.agent, self.now, entry.queue)
        for new in made:
            self._in_turn(new)

    def _in_turn(self, new: OfferAgent) -> None:
        """Nobody whom this agent could serve was in front; nobody idle for longer could serve this caller."""
        entry = self.entries[new.call]
        for other in self.entries.values():
            if other.offer is None and other.claim < entry.claim and self._able(new.agent, other):
                assert self._spared(new.agent, other), "the order of the line is kept"
        for name, person in self.people.items():
            if self._ready(name) and self._able(name, entry) and not self._spared(name, entry):
                assert person.idle > self.people[new.agent].idle, "the longest idle is rung"

    def _look_around(self) -> None:
        assert [w.call for w in self.router.waiting] == list(self.entries), "no caller lost or twice"
        for state, stage in ((State.RINGING, "ringing"), (State.TALKING, "talking")):
            in_state = sorted(name for name, person in self.people.items() if person.state is state)
            by_offer = sorted(offer.agent for offer in self.offers.values() if offer.stage == stage)
            late = stage == "talking" and set(in_state) <= set(by_offer)
            assert in_state == by_offer or late, f"one offer for each agent who is {state}"
        for offer in self.offers.values():
            lease = offer.queue.ring + offer.queue.grace
            assert offer.stage != "ringing" or self.now < offer.since + lease, "nobody is stuck in ringing"
        self._nobody_waits_in_vain()

    def _nobody_waits_in_vain(self) -> None:
        ready = [name for name in self.people if self._ready(name)]
        for entry in self.entries.values():
            if entry.offer is None:
                for name in ready:
                    idle = self._able(name, entry) and not self._spared(name, entry)
                    assert not idle, f"{name} is idle while a caller waits whom {name} can serve"

    def _ready(self, name: str) -> bool:
        person = self.people[name]
        rested = self.now >= person.rest_until
        return person.state is State.AVAILABLE and person.phone == "idle" and rested

    def _able(self, name: str, entry: Entry) -> bool:
        return met(entry.required, self.people[name].skills)

    def _spared(self, name: str, entry: Entry) -> bool:
        return self.now < entry.spared.get(name, float("-inf"))


def _talks(effects: tuple[Effect, ...]) -> bool:
    return any(isinstance(effect, AgentChanged) and effect.new is State.TALKING for effect in effects)
