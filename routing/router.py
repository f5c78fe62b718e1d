"""The router: events in, effects out. The same events at the same times always give the same effects.

```python
router = Router([AgentSpec("li", {"seller": 3})], [QueueSpec("support")], catalogue())
router.apply(AgentLoggedIn("li"), now=0.0)
router.apply(CallerEntered("call-1", "support", needs({"seller": 2})), now=1.0)  # OfferAgent(1, ...)
```

Between two events no servable caller waits while an eligible agent is idle, rests excepted; so an event needs
only be matched with what it made free.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, Literal

from routing.agents import Agent, AgentSpec, State, Trigger
from routing.effects import Effect, OfferAgent, Rejected, Withdrawal, WithdrawOffer
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
    TimePassed,
    WrapUpExtended,
)
from routing.expected import Expected
from routing.floor import Floor
from routing.needs import Needs, both
from routing.outlook import Outlook
from routing.queues import Claim, Line, QueueSpec, Waiting
from routing.rules import Rules
from routing.strategy import Strategy
from routing.turn import Turn

DEFAULT_RULES = Rules()


@dataclass(slots=True, eq=False)
class _Offer:
    id: int
    call: str
    agent: Agent
    queue: QueueSpec
    stage: Literal["ringing", "talking", "lapsed"] = "ringing"
    began: float = 0.0


class Router:
    """Raises ValueError for a queue whose strategy is not in the catalogue. After that nothing raises: an
    event that makes no sense gives `Rejected`."""

    def __init__(
        self,
        agents: Iterable[AgentSpec],
        queues: Iterable[QueueSpec],
        strategies: Mapping[str, Strategy],
        rules: Rules = DEFAULT_RULES,
    ) -> None:
        self._rules = rules
        self._queues = {queue.id: queue for queue in queues}
        self._strategies = {queue.id: _strategy(queue, strategies) for queue in self._queues.values()}
        self._turn = Turn()
        self._floor = Floor(agents, self._turn)
        self._line = Line()
        self._outlook = Outlook(self._queues.values(), self._line, self._floor, self._turn)
        self._offers: dict[int, _Offer] = {}
        self._talks: dict[str, _Offer] = {}
        self._fresh: dict[str, Waiting] = {}
        self._last_offer = 0
        self._handlers: Mapping[type[Event], Callable[[Any], None]] = {
            AgentLoggedIn: lambda e: self._ask(e, Trigger.LOG_IN, "logged_in"),
            AgentLoggedOut: lambda e: self._ask(e, Trigger.LOG_OUT, "logged_out"),
            AgentPaused: lambda e: self._ask(e, Trigger.PAUSE, e.reason),
            AgentResumed: lambda e: self._ask(e, Trigger.RESUME, "resumed"),
            PhoneChanged: self._phone_changed,
            CallerEntered: self._caller_entered,
            CallerLeft: self._caller_left,
            PriorityChanged: self._priority_changed,
            CallerMoved: self._caller_moved,
            SkillsChanged: self._skills_changed,
            WrapUpExtended: self._wrap_up_extended,
            OfferAnswered: self._answered,
            OfferRefused: self._refused,
            TalkEnded: self._talk_ended,
            TimePassed: lambda e: None,
        }

    @property
    def agents(self) -> Mapping[str, Agent]:
        """All agents by id, to be read only."""
        return self._floor.agents

    @property
    def waiting(self) -> Iterable[Waiting]:
        """Everybody who waits, to be read only."""
        return self._line

    def position(self, call: str) -> int:
        """See `Line.position`."""
        return self._line.position(call)

    def length(self, queue: str) -> int:
        """How many wait in this queue, those included for whom a phone rings."""
        return self._line.length(queue)

    def idle(self, queue: str, needs: Needs) -> int:
        """How many agents who can be given such a caller could be offered one now."""
        return self._floor.idle(both(self._queues[queue].members, needs.required))

    def able(self, queue: str, needs: Needs) -> int:
        """How many agents who can be given such a caller are logged in and not paused."""
        return self._floor.able(both(self._queues[queue].members, needs.required))

    def able_for(self, call: str) -> int:
        """As `able`, for a caller who waits, by what they need now; 0 for who does not wait."""
        waiting = self._line.get(call)
        return self._outlook.able(waiting) if waiting else 0

    def expected(self, call: str) -> Expected | None:
        """How long a caller will still wait; None for who does not wait, and when nobody could serve them."""
        waiting = self._line.get(call)
        return self._outlook.expected(waiting) if waiting else None

    def apply(self, event: Event, now: float) -> tuple[Effect, ...]:
        """What is to be done, in this order, because of `event` at `now`: seconds of any monotonic clock."""
        self._turn.begin(now)
        self._handlers[type(event)](event)
        self._match()
        return self._turn.end(woken=isinstance(event, TimePassed))

    # Agents

    def _ask(self, event: Any, trigger: Trigger, reason: str) -> None:
        agent = self._known(event)
        if agent and (fault := self._floor.ask(agent, trigger, reason)):
            self._reject(event, str(fault))

    def _phone_changed(self, event: PhoneChanged) -> None:
        if agent := self._known(event):
            self._floor.phone_changed(agent, event.phone)

    def _skills_changed(self, event: SkillsChanged) -> None:
        if agent := self._known(event):
            self._floor.skills_changed(agent, event.skills)

    def _wrap_up_extended(self, event: WrapUpExtended) -> None:
        agent = self._known(event)
        if agent is None:
            return
        if agent.state is not State.WRAP_UP or not event.seconds > 0:
            return self._reject(event, f"an agent who is {agent.state} has no wrap-up to be extended")
        self._floor.extend_wrap_up(agent, event.seconds)

    def _known(self, event: Any) -> Agent | None:
        agent = self.agents.get(event.agent)
        if agent is None:
            self._reject(event, f"no agent '{event.agent}' is configured")
        return agent

    # Callers

    def _caller_entered(self, event: CallerEntered) -> None:
        queue = self._queues.get(event.queue)
        if queue is None:
            return self._reject(event, f"no queue '{event.queue}' is configured")
        if self._line.get(event.call) or event.call in self._talks:
            return self._reject(event, f"call {event.call} is in a queue already")
        arrived, number = self._turn.now - max(0.0, event.waited), self._turn.number()
        waiting = Waiting(
            call=event.call,
            queue=queue,
            needs=event.needs,
            priority=event.priority,
            arrived=arrived,
            number=number,
            counts_from=self._rules.counts_from(arrived, event.due),
            reserve=max(0.0, event.reserve),
        )
        waiting.claim = self._claim(waiting, event.priority)
        self._line.enter(waiting)
        self._fresh[event.call] = waiting

    def _claim(self, waiting: Waiting, priority: int) -> Claim:
        return (waiting.counts_from - self._rules.head_start(priority), waiting.number)

    def _priority_changed(self, event: PriorityChanged) -> None:
        if waiting := self._in_line(event):
            with self._line.changing(waiting):
                waiting.priority, waiting.claim = event.priority, self._claim(waiting, event.priority)

    def _caller_moved(self, event: CallerMoved) -> None:
        queue = self._queues.get(event.queue)
        if queue is None:
            return self._reject(event, f"no queue '{event.queue}' is configured")
        waiting = self._in_line(event)
        if waiting is None:
            return
        if queue.channel != waiting.queue.channel:
            return self._reject(event, f"queue '{queue.id}' is of another channel: {queue.channel}")
        with self._line.changing(waiting):
            waiting.queue = queue
        self._fresh[waiting.call] = waiting

    def _in_line(self, event: Any) -> Waiting | None:
        waiting = self._line.get(event.call)
        if waiting is None:
            self._reject(event, f"call {event.call} waits in no queue")
        return waiting

    def _caller_left(self, event: CallerLeft) -> None:
        if talk := self._talks.get(event.call):
            return self._end_talk(talk, "caller_left")
        waiting = self._line.get(event.call)
        if waiting is None:
            return self._reject(event, f"call {event.call} is in no queue")
        if waiting.offer is not None:
            offer = self._offers[waiting.offer]
            self._floor.own_call_over(offer.agent)
            self._withdraw(offer, waiting, "caller_left")
        self._outlook.left(waiting, abandoned=True)
        self._leave_line(waiting)

    def _leave_line(self, waiting: Waiting) -> None:
        self._line.leave(waiting)
        for offer in waiting.lapsed:
            del self._offers[offer]

    # Offers

    def _match(self) -> None:
        while pair := self._next_pair():
            self._offer(*pair)
        self._fresh.clear()
        self._floor.freed.clear()

    def _next_pair(self) -> tuple[Waiting, Agent] | None:
        """The first in line whom something made free in this turn can serve, and the agent for them."""
        freed = (self._line.first_for(agent) for agent in self._floor.freed.values() if agent.eligible)
        fresh = (waiting for waiting in self._fresh.values() if self._looks_for_agent(waiting))
        first = min((w for w in chain(freed, fresh) if w), key=lambda w: w.claim, default=None)
        agent = self._floor.choose(first, self._strategies[first.queue.id]) if first else None
        return (first, agent) if first and agent else None

    def _looks_for_agent(self, waiting: Waiting) -> bool:
        here = self._line.get(waiting.call) is waiting and waiting.offer is None
        return here and self._floor.can_serve(waiting)

    def _offer(self, waiting: Waiting, agent: Agent) -> None:
        self._last_offer += 1
        offer = _Offer(self._last_offer, waiting.call, agent, waiting.queue)
        self._offers[offer.id] = offer
        self._line.hold(waiting)
        waiting.offer = offer.id
        lease = waiting.reserve + offer.queue.ring + offer.queue.grace
        self._turn.alarm(lease, self._lease_over, offer)
        self._floor.ring(agent, offer.id)
        self._turn.say(OfferAgent(offer.id, offer.call, agent.id, offer.queue.ring, offer.queue.channel))

    def _answered(self, event: OfferAnswered) -> None:
        offer = self._offers.get(event.offer)
        waiting = self._line.get(offer.call) if offer else None
        if offer is None or waiting is None:
            return self._reject(event, f"offer {event.offer} is over or answered already")
        if offer.stage == "lapsed":
            self._make_way(offer, waiting)
            waiting.lapsed.remove(offer.id)
        offer.stage = "talking"
        offer.began = self._turn.now
        self._outlook.left(waiting, abandoned=False)
        self._leave_line(waiting)
        self._talks[offer.call] = offer
        self._floor.answered(offer.agent, offer.id)

    def _make_way(self, late: _Offer, waiting: Waiting) -> None:
        """The talk is a fact: what was arranged for its two parties since the lease ended is taken back."""
        for number in (waiting.offer, late.agent.offer):
            offer = self._offers.get(number) if number is not None else None
            other = self._line.get(offer.call) if offer else None
            if offer and other and offer.stage == "ringing":
                self._withdraw(offer, other, "superseded")

    def _refused(self, event: OfferRefused) -> None:
        offer = self._offers.get(event.offer)
        waiting = self._line.get(offer.call) if offer else None
        if offer is None or waiting is None:
            return self._reject(event, f"offer {event.offer} is over or answered already")
        if offer.stage == "lapsed":
            waiting.lapsed.remove(offer.id)
            del self._offers[offer.id]
            return
        del self._offers[offer.id]
        self._back_in_line(waiting)
        if event.outcome in ("rang_out", "rejected"):
            self._spare(waiting, offer)
            self._floor.own_call_over(offer.agent)
        if event.outcome == "rang_out":
            self._floor.rang_out(offer.agent, offer.queue)
        elif event.outcome == "rejected":
            self._floor.released(offer.agent, event.outcome)
        else:
            self._floor.refused(offer.agent, event.outcome, offer.queue.rest)

    def _withdraw(self, offer: _Offer, waiting: Waiting, why: Withdrawal) -> None:
        del self._offers[offer.id]
        self._turn.say(WithdrawOffer(offer.id, why))
        self._back_in_line(waiting)
        self._floor.released(offer.agent, why)

    def _back_in_line(self, waiting: Waiting) -> None:
        waiting.offer = None
        self._line.release(waiting)
        self._fresh[waiting.call] = waiting

    def _spare(self, waiting: Waiting, offer: _Offer) -> None:
        until = self._turn.alarm(offer.queue.rest, self._spared_enough, (waiting, offer.agent.id))
        waiting.rests[offer.agent.id] = until

    def _spared_enough(self, pair: tuple[Waiting, str]) -> None:
        waiting, agent = pair
        if waiting.rests.get(agent, self._turn.now + 1) <= self._turn.now:
            del waiting.rests[agent]
            self._fresh[waiting.call] = waiting

    def _lease_over(self, offer: _Offer) -> None:
        """Nobody said how the ringing ended. The caller goes on waiting; an answer may still come."""
        waiting = self._line.get(offer.call)
        if offer.stage != "ringing" or waiting is None or waiting.offer != offer.id:
            return
        offer.stage = "lapsed"
        waiting.lapsed.append(offer.id)
        self._turn.say(WithdrawOffer(offer.id, "lease_over"))
        self._back_in_line(waiting)
        self._spare(waiting, offer)
        self._floor.missed(offer.agent, "lease_over")

    # Talks

    def _talk_ended(self, event: TalkEnded) -> None:
        offer = self._offers.get(event.offer)
        if offer is None or offer.stage != "talking":
            return self._reject(event, f"no talk of offer {event.offer} is going on")
        self._end_talk(offer, "talk_ended")

    def _end_talk(self, offer: _Offer, reason: str) -> None:
        del self._offers[offer.id]
        del self._talks[offer.call]
        self._outlook.handled(offer.queue, self._turn.now - offer.began)
        if offer.agent.offer == offer.id:
            self._floor.talk_over(offer.agent, offer.queue.wrap_up, reason)

    def _reject(self, event: Event, why: str) -> None:
        self._turn.say(Rejected(event, why))


def _strategy(queue: QueueSpec, strategies: Mapping[str, Strategy]) -> Strategy:
    if queue.strategy not in strategies:
        allowed = ", ".join(sorted(strategies))
        raise ValueError(f"queue '{queue.id}': no strategy named '{queue.strategy}'; allowed: {allowed}")
    return strategies[queue.strategy]
