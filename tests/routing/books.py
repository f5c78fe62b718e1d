"""Books of a floor kept from events and effects alone: what a second opinion on the router goes by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from routing.agents import IN_A_CALL, AgentSpec, Phone, State
from routing.effects import AgentChanged, Effect, NeedsRelaxed, Rejected, WithdrawOffer
from routing.events import (
    AgentLoggedIn,
    AgentLoggedOut,
    AgentPaused,
    AgentResumed,
    CallerEntered,
    CallerLeft,
    CallerMoved,
    Event,
    OfferAnswered,
    OfferRefused,
    PhoneChanged,
    PriorityChanged,
    SkillsChanged,
    TalkEnded,
    WrapUpExtended,
)
from routing.needs import Needs, Stage, met
from routing.queues import QueueSpec
from routing.router import Router
from routing.rules import PHONE, Rules
from routing.strategies import catalogue

STRATEGIES = catalogue()
NEVER = float("-inf")


@dataclass
class Person:
    skills: dict[str, int]
    at_once: dict[str, int]
    state: State = State.LOGGED_OUT
    phone: Phone = "idle"
    idle: tuple[float, int] = (0.0, 0)
    rest_until: float = 0.0
    refusals: int = 0
    phone_changed: bool = False
    talk: int = 0
    contacts: dict[int, str] = field(default_factory=dict)
    misses: Counter[str] = field(default_factory=Counter)
    wrap_up_until: float = NEVER
    goes: bool = False


@dataclass
class Entry:
    queue: QueueSpec
    needs: Needs
    priority: int
    counts_from: float
    number: int
    entered: float
    arrived: float
    stages: tuple[Stage, ...]
    agent: str
    kept_until: float
    stage: int = 0
    spared: dict[str, float] = field(default_factory=dict)
    offer: int | None = None

    @property
    def claim(self) -> tuple[float, int]:
        return (self.counts_from - 6.0 * max(-100, min(100, self.priority)), self.number)

    @property
    def by_target(self) -> bool:
        return STRATEGIES[self.queue.strategy].by_target


@dataclass
class Ringing:
    call: str
    agent: str
    since: float
    queue: QueueSpec
    stage: str = "ringing"


class Books:
    """Who is where and who waits, as told. Objects to what cannot follow on what was."""

    def __init__(
        self, agents: list[AgentSpec], queues: list[QueueSpec], rules: Rules | None = None, every: int = 1
    ) -> None:
        self.rules = rules or Rules()
        self.router = Router(agents, queues, STRATEGIES, self.rules)
        self.people = {spec.id: Person(dict(spec.skills), dict(spec.at_once)) for spec in agents}
        self.queues = {queue.id: queue for queue in queues}
        self.entries: dict[str, Entry] = {}
        self.offers: dict[int, Ringing] = {}
        self.answers: dict[str, list[tuple[float, bool]]] = {queue.id: [] for queue in queues}
        self.now = NEVER
        self.clock = 0.0
        self.events: list[tuple[Event, float]] = []
        self.wake: float | None = None
        self.history: list[Effect] = []
        self.played = 0
        self._every = every
        self._count = 0
        self._restarted: list[Person] = []
        self.taken_back: set[str] = set()

    def write_down(self, event: Event, effects: tuple[Effect, ...]) -> None:
        relaxed = [effect for effect in effects if isinstance(effect, NeedsRelaxed)]
        newcomers = [effect for effect in relaxed if effect.call not in self.entries]
        for stage in relaxed:
            if stage not in newcomers:
                self._relax(stage)
                self._released()
        self.taken_back = set(self._taken_back(event, effects))
        missed = set(self._withdrawals(effects))
        if not any(isinstance(effect, Rejected) for effect in effects):
            missed |= set(self._record(event))
        self._agents_moved(effects, missed)
        while self._restarted:
            self._restarted.pop().idle = (self.now, self._number())
        if isinstance(event, OfferAnswered) and _talks(effects):
            self.people[self.offers[event.offer].agent].talk = event.offer
        for stage in newcomers:
            self._relax(stage)
        self._released()

    def _taken_back(self, event: Event, effects: tuple[Effect, ...]) -> Iterator[str]:
        """The agents whose offers a call interrupted; what made way for an answer that came late is none of
        those."""
        late = self.offers.get(event.offer) if isinstance(event, OfferAnswered) else None
        for effect in effects:
            if isinstance(effect, WithdrawOffer) and effect.why == "superseded":
                offer = self.offers[effect.offer]
                if late is None or (offer.call != late.call and offer.agent != late.agent):
                    assert self.rules.channels[offer.queue.channel].interruptible, (
                        "calls interrupt nothing else"
                    )
                    yield offer.agent

    def _withdrawals(self, effects: tuple[Effect, ...]) -> Iterator[str]:
        for effect in effects:
            if isinstance(effect, WithdrawOffer):
                offer = self.offers[effect.offer]
                assert offer.stage == "ringing", "only a ringing phone can stop ringing"
                entry = self.entries[offer.call]
                entry.offer = None
                if effect.why == "lease_over":
                    offer.stage = "lapsed"
                    self._spare(entry, offer)
                    yield offer.agent
                else:
                    del self.offers[effect.offer]
                if effect.why == "caller_left":
                    self._own_call_over(offer)

    def _record(self, event: Event) -> Iterator[str]:
        """Returns the agents who were rung in vain."""
        self._record_change(event)
        match event:
            case CallerEntered():
                self._entered(event)
            case CallerLeft(call):
                self._gone(call)
            case OfferAnswered(number):
                self._answered(number)
            case OfferRefused(number, outcome):
                yield from self._refused(number, outcome)
            case TalkEnded(number):
                self._talk_over(number)

    def _record_change(self, event: Event) -> None:
        match event:
            case PhoneChanged(agent, phone):
                person = self.people[agent]
                person.phone_changed |= person.phone != phone
                person.phone = phone
            case AgentPaused(agent) | AgentLoggedOut(agent) if self.people[agent].state is State.RINGING:
                self.people[agent].goes = True
            case AgentResumed(agent) | AgentLoggedIn(agent):
                self.people[agent].goes = False
            case SkillsChanged(agent, skills):
                self.people[agent].skills = dict(skills)
            case WrapUpExtended(agent, seconds):
                self.people[agent].wrap_up_until += seconds
            case PriorityChanged(call, priority):
                self.entries[call].priority = priority
            case CallerMoved(call, queue):
                self.entries[call].queue = self.queues[queue]
                self.entries[call].entered = self.now

    def _entered(self, event: CallerEntered) -> None:
        arrived = self.now - max(0.0, event.waited)
        counts_from = arrived if event.due is None else max(arrived, event.due - self.rules.urgent)
        self.entries[event.call] = Entry(
            queue=self.queues[event.queue],
            needs=event.needs,
            priority=event.priority,
            counts_from=counts_from,
            number=self._number(),
            entered=self.now,
            arrived=arrived,
            stages=event.relax,
            agent=event.agent,
            kept_until=self.now + event.patience if event.agent and event.patience > 0 else NEVER,
        )

    def _gone(self, call: str) -> None:
        if entry := self.entries.pop(call, None):
            self._forget_lapsed(call)
            waited = self.now - entry.entered
            if waited > entry.queue.target.within:
                self.answers[entry.queue.id].append((self.now, False))
            return
        number = next(n for n, offer in self.offers.items() if offer.call == call)
        assert self.offers[number].stage == "talking"
        self._talk_over(number)

    def _answered(self, number: int) -> None:
        offer = self.offers[number]
        entry = self.entries.pop(offer.call)
        in_time = self.now - entry.entered <= entry.queue.target.within
        self.answers[entry.queue.id].append((self.now, in_time))
        self._forget_lapsed(offer.call, but=number)
        person = self.people[offer.agent]
        if offer.queue.channel != PHONE:
            person.contacts[number] = offer.queue.channel
            if offer.stage == "ringing":
                self._restarted.append(person)
        offer.stage = "talking"
        person.refusals = 0
        person.misses.clear()

    def _talk_over(self, number: int) -> None:
        """A late answer may come from somebody who is in another talk by the books: that one goes on."""
        offer = self.offers.pop(number)
        person = self.people[offer.agent]
        if person.contacts.pop(number, None):
            self._restarted.append(person)
        elif person.talk == number:
            self._own_call_over(offer)
            person.wrap_up_until = self.now + offer.queue.wrap_up

    def _refused(self, number: int, outcome: str) -> Iterator[str]:
        offer = self.offers.pop(number)
        if offer.stage == "lapsed":
            return
        entry, person = self.entries[offer.call], self.people[offer.agent]
        entry.offer = None
        if outcome in ("busy", "unreachable") and offer.queue.channel == PHONE:
            person.rest_until, person.phone_changed = self.now + offer.queue.rest, False
            person.refusals += 1
            return
        self._spare(entry, offer)
        self._own_call_over(offer)
        if outcome == "rang_out":
            person.misses[offer.queue.id] += 1
            yield offer.agent

    def _spare(self, entry: Entry, offer: Ringing) -> None:
        entry.spared[offer.agent] = self.now + offer.queue.rest
        if entry.agent == offer.agent:
            entry.kept_until = NEVER

    def _agents_moved(self, effects: tuple[Effect, ...], missed: set[str]) -> None:
        for effect in effects:
            if isinstance(effect, AgentChanged):
                person = self.people[effect.agent]
                assert effect.old is person.state, "changes of an agent follow one another"
                if effect.reason == "wrap_up_over":
                    assert self.now >= person.wrap_up_until, "nobody's wrap-up is cut short"
                person.state, person.goes = effect.new, person.goes and effect.new is State.RINGING
                in_vain = effect.old is State.RINGING and effect.agent in missed
                if in_vain or effect.old in (State.TALKING, State.LOGGED_OUT):
                    person.idle = (self.now, self._number())
                if effect.old in (State.LOGGED_OUT, State.PAUSED) and effect.new is State.AVAILABLE:
                    person.misses.clear()
                if in_vain:
                    person.refusals = 0
                    self._too_many_misses(person)

    def _too_many_misses(self, person: Person) -> None:
        for queue, misses in person.misses.items():
            if self.queues[queue].pause_after and misses >= self.queues[queue].pause_after:
                assert person.state in (State.PAUSED, State.LOGGED_OUT), "who is never there is paused"
                return person.misses.clear()

    def _relax(self, effect: NeedsRelaxed) -> None:
        entry = self.entries[effect.call]
        stage = entry.stages[entry.stage]
        assert effect.needs == stage.needs, "a stage brings its own needs"
        assert entry.arrived + stage.after <= self.now, "no stage comes before its time"
        entry.stage += 1
        assert effect.stage == entry.stage, "stages come in their order"
        entry.needs = stage.needs

    def _released(self) -> None:
        """Who was kept for an agent who is not there, or unable, is kept no more, and never again."""
        for entry in self.entries.values():
            if entry.kept_until <= self.now:
                continue
            person = self.people.get(entry.agent)
            away = person is None or person.state in (State.LOGGED_OUT, State.PAUSED)
            if away or not self.able(entry.agent, entry):
                entry.kept_until = NEVER

    def _own_call_over(self, offer: Ringing) -> None:
        if offer.queue.channel == PHONE and self.people[offer.agent].phone == "busy":
            self.people[offer.agent].phone = "idle"

    def _forget_lapsed(self, call: str, but: int = 0) -> None:
        for number in [
            n for n, o in self.offers.items() if o.call == call and o.stage == "lapsed" and n != but
        ]:
            del self.offers[number]

    def _number(self) -> int:
        self._count += 1
        return self._count

    # What follows from the books

    def suits(self, name: str, entry: Entry, available: bool) -> bool:
        """Whether this agent may be given this caller now."""
        if not available or (entry.kept_until > self.now and entry.agent != name):
            return False
        channel = entry.queue.channel
        return (
            self.phone_free(name, channel)
            and self.has_room(name, channel)
            and self.able(name, entry)
            and not self.spared(name, entry)
        )

    def place(self, entry: Entry) -> tuple[bool, float, int]:
        """What calls may interrupt stands behind everything else."""
        return (self.is_interruptible(entry), *entry.claim)

    def is_interruptible(self, entry: Entry) -> bool:
        channel = entry.queue.channel
        return channel != PHONE and self.rules.channels[channel].interruptible

    def is_asked(self, name: str) -> bool:
        """Whether the agent is offered something that a call may interrupt, and would stay afterwards."""
        asked = any(
            offer.agent == name
            and offer.stage == "ringing"
            and self.is_interruptible(self.entries[offer.call])
            for offer in self.offers.values()
        )
        return asked and not self.people[name].goes

    def may_be_offered(self, name: str) -> bool:
        return self.people[name].state is State.AVAILABLE and self.people[name].phone not in IN_A_CALL

    def phone_free(self, name: str, channel: str) -> bool:
        person = self.people[name]
        if channel != PHONE:
            return person.phone not in IN_A_CALL
        cleared = person.phone_changed and person.refusals <= 1
        return person.phone == "idle" and (self.now >= person.rest_until or cleared)

    def has_room(self, name: str, channel: str) -> bool:
        person, channels = self.people[name], self.rules.channels
        if channel == PHONE:
            return all(channels[other].interruptible for other in person.contacts.values())
        limit = person.at_once.get(channel, channels[channel].at_once)
        return sum(other == channel for other in person.contacts.values()) < limit

    def able(self, name: str, entry: Entry) -> bool:
        skills = self.people[name].skills
        return met(entry.needs.required, skills) and met(entry.queue.members, skills)

    def spared(self, name: str, entry: Entry) -> bool:
        return self.now < entry.spared.get(name, NEVER)

    def service_level(self, queue: str) -> float | None:
        self.answers[queue] = [answer for answer in self.answers[queue] if answer[0] > self.now - 1800.0]
        answers = [in_time for _, in_time in self.answers[queue]]
        return sum(answers) / len(answers) if answers else None

    def behind(self, queue: str) -> float:
        level = self.service_level(queue)
        return 0.0 if level is None else self.queues[queue].target.share - level


def _talks(effects: tuple[Effect, ...]) -> bool:
    return any(isinstance(effect, AgentChanged) and effect.new is State.TALKING for effect in effects)
