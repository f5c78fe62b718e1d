"""Agents: who can answer, and what they say about themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Literal, Self, cast

from pydantic import ConfigDict, Field, model_validator
from pydantic.config import JsonDict

from ivr.acd import Acd, AgentNow
from ivr.document.model import Fault
from ivr.document.problems import nearest
from ivr.ports import NoSuchCall
from ivr.settings import Settings
from ivr.settings.web import Right
from ivr.web.answers import Conflict, Invalid, NotFound, Refused, plainly
from ivr.web.floor_wanted import AGENTS, AgentsWanted
from ivr.web.lasting import meaning
from ivr.web.paging import behind, next_page
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


_EITHER = {
    "oneOf": [
        {"required": ["extend"], "properties": {"extend": {"type": "number"}, "end": {"type": "null"}}},
        {"required": ["end"], "properties": {"end": {"const": True}, "extend": {"type": "null"}}},
    ]
}


class WrapUp(Fields):
    """Either `extend`, by so many seconds, or `end: true`."""

    model_config = ConfigDict(json_schema_extra=cast(JsonDict, _EITHER))

    extend: Annotated[float, Field(ge=1, le=3600)] | None = None
    end: Literal[True] | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.extend is None) == (self.end is None):
            raise Fault(
                "give either extend, in seconds, or end", ["extend"], zh="请写 extend（秒）或 end，二者之一"
            )
        return self


class Outcome(Fields):
    """`code`: the id of one of the dispositions in config/queues.yaml; `call`: which of the agent's calls,
    the last one if left out."""

    code: Annotated[str, Field(min_length=1, max_length=40)]
    call: Annotated[str, Field(max_length=100)] = ""


class Pause(Fields):
    """`reason`: one of `pause_reasons` in config/agents.yaml."""

    reason: Annotated[str, Field(min_length=1, max_length=40)]


@dataclass(frozen=True, slots=True)
class AgentList:
    """Agents, in the order of config/agents.yaml. `next` is the `cursor` for those behind them, null where
    there are none."""

    agents: tuple[AgentNow, ...]
    next: str | None


class AgentsRoom:
    """The routes below `/agents`."""

    def __init__(self, acd: Acd, settings: Settings) -> None:
        self._acd, self._settings, self._all = acd, settings.agents, settings

    def routes(self) -> tuple[Route, ...]:
        one = "/agents/{id}"
        return (
            Route(
                "GET",
                "/agents",
                "agents.list",
                "Agents that fit, and what they do",
                self._list,
                AgentList,
                AgentsWanted,
                READ,
                lasting=True,
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
            self._change("wrap-up", "Make the wrap-up longer, or end it", self._wrap_up, WrapUp),
            self._change("disposition", "How a call of the agent came out", self._dispose, Outcome),
            self._change("pause", "Pause an agent, in a call after it", self._pause, Pause),
        )

    def _change(self, move: str, summary: str, handler: Handler, fields: type[Fields] = Nothing) -> Route:
        path = f"/agents/{{id}}/{move}"
        name = f"agents.{move}"
        return Route("POST", path, name, summary, handler, AgentNow, fields, CHANGE, refuses=_MOVES)

    async def _list(self, asked: Asked) -> Reply:
        wanted = asked.of(AgentsWanted)
        wanted.check(self._all)
        agents = self._acd.agents()
        names = [agent.agent for agent in agents]
        rest = agents[behind(AGENTS.position(wanted.cursor), names) if wanted.cursor else 0 :]
        found = [agent for agent in rest if wanted.fits(agent, self._all)]
        page = found[: wanted.limit]
        last = page[-1].agent if len(found) > len(page) else None
        cursor = None if last is None else AGENTS.of(names.index(last), last)
        tag = meaning((cursor, [replace(agent, for_seconds=None) for agent in page]))
        headers = next_page("/agents", wanted, cursor)
        return Reply(AgentList(tuple(page), cursor), headers=headers, tag=tag)

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
            raise _unknown("reason", reason, allowed)
        self._able_to(agent.agent, "pause")
        self._acd.pause(agent.phone, reason)
        return Reply(self.agent(asked.id))

    async def _wrap_up(self, asked: Asked) -> Reply:
        agent, wanted = self.agent(asked.id), asked.of(WrapUp)
        if agent.state != State.WRAP_UP:
            raise _conflict(agent)
        if wanted.extend is None:
            self._acd.finish(agent.phone)
        else:
            self._acd.extend(agent.phone, wanted.extend)
        return Reply(self.agent(asked.id))

    async def _dispose(self, asked: Asked) -> Reply:
        agent, outcome = self.agent(asked.id), asked.of(Outcome)
        try:
            codes = [each.code for each in self._acd.dispositions(agent.phone, outcome.call)]
        except NoSuchCall as fault:
            raise Conflict(str(fault), f"{agent.agent} 最近没有这样的通话") from None
        if outcome.code not in codes:
            raise _unknown("code", outcome.code, codes)
        self._acd.dispose(agent.phone, outcome.code, outcome.call)
        return Reply(agent)

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
        if move not in _possible(now):
            raise _conflict(now)
        return now


def _possible(agent: AgentNow) -> list[str]:
    state = State(agent.state)
    moves = [move for move, trigger in MOVES.items() if (state, trigger) in NEXT or (state, trigger) in LATER]
    return [*moves, "wrap-up"] if state is State.WRAP_UP else moves


def _conflict(agent: AgentNow) -> Conflict:
    possible = _possible(agent)
    return Conflict(
        f"{agent.agent} is {agent.state}; possible: {', '.join(possible)}",
        f"{agent.agent} 的状态是 {agent.state}；可以：{'、'.join(possible)}",
        agent.state,
        possible,
    )


def _unknown(field: str, found: str, allowed: Sequence[str]) -> Refused:
    return plainly(
        Invalid,
        f"found '{found}'; {nearest(found, allowed)}",
        f"实际为“{found}”；{nearest(found, allowed, 'zh')}",
        field,
    )
