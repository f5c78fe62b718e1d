"""The floor: all agents, what moves them, and for which channels each of them is free."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from routing.agents import (
    IN_A_CALL,
    LATER,
    Agent,
    AgentSpec,
    NoSuchMove,
    Phone,
    State,
    Trigger,
    Wish,
    next_state,
)
from routing.effects import AgentChanged
from routing.events import Refusal
from routing.market import Market
from routing.presence import Presence
from routing.profiles import Profiles
from routing.queues import QueueSpec
from routing.rules import PHONE, Channel, Rules
from routing.skills import profile
from routing.turn import Turn

_AN_ORDINARY_CHANNEL = Channel()
_ON_A_CALL = (State.TALKING, State.WRAP_UP)


class Floor:
    """`freed` holds the agents who became free for something in this turn; `gone` those who logged out,
    paused or changed their skills in it. The router empties both."""

    def __init__(self, agents: Iterable[AgentSpec], turn: Turn, profiles: Profiles, rules: Rules) -> None:
        self._profiles = profiles
        self._rules = rules
        self._interruptible = rules.interruptible
        self._turn = turn
        self.agents = {spec.id: self._seat(spec) for spec in agents}
        self.seats = tuple(self.agents.values())
        self._alike: dict[int, dict[str, Agent]] = defaultdict(dict)
        for agent in self.seats:
            self._alike[agent.profile][agent.id] = agent
        self.presence = Presence(profiles)
        self.freed: dict[str, Agent] = {}
        self.gone: dict[str, Agent] = {}

    def open(self, market: Market, channels: Iterable[str]) -> None:
        """Where agents are free from now on."""
        self._market = market
        self._channels = tuple(channels)

    def of_profile(self, number: int) -> Iterable[Agent]:
        """All agents with these skills."""
        return self._alike.get(number, {}).values()

    def ask(self, agent: Agent, trigger: Trigger, reason: str) -> NoSuchMove | None:
        """The agent asks for a new state; during a call it comes afterwards."""
        pair = (agent.state, trigger)
        if pair in LATER:
            later = LATER[pair]
            agent.wish = Wish(later, reason) if later else None
            self._sort_in(agent)
            return None
        found = next_state(*pair)
        if not isinstance(found, NoSuchMove) and not agent.present:
            self._come(agent, trigger)
        return self._move(agent, reason, trigger)

    def phone_changed(self, agent: Agent, phone: Phone) -> None:
        """A change ends the rest of a phone, but only the first in a row: or a phone that says idle and then
        busy to every ringing would be rung without end."""
        if phone != agent.phone and agent.refusals <= 1:
            agent.rest_until = None
        agent.phone = phone
        self._sort_in(agent)

    def skills_changed(self, agent: Agent, skills: Mapping[str, int]) -> None:
        self._market.take_away(agent)
        if agent.present:
            self.presence.leave(agent)
        del self._alike[agent.profile][agent.id]
        agent.skills = profile(skills)
        agent.profile = self._profiles.number(agent.skills)
        self._alike[agent.profile][agent.id] = agent
        if agent.present:
            self.presence.come(agent)
        self.gone[agent.id] = agent
        self._sort_in(agent)

    def extend_wrap_up(self, agent: Agent, seconds: float) -> None:
        agent.wrap_up_until += seconds
        self._turn.alarm_at(agent.wrap_up_until, self._wrap_up_over, agent)

    # Offers

    def ring(self, agent: Agent, offer: int, channel: str) -> None:
        agent.offer, agent.asked = offer, channel
        self._move(agent, "offered", Trigger.OFFER)

    def answered(self, agent: Agent, offer: int) -> None:
        """Without effect for an agent who cannot be talking by the table: a late answer may find one."""
        if not self._move(agent, "answered", Trigger.ANSWER):
            agent.offer = offer
            self._took_one(agent)
            agent.call_since = self._turn.now

    def accepted(self, agent: Agent, offer: int, channel: str) -> None:
        """A contact of a channel other than the phone: one more in hand."""
        self._market.take_away(agent)
        agent.contacts[offer] = channel
        self._took_one(agent)
        if agent.offer == offer:
            agent.offer = None
            self._restart_idle_clock(agent)
            self._move(agent, "accepted", Trigger.ACCEPT)
        else:
            self._sort_in(agent)

    def missed(self, agent: Agent, reason: str) -> None:
        """Rung in vain: to the end of the idle order."""
        agent.refusals = 0
        self._restart_idle_clock(agent)
        self.released(agent, reason)

    def rang_out(self, agent: Agent, queue: QueueSpec) -> None:
        """Not answered: counted, and after too many in a row the agent is paused."""
        misses = agent.misses[queue.id] = agent.misses.get(queue.id, 0) + 1
        if queue.pause_after and misses >= queue.pause_after:
            agent.wish = agent.wish or Wish(Trigger.PAUSE, "no_answer")
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

    def contact_over(self, agent: Agent, offer: int) -> None:
        """One contact less in hand."""
        del agent.contacts[offer]
        self._market.take_away(agent)
        self._restart_idle_clock(agent)
        self._sort_in(agent)

    def own_call_over(self, agent: Agent) -> None:
        """A phone that became busy in our own call is idle again the moment the call is over. Waiting for the
        registrar to say so would cost the next caller that time."""
        if agent.phone == "busy":
            agent.phone = "idle"

    def limit(self, agent: Agent, channel: str) -> int:
        """How many contacts of this channel the agent has at once."""
        settings = self._rules.channels.get(channel, _AN_ORDINARY_CHANNEL)
        return agent.at_once.get(channel, settings.at_once)

    def has_room(self, agent: Agent, channel: str) -> bool:
        """Whether what the agent has in hand allows one more of this channel."""
        if channel != PHONE:
            return Counter(agent.contacts.values())[channel] < self.limit(agent, channel)
        return self._interruptible.issuperset(agent.contacts.values())

    # Moves

    def _seat(self, spec: AgentSpec) -> Agent:
        skills = profile(spec.skills)
        return Agent(spec.id, skills, self._profiles.number(skills), dict(spec.at_once))

    def _come(self, agent: Agent, trigger: Trigger) -> None:
        """Who comes to work starts level with those who are there, and with nothing missed."""
        if trigger is Trigger.LOG_IN:
            self._restart_idle_clock(agent)
        if trigger in (Trigger.LOG_IN, Trigger.RESUME):
            self.presence.level(agent)
            agent.misses.clear()

    def _took_one(self, agent: Agent) -> None:
        agent.refusals = 0
        agent.misses.clear()
        self.presence.took_one(agent)

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
        self._enter(agent, state, reason)
        return None

    def _enter(self, agent: Agent, state: State, reason: str) -> None:
        was_there, was_on_a_call = agent.present, agent.state in _ON_A_CALL
        agent.state, agent.reason, agent.since = state, reason, self._turn.now
        if was_there and not agent.present:
            self.presence.leave(agent)
            self.gone[agent.id] = agent
        elif agent.present and not was_there:
            self.presence.come(agent)
        if was_on_a_call and state not in _ON_A_CALL:
            self.presence.handled(agent, self._turn.now - agent.call_since)
        self._sort_in(agent)

    def _sort_in(self, agent: Agent) -> None:
        for channel in self._channels:
            if not self._is_free(agent, channel):
                self._market.dismiss(agent, channel)
            elif self._market.admit(agent, channel):
                self.freed[agent.id] = agent
        if not self._interruptible:
            return
        if not self.could_be_rung_instead(agent):
            self._market.dismiss_asked(agent)
        elif self._market.admit_asked(agent):
            self.freed[agent.id] = agent

    def could_be_rung_instead(self, agent: Agent) -> bool:
        """Whether a call may take the place of what the agent is asked to take. Who wants to go away would be
        gone the moment that is taken back."""
        if agent.state is not State.RINGING or agent.asked not in self._interruptible or agent.wish:
            return False
        return agent.phone == "idle" and agent.rest_until is None and self.has_room(agent, PHONE)

    def _is_free(self, agent: Agent, channel: str) -> bool:
        if agent.state is not State.AVAILABLE or agent.phone in IN_A_CALL:
            return False
        if channel == PHONE and (agent.phone != "idle" or agent.rest_until is not None):
            return False
        return (not agent.contacts and channel == PHONE) or self.has_room(agent, channel)

    def _restart_idle_clock(self, agent: Agent) -> None:
        agent.idle_since, agent.turn = self._turn.now, self._turn.number()

    def _wrap_up_over(self, agent: Agent) -> None:
        if agent.state is State.WRAP_UP and agent.wrap_up_until <= self._turn.now:
            self._move(agent, "wrap_up_over", Trigger.WRAP_UP_OVER)

    def _rest_over(self, agent: Agent) -> None:
        if agent.rest_until is not None and agent.rest_until <= self._turn.now:
            agent.rest_until = None
            self._sort_in(agent)
