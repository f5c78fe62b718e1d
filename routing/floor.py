"""The floor: all agents, what moves them, and who of them can be offered a call now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from routing.agents import AWAY, LATER, Agent, AgentSpec, NoSuchMove, Phone, State, Trigger, Wish, next_state
from routing.effects import AgentChanged
from routing.events import Refusal
from routing.needs import Expression, met
from routing.queues import QueueSpec, Waiting
from routing.skills import Profile, profile
from routing.strategy import Strategy
from routing.turn import Turn


class Floor:
    """`freed` holds the agents who became eligible in this turn; the router empties it after matching.
    `attendance` grows whenever an agent comes, goes, or has other skills."""

    def __init__(self, agents: Iterable[AgentSpec], turn: Turn) -> None:
        self.agents = {spec.id: Agent(spec.id, profile(spec.skills)) for spec in agents}
        self.freed: dict[str, Agent] = {}
        self.attendance = 0
        self._pool: dict[Profile, dict[str, Agent]] = {}
        self._turn = turn

    def choose(self, waiting: Waiting, strategy: Strategy) -> Agent | None:
        """The eligible, able agent who comes first; agents spared this caller are left out."""
        return min(
            self._candidates(waiting), key=lambda agent: _place(agent, waiting, strategy), default=None
        )

    def idle(self, required: Expression) -> int:
        """How many agents who meet this could be offered a call now."""
        return sum(
            len(group) for skills, group in self._pool.items() if group and met(required, dict(skills))
        )

    def able(self, required: Expression) -> int:
        """How many agents who meet this are logged in and not paused."""
        return sum(
            agent.state not in AWAY and met(required, dict(agent.skills)) for agent in self.agents.values()
        )

    def skills_changed(self, agent: Agent, skills: Mapping[str, int]) -> None:
        self._pool.get(agent.skills, {}).pop(agent.id, None)
        agent.skills = profile(skills)
        self.attendance += 1
        self._sort_in(agent)

    def extend_wrap_up(self, agent: Agent, seconds: float) -> None:
        agent.wrap_up_until += seconds
        self._turn.alarm(agent.wrap_up_until - self._turn.now, self._wrap_up_over, agent)

    def can_serve(self, waiting: Waiting) -> bool:
        return next(self._candidates(waiting), None) is not None

    def ask(self, agent: Agent, trigger: Trigger, reason: str) -> NoSuchMove | None:
        """The agent asks for a new state; during a call it comes afterwards."""
        pair = (agent.state, trigger)
        if pair in LATER:
            later = LATER[pair]
            agent.wish = Wish(later, reason) if later else None
            return None
        fault = self._move(agent, reason, trigger)
        if trigger is Trigger.LOG_IN and not fault:
            self._restart_idle_clock(agent)
        return fault

    def phone_changed(self, agent: Agent, phone: Phone) -> None:
        """A change ends the rest of a phone, but only the first in a row: or a phone that says idle and then
        busy to every ringing would be rung without end."""
        if phone != agent.phone and agent.refusals <= 1:
            agent.rest_until = None
        agent.phone = phone
        self._sort_in(agent)

    def ring(self, agent: Agent, offer: int) -> None:
        agent.offer = offer
        self._move(agent, "offered", Trigger.OFFER)

    def answered(self, agent: Agent, offer: int) -> None:
        """Without effect for an agent who cannot be talking by the table: a late answer may find one."""
        if not self._move(agent, "answered", Trigger.ANSWER):
            agent.offer, agent.refusals = offer, 0
            agent.misses.clear()

    def missed(self, agent: Agent, reason: str) -> None:
        """Rung in vain: to the end of the idle order."""
        agent.refusals = 0
        self._restart_idle_clock(agent)
        self.released(agent, reason)

    def rang_out(self, agent: Agent, queue: QueueSpec) -> None:
        """Not answered: counted, and after too many in a row the agent is paused."""
        agent.misses[queue.id] = agent.misses.get(queue.id, 0) + 1
        if queue.pause_after and agent.misses[queue.id] >= queue.pause_after and agent.wish is None:
            agent.wish = Wish(Trigger.PAUSE, "no_answer")
            agent.misses.clear()
        self.missed(agent, "rang_out")

    def refused(self, agent: Agent, outcome: Refusal, rest: float) -> None:
        """The phone could not be rung: it rests, the agent keeps the place in the idle order."""
        agent.refusals += 1
        agent.rest_until = self._turn.alarm(rest, self._rest_over, agent)
        self.released(agent, outcome)

    def released(self, agent: Agent, reason: str) -> None:
        """The ringing is over without a talk."""
        agent.offer = None
        self._move(agent, reason, Trigger.RING_OVER)

    def talk_over(self, agent: Agent, wrap_up: float, reason: str) -> None:
        agent.offer = None
        self._restart_idle_clock(agent)
        self.own_call_over(agent)
        if wrap_up <= 0:
            self._move(agent, reason, Trigger.TALK_OVER, Trigger.WRAP_UP_OVER)
            return
        agent.wrap_up_until = self._turn.alarm(wrap_up, self._wrap_up_over, agent)
        self._move(agent, reason, Trigger.TALK_OVER)

    def own_call_over(self, agent: Agent) -> None:
        """A phone that became busy in our own call is idle again the moment the call is over. Waiting for the
        registrar to say so would cost the next caller that time."""
        if agent.phone == "busy":
            agent.phone = "idle"

    def _move(self, agent: Agent, reason: str, *triggers: Trigger) -> NoSuchMove | None:
        state = agent.state
        for trigger in triggers:
            found = next_state(state, trigger)
            if isinstance(found, NoSuchMove):
                return found
            state = found
        if agent.wish and state in (State.AVAILABLE, State.WRAP_UP):
            granted = next_state(state, agent.wish.trigger)
            assert not isinstance(granted, NoSuchMove), granted
            state, reason, agent.wish = granted, agent.wish.reason, None
        self._turn.say(AgentChanged(agent.id, agent.state, state, reason))
        self.attendance += (agent.state in AWAY) != (state in AWAY)
        agent.state, agent.reason, agent.since = state, reason, self._turn.now
        self._sort_in(agent)
        return None

    def _sort_in(self, agent: Agent) -> None:
        group = self._pool.setdefault(agent.skills, {})
        if not agent.eligible:
            group.pop(agent.id, None)
        elif agent.id not in group:
            group[agent.id] = self.freed[agent.id] = agent

    def _candidates(self, waiting: Waiting) -> Iterator[Agent]:
        return (
            agent
            for skills, group in self._pool.items()
            if group and met(waiting.required, dict(skills))
            for agent in group.values()
            if agent.id not in waiting.rests
        )

    def _restart_idle_clock(self, agent: Agent) -> None:
        agent.idle_since, agent.turn = self._turn.now, self._turn.number()

    def _wrap_up_over(self, agent: Agent) -> None:
        if agent.state is State.WRAP_UP and agent.wrap_up_until <= self._turn.now:
            self._move(agent, "wrap_up_over", Trigger.WRAP_UP_OVER)

    def _rest_over(self, agent: Agent) -> None:
        if agent.rest_until is not None and agent.rest_until <= self._turn.now:
            agent.rest_until = None
            self._sort_in(agent)


def _place(agent: Agent, waiting: Waiting, strategy: Strategy) -> tuple[float, ...]:
    skills = dict(agent.skills)
    liking, score = waiting.needs.liking(skills), strategy.score(skills, waiting.required)
    return (-liking, -score, strategy.order(agent), agent.idle_since, agent.turn)
