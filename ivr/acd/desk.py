"""What agents do about their own state, and say about the calls they had."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict, deque

from ivr.acd.scribe import Scribe
from ivr.ports import Disposition, NoSuchCall, NotAnAgent
from ivr.settings import Agents, QueueFile
from routing import events as told
from routing.agents import State
from routing.effects import AgentChanged, Effect, Rejected
from routing.router import Router

REMEMBERED = 20
"""Calls of an agent that can still be classified."""

Asked = told.AgentLoggedIn | told.AgentLoggedOut | told.AgentPaused | told.AgentResumed


class AgentDesk(ABC):
    """Implements `ivr.ports.Desk`, on the router of whoever has it."""

    def __init__(self, agents: Agents, queues: QueueFile, router: Router, scribe: Scribe) -> None:
        self._by_phone = {agent.phone: name for name, agent in agents.agents.items()}
        self._more_wrap_up = agents.more_wrap_up
        self._outcomes = queues.outcomes
        self._router = router
        self._scribe = scribe
        self._taken: set[tuple[str, str]] = set()
        self._had: defaultdict[str, deque[tuple[str, str]]] = defaultdict(lambda: deque(maxlen=REMEMBERED))

    @abstractmethod
    def _apply(self, event: told.Event) -> tuple[Effect, ...]:
        """Tell the router, and do what it wants done."""

    def log_in(self, phone: str) -> str:
        return self._ask(told.AgentLoggedIn(self._agent(phone)))

    def log_out(self, phone: str) -> str:
        return self._ask(told.AgentLoggedOut(self._agent(phone)))

    def pause(self, phone: str, reason: str) -> str:
        return self._ask(told.AgentPaused(self._agent(phone), reason))

    def resume(self, phone: str) -> str:
        return self._ask(told.AgentResumed(self._agent(phone)))

    def extend(self, phone: str, seconds: float | None = None) -> str:
        agent, more = self._agent(phone), self._more_wrap_up if seconds is None else seconds
        if self._in_wrap_up(agent) and accepted(self._apply(told.WrapUpExtended(agent, more))):
            self._scribe.wrap_up_extended(agent, more)
        return str(self._router.agents[agent].state)

    def finish(self, phone: str) -> str:
        agent = self._agent(phone)
        return self.resume(phone) if self._in_wrap_up(agent) else str(self._router.agents[agent].state)

    def dispositions(self, phone: str, call: str = "") -> tuple[Disposition, ...]:
        _, queue = self._call(self._agent(phone), call)
        return self._outcomes(queue)

    def dispose(self, phone: str, code: str, call: str = "") -> None:
        if code not in {each.code for each in self.dispositions(phone, call)}:
            raise KeyError(f"no disposition '{code}' in config/queues.yaml for the queue of this call")
        agent = self._agent(phone)
        self._scribe.disposed(self._call(agent, call)[0], agent, code)

    def took(self, phone: str, call: str, queue: str = "") -> None:
        if agent := self._by_phone.get(phone):
            if queue:
                self._talks(agent, call, queue)
            if accepted(self._apply(told.CallTaken(f"{call} {phone}", agent, queue))):
                self._taken.add((call, phone))

    def let_go(self, phone: str, call: str) -> None:
        if (call, phone) in self._taken:
            self._taken.remove((call, phone))
            self._apply(told.CallerLeft(f"{call} {phone}"))

    def _let_go_all(self, agent: str) -> None:
        """The agent talks with nobody whom no queue sent them."""
        for call, phone in [each for each in self._taken if self._by_phone[each[1]] == agent]:
            self.let_go(phone, call)

    def _talks(self, agent: str, call: str, queue: str) -> None:
        """Remember whom an agent talks to."""
        self._had[agent].append((call, queue))

    def _call(self, agent: str, call: str) -> tuple[str, str]:
        for had, queue in reversed(self._had[agent]):
            if call in ("", had):
                return had, queue
        raise NoSuchCall(f"{agent} has had no call{f' {call}' if call else ''} lately")

    def _in_wrap_up(self, agent: str) -> bool:
        return self._router.agents[agent].state is State.WRAP_UP

    def _agent(self, phone: str) -> str:
        if phone not in self._by_phone:
            raise NotAnAgent(f"phone '{phone}' belongs to no agent in config/agents.yaml")
        return self._by_phone[phone]

    def _ask(self, event: Asked) -> str:
        """The state the agent is in now or, in a call, comes to after it. An offer made at once is no part of
        the answer: the agent hears that they are available, and then their phone."""
        effects = self._apply(event)
        changes = (effect for effect in effects if isinstance(effect, AgentChanged))
        own = next((change.new for change in changes if change.agent == event.agent), None)
        return str(own or self._router.agents[event.agent].coming)


def accepted(effects: tuple[Effect, ...]) -> bool:
    """False when the router says that the event makes no sense."""
    return not any(isinstance(effect, Rejected) for effect in effects)
