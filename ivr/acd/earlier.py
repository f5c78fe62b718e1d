"""The states that agents had before a restart, taken up at the start or as soon as they are known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager

from ivr.acd.scribe import Scribe
from ivr.settings.agents import Agent
from routing import events as told
from routing.agents import State
from routing.effects import Effect
from routing.router import Router

States = Mapping[str, tuple[str, str]]
"""Each agent's last state and pause reason."""


class EarlierStates:
    """`apply` tells the router and does what it wants done; while a phone is in `calling` it is not rung."""

    def __init__(
        self,
        agents: Mapping[str, Agent],
        router: Router,
        apply: Callable[[told.Event], tuple[Effect, ...]],
        calling: Callable[[str], AbstractContextManager[None]],
    ) -> None:
        self._agents, self._router, self._apply, self._calling = agents, router, apply, calling
        self._known = False

    def restore(self, states: States, now: float, scribe: Scribe) -> None:
        """Before anybody calls. Who was in a call or in wrap-up is available now."""
        self._known = True
        for agent, (state, reason) in self._logged_in(states):
            self._router.apply(told.AgentLoggedIn(agent), now)
            if state == State.PAUSED:
                self._router.apply(told.AgentPaused(agent, reason), now)
            elif state != State.AVAILABLE:
                scribe.agent_changed(agent, state, State.AVAILABLE, "restarted")

    def recall(self, states: States) -> None:
        """While people call. What agents have said or done since then counts, and not what was before."""
        self._known = True
        for agent, (state, reason) in self._logged_in(states):
            if self._is_untouched(agent):
                with self._calling(self._agents[agent].phone):  # who was paused is rung for nobody in between
                    self._apply(told.AgentLoggedIn(agent))
                    if state == State.PAUSED:
                        self._apply(told.AgentPaused(agent, reason))

    def unknown(self) -> list[str]:
        """Those of whom nobody has told yet whether they are logged in."""
        return [] if self._known else [agent for agent in self._agents if self._is_untouched(agent)]

    def _logged_in(self, states: States) -> list[tuple[str, tuple[str, str]]]:
        return [
            (agent, last)
            for agent, last in states.items()
            if agent in self._agents and last[0] != State.LOGGED_OUT
        ]

    def _is_untouched(self, agent: str) -> bool:
        now = self._router.agents[agent]
        return now.state is State.LOGGED_OUT and now.since is None
