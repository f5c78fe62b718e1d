"""A second, slower opinion on the router: objects to broken rules."""

from __future__ import annotations

from routing.agents import State
from routing.effects import Effect, OfferAgent, WakeAt
from routing.events import Event
from routing.needs import both
from routing.rules import PHONE
from tests.routing.books import STRATEGIES, Books, Entry, Ringing


class Referee(Books):
    """Plays events into a router and asserts every rule; the dear ones after `every` so many events."""

    @property
    def router_time(self) -> float:
        """The router's clock, which never goes back."""
        return max(self.now, self.clock)

    def play(self, event: Event, now: float) -> tuple[Effect, ...]:
        effects = self.router.apply(event, now)
        self.events.append((event, now))
        self.now = max(self.now, now)
        self.history += effects
        self.write_down(event, effects)
        made = [effect for effect in effects if isinstance(effect, OfferAgent)]
        assert self.taken_back <= {new.agent for new in made}, "an offer is taken back for a call alone"
        self._offers_made(made)
        self.played += 1
        if self.played % self._every == 0:
            self.look_around()
        self.wake = next((effect.time for effect in effects if isinstance(effect, WakeAt)), self.wake)
        return effects

    # The rules

    def _offers_made(self, made: list[OfferAgent]) -> None:
        if not made:
            return
        rung = {new.agent for new in made}
        ready = {name for name in self.people if self.may_be_offered(name)} | rung - self.taken_back
        looking = {call: entry for call, entry in self.entries.items() if entry.offer is None}
        for new in made:
            self._allowed(new)
        self._as_many_as_possible(made, looking, ready)
        if len(made) == 1:
            (new,) = made
            self._its_turn(new, looking)
            self._best_agent(new, ready)
        for new in made:
            entry = self.entries[new.call]
            entry.offer = new.offer
            self.offers[new.offer] = Ringing(new.call, new.agent, self.now, entry.queue)

    def _allowed(self, new: OfferAgent) -> None:
        entry, person = self.entries[new.call], self.people[new.agent]
        assert new.offer not in self.offers, "an offer's number is used once"
        assert entry.offer is None, "never two offers for one caller"
        instead = new.agent in self.taken_back
        assert not instead or entry.queue.channel == PHONE, "an offer is taken back for a call alone"
        assert person.state is State.RINGING, "an agent is told to be ringing"
        assert self.able(new.agent, entry), "never an agent who lacks a skill or is no member"
        assert self.spared(new.agent, entry) is False, "never again at once after no answer"
        assert entry.kept_until <= self.now or entry.agent == new.agent, "only who is waited for"
        assert self.has_room(new.agent, entry.queue.channel), "never more contacts than allowed"
        assert self.phone_free(new.agent, entry.queue.channel), "never a phone that is busy or rests"

    def _as_many_as_possible(
        self, made: list[OfferAgent], looking: dict[str, Entry], ready: set[str]
    ) -> None:
        """Callers in the order of their claims, each who can be served with all before: by exchange."""
        given: dict[str, str] = {}
        asked = self.taken_back | {name for name in self.people if self.is_asked(name)}

        def find(call: str, seen: set[str], free: set[str]) -> bool:
            for name in sorted(free | given.keys()):
                suits = self.suits(name, looking[call], name in ready | asked)
                if suits and name not in seen and (name in ready or looking[call].queue.channel == PHONE):
                    seen.add(name)
                    if name not in given or find(given[name], seen, free):
                        given[name] = call
                        return True
            return False

        for call in sorted(looking, key=lambda call: self.place(looking[call])):
            if not find(call, set(), ready) and looking[call].queue.channel == PHONE:
                find(call, set(), asked)
        served = {new.call for new in made}
        assert len(self.taken_back) == len(asked & given.keys()), "as few offers as possible are taken back"
        if any(looking[call].by_target for call in looking):
            assert len(served) == len(given), "as many as possible are served"
        else:
            assert served == set(given.values()), "of all ways to serve as many, the fairest"

    def _its_turn(self, new: OfferAgent, looking: dict[str, Entry]) -> None:
        """Nobody whom this agent could be given was in front, but for queues further below target."""
        entry = looking[new.call]
        open_to = [other for other in looking.values() if self.suits(new.agent, other, available=True)]
        if new.agent in self.taken_back:
            open_to = [other for other in open_to if other.queue.channel == PHONE]
        first = min(open_to, key=self.place)
        interruptible = [other for other in open_to if self.is_interruptible(other)]
        if not self.is_interruptible(first):
            open_to = [other for other in open_to if other not in interruptible]
        if first is entry:
            return
        assert {entry.by_target, first.by_target} == {True}, "the order of the line is kept"
        assert self.now - first.claim[0] <= first.queue.overdue, "nobody who is overdue is passed over"
        assert not first.kept_until > self.now, "nor who waits for this agent"
        same = [other for other in open_to if other.queue is entry.queue and other.kept_until <= self.now]
        assert min(same, key=lambda other: other.claim) is entry, "in each queue the order is kept"
        rivals = {other.queue.id for other in open_to if other.by_target}
        worst = max(self.behind(queue) for queue in rivals)
        assert self.behind(entry.queue.id) == worst, "the queue furthest below its target goes first"

    def _best_agent(self, new: OfferAgent, ready: set[str]) -> None:
        entry = self.entries[new.call]
        able = [name for name in ready if self.suits(name, entry, available=True)]
        if new.agent in self.taken_back:
            assert not able, "who is idle goes before who is asked"
            asked = {name for name in self.people if self.is_asked(name)} | self.taken_back
            able = [name for name in asked if self.suits(name, entry, available=True)]
        best = min(able, key=lambda name: self._rank(name, entry))
        assert best == new.agent, f"{best} comes before {new.agent}"

    def _rank(self, name: str, entry: Entry) -> tuple[float, ...]:
        person, strategy = self.people[name], STRATEGIES[entry.queue.strategy]
        liking = sum(weight * person.skills.get(skill, 0) for skill, weight in entry.needs.preferred)
        required = both(entry.queue.members, entry.needs.required)
        score = strategy.score(lambda skill: person.skills.get(skill, 0), required)
        own = 0.0 if entry.queue.strategy == "longest_idle" else strategy.order(self.router.agents[name])
        return (name != entry.agent, -liking, -score, own, *person.idle)

    def look_around(self) -> None:
        """What must hold between any two events."""
        assert [w.call for w in self.router.waiting] == list(self.entries), "no caller lost or twice"
        self._in_one_place_each()
        for offer in self.offers.values():
            lease = offer.queue.ring + offer.queue.grace
            assert offer.stage != "ringing" or self.now < offer.since + lease, "nobody is stuck in ringing"
        for person in self.people.values():
            over = person.state is not State.WRAP_UP or self.now < person.wrap_up_until
            assert over, "nobody is stuck in wrap-up"
        self._stages_are_due()
        self._nobody_waits_in_vain()
        for queue in self.queues:
            assert self.router.service_level(queue) == self.service_level(queue), "the service level is told"

    def _in_one_place_each(self) -> None:
        for state, stage in ((State.RINGING, "ringing"), (State.TALKING, "talking")):
            in_state = sorted(name for name, person in self.people.items() if person.state is state)
            calls = [o for o in self.offers.values() if o.stage == stage]
            if stage == "talking":
                calls = [o for o in calls if o.queue.channel == PHONE]
            by_offer = sorted(offer.agent for offer in calls)
            late = stage == "talking" and set(in_state) <= set(by_offer)
            assert in_state == by_offer or late, f"one offer for each agent who is {state}"
        lines: dict[str, list[tuple[float, int]]] = {}
        for entry in self.entries.values():
            lines.setdefault(entry.queue.id, []).append(entry.claim)
        for call, entry in self.entries.items():
            place = 0 if entry.offer else sorted(lines[entry.queue.id]).index(entry.claim) + 1
            assert self.router.position(call) == place, "the place in the line is told"

    def _stages_are_due(self) -> None:
        for entry in self.entries.values():
            if entry.stage < len(entry.stages):
                stage = entry.stages[entry.stage]
                late = entry.arrived + stage.after <= self.now
                assert not late or stage.when, "no stage comes after its time"

    def _nobody_waits_in_vain(self) -> None:
        ready = [name for name in self.people if self.may_be_offered(name)]
        for entry in self.entries.values():
            if entry.offer is None:
                for name in ready:
                    idle = self.suits(name, entry, available=True)
                    assert not idle, f"{name} is idle while a caller waits whom {name} can serve"
            if entry.offer is None and entry.queue.channel == PHONE:
                for name in self.people:
                    asked = self.is_asked(name) and self.suits(name, entry, available=True)
                    assert not asked, f"a call waits while {name} is asked to take what it may interrupt"
