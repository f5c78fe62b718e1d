"""Agents: who can answer, and what they say about themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from ivr.acd import Acd, AgentNow
from ivr.document.problems import nearest
from ivr.settings import Agents as AgentSettings
from ivr.web.access import Right
from ivr.web.answers import Conflict, Invalid, NotFound, plainly
from ivr.web.routes import Asked, Fields, Handler, Nothing, Reply, Route
from routing.agents import LATER, NEXT, State, Trigger

MOVES: Mapping[str, Trigger] = {
    "login": Trigger.LOG_IN,
    "logout": Trigger.LOG_OUT,
    "pause": Trigger.PAUSE,
    "resume": Trigger.RESUME,
}
"""What an agent can ask for, by the last part of its address, and what that is in the table of states."""

READ: frozenset[Right] = frozenset(("read", "agents"))
CHANGE: frozenset[Right] = frozenset(("agents",))
_MOVES = {404: "no such agent", 409: "not possible in the agent's state; `possible` names what is"}


class Pause(Fields):
    """`reason`: one of `pause_reasons` in config/agents.yaml."""

    reason: Annotated[str, Field(min_length=1, max_length=40)]


@dataclass(frozen=True, slots=True)
class AgentList:
    """All agents, as in config/agents.yaml."""

    agents: tuple[AgentNow, ...]


class AgentsRoom:
    """The routes below `/agents`."""

    def __init__(self, acd: Acd, settings: AgentSettings) -> None:
        self._acd, self._settings = acd, settings

    def routes(self) -> tuple[Route, ...]:
        one = "/agents/{id}"
        return (
            Route(
                "GET",
                "/agents",
                "agents.list",
                "All agents, and what they do",
                self._list,
                AgentList,
                rights=READ,
            ),
            Route(
                "GET",
                one,
                "agents.get",
                "One agent",
                self._get,
                AgentNow,
                rights=READ,
                refuses={404: "no such agent"},
            ),
            self._change("login", "Log an agent in", self._asking("login", self._acd.log_in)),
            self._change(
                "logout", "Log an agent out, in a call after it", self._asking("logout", self._acd.log_out)
            ),
            self._change("resume", "End a pause, or a wrap-up", self._asking("resume", self._acd.resume)),
            self._change("pause", "Pause an agent, in a call after it", self._pause, Pause),
        )

    def _change(self, move: str, summary: str, handler: Handler, fields: type[Fields] = Nothing) -> Route:
        path = f"/agents/{{id}}/{move}"
        name = f"agents.{move}"
        return Route("POST", path, name, summary, handler, AgentNow, fields, CHANGE, refuses=_MOVES)

    async def _list(self, asked: Asked) -> Reply:
        return Reply(AgentList(self._acd.agents()))

    async def _get(self, asked: Asked) -> Reply:
        return Reply(self.agent(asked.id))

    def _asking(self, move: str, ask: Callable[[str], str]) -> Handler:
        async def handle(asked: Asked) -> Reply:
            agent = self._able_to(asked.id, move)
            ask(agent.phone)
            return Reply(self.agent(asked.id))

        return handle

    async def _pause(self, asked: Asked) -> Reply:
        reason, allowed = asked.of(Pause).reason, self._settings.pause_reasons
        agent = self.agent(asked.id)
        if reason not in allowed:
            raise plainly(
                Invalid,
                f"found '{reason}'; {nearest(reason, allowed)}",
                f"实际为“{reason}”；{nearest(reason, allowed, 'zh')}",
                field="reason",
            )
        self._able_to(agent.agent, "pause")
        self._acd.pause(agent.phone, reason)
        return Reply(self.agent(asked.id))

    def agent(self, name: str) -> AgentNow:
        """The agent as they are now. Raises NotFound."""
        found = next((now for now in self._acd.agents() if now.agent == name), None)
        if found is None:
            names = self._settings.agents
            raise plainly(
                NotFound,
                f"no agent '{name[:40]}'; {nearest(name[:40], names)}",
                f"没有坐席“{name[:40]}”；{nearest(name[:40], names, 'zh')}",
            )
        return found

    def _able_to(self, name: str, move: str) -> AgentNow:
        """The agent, in whose state this can be asked for. Raises NotFound, Conflict."""
        now = self.agent(name)
        possible = [each for each, trigger in MOVES.items() if _is_move(State(now.state), trigger)]
        if move not in possible:
            raise Conflict(
                f"{name} is {now.state}; possible: {', '.join(possible)}",
                f"{name} 的状态是 {now.state}；可以：{'、'.join(possible)}",
                now.state,
                possible,
            )
        return now


def _is_move(state: State, trigger: Trigger) -> bool:
    return (state, trigger) in NEXT or (state, trigger) in LATER
