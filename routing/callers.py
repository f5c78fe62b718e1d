"""Everybody who waits: their places, what they need by now, and whom they are kept for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager

from sortedcontainers import SortedList

from routing.agents import Agent
from routing.demand import Ask, Demand, Demands
from routing.events import CallerEntered
from routing.market import Market
from routing.needs import Needs, both
from routing.queues import QueueSpec
from routing.rules import Rules
from routing.strategy import Strategy
from routing.turn import Turn
from routing.waiting import Claim, Waiting


class Callers:
    """`fresh` holds who began to look for an agent in this turn, or looks for another one; the router empties
    it. Who has an offer keeps the place and looks for nobody."""

    def __init__(
        self, turn: Turn, demands: Demands, strategies: Mapping[str, Strategy], rules: Rules
    ) -> None:
        self.fresh: dict[str, Waiting] = {}
        self._turn = turn
        self._demands = demands
        self._strategies = strategies
        self._rules = rules
        self._calls: dict[str, Waiting] = {}
        self._queues: dict[str, SortedList] = {}

    def open(self, market: Market, agents: Mapping[str, Agent]) -> None:
        """Where they look for an agent from now on."""
        self._market = market
        self._agents = agents

    def __iter__(self) -> Iterator[Waiting]:
        return iter(self._calls.values())

    def get(self, call: str) -> Waiting | None:
        return self._calls.get(call)

    def looks(self, waiting: Waiting) -> bool:
        """Whether this one is still here and has no offer."""
        return waiting.offer is None and self._calls.get(waiting.call) is waiting

    def demand(self, queue: QueueSpec, needs: Needs) -> Demand:
        strategy = self._strategies[queue.id]
        required = both(queue.members, needs.required)
        own = queue.id if strategy.by_target else ""
        return self._demands.of(Ask(required, needs.preferred, queue.channel, strategy, own))

    def enter(self, event: CallerEntered, queue: QueueSpec) -> Waiting:
        now = self._turn.now
        arrived = now - max(0.0, event.waited)
        waiting = Waiting(
            call=event.call,
            queue=queue,
            needs=event.needs,
            priority=event.priority,
            arrived=arrived,
            entered=now,
            number=self._turn.number(),
            counts_from=self._rules.counts_from(arrived, event.due),
            demand=self.demand(queue, event.needs),
            reserve=max(0.0, event.reserve),
            stages=event.relax,
            agent=event.agent,
        )
        waiting.claim = self._claim(waiting)
        waiting.demand.users += 1
        self._calls[waiting.call] = waiting
        self._queue(queue).add(waiting.entry)
        self._look(waiting)
        return waiting

    def keep(self, waiting: Waiting, patience: float) -> None:
        """Give a newcomer to nobody but the agent asked for, for so long, if the agent is there and able."""
        if waiting.agent and patience > 0:
            waiting.patience_until = self._turn.now + patience
            if self._keeps(waiting):
                self._turn.alarm_at(waiting.patience_until, self._let_go, waiting)
                self._market.take(waiting)
                waiting.kept = True
                self._look(waiting)

    def leave(self, waiting: Waiting) -> None:
        """Leave for good, answered or not."""
        if waiting.offer is None:
            self._market.take(waiting)
        waiting.demand.users -= 1
        del self._calls[waiting.call]
        self._queue(waiting.queue).remove(waiting.entry)

    def hold(self, waiting: Waiting, offer: int) -> None:
        """A phone rings for this caller: nobody else is looked for."""
        self._market.take(waiting)
        waiting.offer = offer

    def release(self, waiting: Waiting) -> None:
        """Back among those who look for an agent, at the old place."""
        waiting.offer = None
        waiting.kept = waiting.kept and self._keeps(waiting)
        self._look(waiting)

    def spare(self, waiting: Waiting, agent: Agent, rest: float) -> None:
        """The agent is not rung for this caller for `rest` seconds, and the caller not kept for them any
        more."""
        if waiting.agent == agent.id and waiting.offer is None:
            self._let_go(waiting)
        waiting.rests[agent.id] = self._turn.alarm(rest, self._spared_enough, (waiting, agent.id))

    def prefer(self, waiting: Waiting, priority: int) -> None:
        with self._changing(waiting):
            waiting.priority = priority
            waiting.claim = self._claim(waiting)

    def move(self, waiting: Waiting, queue: QueueSpec) -> None:
        """To another queue, at the place that the time waited gives there."""
        with self._changing(waiting):
            waiting.queue, waiting.entered = queue, self._turn.now
            self._ask(waiting)

    def renew(self, waiting: Waiting, needs: Needs) -> None:
        """Other needs from now on."""
        with self._changing(waiting):
            waiting.needs = needs
            self._ask(waiting)

    def forsaken(self, gone: Iterable[Agent]) -> None:
        """Who is kept for an agent who is there no more is anybody's."""
        for agent in gone:
            for waiting in self._market.kept_for(agent.id):
                if not self._keeps(waiting):
                    self._let_go(waiting)

    def length(self, queue: str) -> int:
        return len(self._queues.get(queue, ()))

    def position(self, call: str) -> int:
        """Place in the queue, from 1; 0 while a phone rings and for who does not wait. Callers for whom a
        phone rings count as in front, so that a phone that is not answered makes nobody's place worse."""
        waiting = self._calls.get(call)
        if waiting is None or waiting.offer is not None:
            return 0
        return self.ahead(waiting) + 1

    def ahead(self, waiting: Waiting) -> int:
        """How many of the same queue are in front."""
        return int(self._queue(waiting.queue).bisect_left(waiting.claim))

    def looking(self) -> Collection[Waiting]:
        """Who began to look in this turn and still does."""
        return [waiting for waiting in self.fresh.values() if self.looks(waiting)]

    @contextmanager
    def _changing(self, waiting: Waiting) -> Iterator[None]:
        """Claim, queue and needs may be changed inside."""
        self._queue(waiting.queue).remove(waiting.entry)
        if waiting.offer is None:
            self._market.take(waiting)
        yield
        self._queue(waiting.queue).add(waiting.entry)
        waiting.kept = waiting.kept and self._keeps(waiting)
        if waiting.offer is None:
            self._look(waiting)

    def _ask(self, waiting: Waiting) -> None:
        waiting.demand.users -= 1
        waiting.demand = self.demand(waiting.queue, waiting.needs)
        waiting.demand.users += 1

    def _look(self, waiting: Waiting) -> None:
        self._market.put(waiting)
        self.fresh[waiting.call] = waiting

    def _let_go(self, waiting: Waiting) -> None:
        if waiting.kept and waiting.offer is None and self._calls.get(waiting.call) is waiting:
            self._market.take(waiting)
            waiting.kept = False
            self._look(waiting)
        waiting.kept = False

    def _keeps(self, waiting: Waiting) -> bool:
        """Whether the caller waits for the one agent asked for."""
        agent = self._agents.get(waiting.agent)
        if agent is None or waiting.patience_until <= self._turn.now:
            return False
        return agent.present and waiting.demand.fits(agent.profile)

    def _spared_enough(self, pair: tuple[Waiting, str]) -> None:
        """The same call may have left and come again meanwhile: as another one who waits."""
        waiting, agent = pair
        if waiting.rests.get(agent, self._turn.now + 1) <= self._turn.now:
            del waiting.rests[agent]
            if self._calls.get(waiting.call) is waiting:
                self.fresh[waiting.call] = waiting

    def _claim(self, waiting: Waiting) -> Claim:
        return (waiting.counts_from - self._rules.head_start(waiting.priority), waiting.number)

    def _queue(self, queue: QueueSpec) -> SortedList:
        return self._queues.setdefault(queue.id, SortedList())
