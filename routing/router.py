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
from itertools import islice
from typing import Any

from routing.agents import Agent, AgentSpec, State, Trigger
from routing.callers import Callers
from routing.demand import Demands
from routing.effects import Effect, Rejected
from routing.events import (
    AgentLoggedIn,
    AgentLoggedOut,
    AgentPaused,
    AgentResumed,
    CallerEntered,
    CallerLeft,
    CallerMoved,
    CallTaken,
    ContactKept,
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
from routing.explanation import LOOKED_AT, Explanation, explain, overtaken
from routing.floor import Floor
from routing.market import Market
from routing.matching import Free, pair_up
from routing.needs import Condition, Needs
from routing.offers import Offers
from routing.outlook import Outlook
from routing.profiles import Profiles
from routing.queues import QueueSpec
from routing.record import Record
from routing.relaxation import Relaxation
from routing.rules import PHONE, Rules
from routing.strategy import Order, Strategy
from routing.turn import Turn
from routing.waiting import Waiting

DEFAULT_RULES = Rules()

_NO_QUEUE = QueueSpec("", wrap_up=0.0)


PASSED_OVER = 3
"""So many of those who were passed over for one caller are named."""


class Router:
    """Raises ValueError for a queue whose strategy is not in the catalogue. After that nothing raises: an
    event that makes no sense gives `Rejected`. `market` is for comparisons with another way to look things
    up."""

    def __init__(
        self,
        agents: Iterable[AgentSpec],
        queues: Iterable[QueueSpec],
        strategies: Mapping[str, Strategy],
        rules: Rules = DEFAULT_RULES,
        *,
        market: type[Market] = Market,
    ) -> None:
        self._queues = {queue.id: queue for queue in queues}
        used = {queue.id: _strategy(queue, strategies) for queue in self._queues.values()}
        self._turn = turn = Turn()
        self._records = {queue.id: Record(queue.target.within) for queue in self._queues.values()}
        self._profiles = Profiles()
        self._demands = Demands(self._profiles)
        self._floor = Floor(agents, turn, self._profiles, rules)
        orders = _orders(self._queues, used)
        self._market = market(self._profiles, orders, self._behind, self._overdue, rules.interruptible)
        self._callers = Callers(turn, self._demands, used, rules)
        self._callers.open(self._market, self.agents)
        self._floor.open(self._market, orders)
        self._outlook = Outlook(self._queues.values(), self._demands, self._floor.presence, turn)
        self._offers = Offers(turn, self._floor, self._callers, self._records, self._outlook)
        self._free = Free(self._market, self.agents, self._offers.asked_about)
        self._relaxation = Relaxation(turn, self._measure, self._is_here, self._callers.renew)
        self._handlers: Mapping[type[Event], Callable[[Any], None]] = {
            AgentLoggedIn: lambda e: self._ask(e, Trigger.LOG_IN, "logged_in"),
            AgentLoggedOut: lambda e: self._ask(e, Trigger.LOG_OUT, "logged_out"),
            AgentPaused: lambda e: self._ask(e, Trigger.PAUSE, e.reason),
            AgentResumed: lambda e: self._ask(e, Trigger.RESUME, "resumed"),
            PhoneChanged: self._phone_changed,
            SkillsChanged: self._skills_changed,
            WrapUpExtended: self._wrap_up_extended,
            CallerEntered: self._caller_entered,
            ContactKept: self._contact_kept,
            CallTaken: self._call_taken,
            CallerLeft: lambda e: self._unless_done(e, self._offers.caller_left(e.call)),
            PriorityChanged: self._priority_changed,
            CallerMoved: self._caller_moved,
            OfferAnswered: lambda e: self._unless_done(e, self._offers.answered(e.offer)),
            OfferRefused: lambda e: self._unless_done(e, self._offers.refused(e.offer, e.outcome)),
            TalkEnded: lambda e: self._unless_done(e, self._offers.talk_ended(e.offer)),
            TimePassed: lambda e: None,
        }

    # To be read

    @property
    def agents(self) -> Mapping[str, Agent]:
        """All agents by id, to be read only."""
        return self._floor.agents

    @property
    def waiting(self) -> Iterable[Waiting]:
        """Everybody who waits, to be read only."""
        return self._callers

    def position(self, call: str) -> int:
        """See `Callers.position`."""
        return self._callers.position(call)

    def length(self, queue: str) -> int:
        """How many wait in this queue, those included for whom a phone rings."""
        return self._callers.length(queue)

    def idle(self, queue: str, needs: Needs) -> int:
        """How many agents who can be given such a caller could be offered one now."""
        return self._market.count_free(self._callers.demand(self._queues[queue], needs))

    def able(self, queue: str, needs: Needs) -> int:
        """How many agents who can be given such a caller are logged in and not paused."""
        return self._floor.presence.among(self._callers.demand(self._queues[queue], needs).able)

    def service_level(self, queue: str) -> float | None:
        """The share of the queue's calls of the last 30 minutes answered within its target's time; who left
        before that time counts neither way. None where no call counts."""
        return self._records[queue].service_level(self._turn.now)

    def able_for(self, call: str) -> int:
        """As `able`, for a caller who waits, by what they need now; 0 for who does not wait."""
        waiting = self._callers.get(call)
        return self._outlook.able(waiting) if waiting else 0

    def expected(self, call: str) -> Expected | None:
        """How long a caller will still wait; None for who does not wait, and when nobody could serve them."""
        waiting = self._callers.get(call)
        return self._outlook.expected(waiting) if waiting else None

    def expected_by_newcomer(self, queue: str, needs: Needs) -> Expected | None:
        """How long such a caller would wait who came to this queue now; None when nobody could serve them."""
        if self.idle(queue, needs):
            return Expected(0.0, 0.0)
        return self._outlook.expected_by_newcomer(
            self._queues[queue], self._callers.demand(self._queues[queue], needs)
        )

    def explain(self, call: str) -> Explanation | None:
        """Why this caller is given whom they are given, or has to wait, as of now; None for who does not
        wait. Ask right after `apply`: looks at every agent, of very many at some."""
        waiting = self._callers.get(call)
        if waiting is None:
            return None
        rung, ahead = self._offers.rung_for(waiting), self._callers.ahead(waiting)
        return explain(waiting, self._floor, self._market, rung=rung, ahead=ahead)

    def priority(self, call: str) -> int:
        """Of a call that waits; 0 for one that does not."""
        waiting = self._callers.get(call)
        return waiting.priority if waiting else 0

    def overtaken(self, call: str, agent: str) -> tuple[str, ...]:
        """Some of those who wait since before this call, could be served by the agent who was given to it
        just now, and were passed over for its higher priority; looked for among those who came first."""
        given = self._callers.get(call)
        if given is None or agent not in self.agents:
            return ()
        first = islice(self._callers, LOOKED_AT)
        return tuple(islice(overtaken(first, given, self.agents[agent]), PASSED_OVER))

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
            known = len(self._profiles)
            self._floor.skills_changed(agent, event.skills)
            if len(self._profiles) > known:
                self._demands.profile_added()

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
        if self._callers.get(event.call) or self._offers.talking(event.call):
            return self._reject(event, f"call {event.call} is in a queue already")
        waiting = self._callers.enter(event, queue)
        self._relaxation.begin(waiting)
        self._callers.keep(waiting, event.patience)

    def _contact_kept(self, event: ContactKept) -> None:
        queue, agent = self._queues.get(event.queue), self._known(event)
        if queue is None or queue.channel == PHONE:
            return self._reject(event, f"no queue '{event.queue}' of contacts is configured")
        if self._callers.get(event.call) or self._offers.talking(event.call):
            return self._reject(event, f"call {event.call} is in a queue already")
        if agent:
            self._offers.keep(event.call, queue, agent)

    def _call_taken(self, event: CallTaken) -> None:
        agent = self._known(event)
        if agent is None:
            return
        if self._callers.get(event.call) or self._offers.talking(event.call):
            return self._reject(event, f"call {event.call} is in a queue already")
        queue = self._queues.get(event.queue, _NO_QUEUE)
        self._unless_done(event, self._offers.take(event.call, queue, agent))

    def _priority_changed(self, event: PriorityChanged) -> None:
        if waiting := self._in_line(event):
            self._callers.prefer(waiting, event.priority)

    def _caller_moved(self, event: CallerMoved) -> None:
        queue = self._queues.get(event.queue)
        if queue is None:
            return self._reject(event, f"no queue '{event.queue}' is configured")
        waiting = self._in_line(event)
        if waiting is None:
            return
        if queue.channel != waiting.queue.channel:
            return self._reject(event, f"queue '{queue.id}' is of another channel: {queue.channel}")
        self._callers.move(waiting, queue)

    def _in_line(self, event: Any) -> Waiting | None:
        waiting = self._callers.get(event.call)
        if waiting is None:
            self._reject(event, f"call {event.call} waits in no queue")
        return waiting

    def _is_here(self, waiting: Waiting) -> bool:
        return self._callers.get(waiting.call) is waiting

    # Choice

    def _match(self) -> None:
        floor, callers = self._floor, self._callers
        if floor.gone:
            callers.forsaken(floor.gone.values())
            floor.gone.clear()
        if not floor.freed and not callers.fresh:
            return
        freed = [agent for agent in floor.freed.values() if self._market.channels_of(agent)]
        for waiting, agent in pair_up(self._free, freed, callers.looking()):
            self._offers.make(waiting, agent)
        callers.fresh.clear()
        floor.freed.clear()

    def _behind(self, queue: str) -> float:
        """How far the queue is below its target; a queue that knows nothing yet is at it."""
        level = self.service_level(queue)
        return 0.0 if level is None else self._queues[queue].target.share - level

    def _overdue(self, waiting: Waiting) -> bool:
        return self._turn.now - waiting.claim[0] > waiting.queue.overdue

    def _measure(self, waiting: Waiting, condition: Condition) -> float | None:
        """What the condition is about; None where nobody knows."""
        match condition.measure:
            case "service_level":
                return self.service_level(waiting.queue.id)
            case "idle_agents":
                return self._market.count_free(waiting.demand)
            case "expected_wait":
                found = self._outlook.expected_by_newcomer(waiting.queue, waiting.demand)
                return (found.low + found.high) / 2 if found else None

    def _unless_done(self, event: Event, fault: str | None) -> None:
        if fault:
            self._reject(event, fault)

    def _reject(self, event: Event, why: str) -> None:
        self._turn.say(Rejected(event, why))


def _strategy(queue: QueueSpec, strategies: Mapping[str, Strategy]) -> Strategy:
    if queue.strategy not in strategies:
        allowed = ", ".join(sorted(strategies))
        raise ValueError(f"queue '{queue.id}': no strategy named '{queue.strategy}'; allowed: {allowed}")
    return strategies[queue.strategy]


def _orders(
    queues: Mapping[str, QueueSpec], strategies: Mapping[str, Strategy]
) -> Mapping[str, tuple[Order, ...]]:
    """The orders in use on each channel, the phone first."""
    orders: dict[str, dict[Order, None]] = {PHONE: {}}
    for queue in queues.values():
        orders.setdefault(queue.channel, {})[strategies[queue.id].order] = None
    return {channel: tuple(used) for channel, used in orders.items()}
