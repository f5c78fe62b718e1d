"""Work of other channels: brought by other systems, and taken, rejected and finished for agents."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator

from ivr.document.model import Fault
from ivr.document.problems import nearest
from ivr.ports import Clock
from ivr.settings import Settings
from ivr.settings.web import Right
from ivr.web.access import Client
from ivr.web.answers import Conflict, NotFound, TooMany, plainly
from ivr.web.bringing import Bring, Known
from ivr.web.named import check_names
from ivr.web.routes import Asked, Fields, Handler, Nothing, Reply, Route, some_of
from ivr.work import WorkDesk
from ivr.work.desk import OtherWork
from ivr.work.item import WorkNow
from ivr.work.states import OPEN, NoSuchMove, NoSuchWork, NotTheirs, State

MOST_OPEN = 50_000
"""Pieces of work that may wait at once."""

READ: frozenset[Right] = frozenset(("read", "work"))
SEE: frozenset[Right] = frozenset(("work", "numbers"))
"""One of which is needed to see who sent it, and what they wrote."""
CHANGE: frozenset[Right] = frozenset(("work",))
STATES = ("waiting", "offered", "accepted", "finished", "cancelled")
MOST_SHOWN = 1000

_NOT_THERE = {404: "no such work"}
_MOVES = {**_NOT_THERE, 409: "not possible in its state, or another agent's; `possible` names what is"}


class ForAgent(Fields):
    """`agent`: who takes it, or does not; the one to whom it is offered."""

    agent: Annotated[str, Field(max_length=40)]


class Wanted(Fields):
    """`state`: waiting, offered, accepted, finished or cancelled, with commas between; all that is not over
    if left out. The oldest first; of what is over, the newest change first."""

    state: Annotated[str, Field(max_length=100, json_schema_extra={"pattern": some_of(STATES)})] = ""
    agent: Annotated[str, Field(max_length=40)] = ""
    queue: Annotated[str, Field(max_length=40)] = ""

    @field_validator("state")
    @classmethod
    def _are_states(cls, states: str) -> str:
        for state in states.split(",") if states else ():
            if state not in STATES:
                raise Fault(
                    f"found '{state}'; {nearest(state, STATES)}",
                    zh=f"实际为“{state}”；{nearest(state, STATES, 'zh')}",
                )
        return states

    def fits(self, work: WorkNow) -> bool:
        return self.agent in ("", work.agent) and self.queue in ("", work.wanted.queue)


@dataclass(frozen=True, slots=True)
class WorkShown:
    """A piece of work. Times are ISO 8601; `due` is null where there is none. `agent`: to whom it is offered,
    or who has it, or had it at last. `position`: its place in the queue, 0 for what does not wait. Who
    sent it and what they wrote (`subject`, `sender`, `url`, `payload`, `key`) is null for a token that has
    neither the right `work` nor `numbers`."""

    id: str
    state: State
    agent: str
    queue: str
    channel: str
    subject: str | None
    reference: str
    sender: str | None
    url: str | None
    payload: dict[str, Any] | None
    skills: str
    priority: int
    due: str | None
    overdue: bool
    arrived: str
    changed: str
    position: int
    by: str
    key: str | None


@dataclass(frozen=True, slots=True)
class WorkList:
    """At most 1,000 pieces of work."""

    work: tuple[WorkShown, ...]


class WorkRoom:
    """The routes below `/work`."""

    def __init__(self, desk: WorkDesk, settings: Settings, clock: Clock) -> None:
        self._desk, self._clock, self._settings = desk, clock, settings
        self._zone = ZoneInfo(settings.engine.timezone)
        self._channels = {name: queue.channel for name, queue in settings.queues.queues.items()}
        agents = settings.agents.agents.values()
        self._skills = frozenset(skill for agent in agents for skill in agent.skills)

    def routes(self) -> tuple[Route, ...]:
        return (
            Route(
                "POST",
                "/work",
                "work.bring",
                "Bring an e-mail, a chat or a task",
                self._bring,
                WorkShown,
                Bring,
                CHANGE,
                status=HTTPStatus.CREATED,
                also={200: "brought before, under this key"},
                refuses={
                    409: "something else was",
                    429: "too much waits",
                },
                context=self._known,
            ),
            Route("GET", "/work", "work.list", "Work", self._list, WorkList, Wanted, READ),
            Route(
                "GET",
                "/work/{id}",
                "work.get",
                "One piece",
                self._get,
                WorkShown,
                rights=READ,
                refuses=_NOT_THERE,
            ),
            self._move("accept", "The agent takes what is offered", self._accept, ForAgent),
            self._move("reject", "The agent does not take it; the next one is asked", self._reject, ForAgent),
            self._move("finish", "It is done", self._by(self._desk.finish)),
            self._move("release", "Whoever has it gives it back", self._by(self._desk.release)),
            self._move("cancel", "Nobody is to do it", self._by(self._desk.cancel)),
        )

    def _move(self, move: str, summary: str, handler: Handler, fields: type[Fields] = Nothing) -> Route:
        path, name = f"/work/{{id}}/{move}", f"work.{move}"
        return Route("POST", path, name, summary, handler, WorkShown, fields, CHANGE, refuses=_MOVES)

    def _known(self) -> Known:
        return Known(self._channels, self._skills, self._clock.now())

    async def _bring(self, asked: Asked) -> Reply:
        if self._desk.size >= MOST_OPEN:
            raise plainly(TooMany, f"{MOST_OPEN} wait already", f"已有{MOST_OPEN}件在等待")
        wanted = asked.of(Bring).wanted(asked.client.name, self._known())
        try:
            work, new = await self._desk.bring(wanted)
        except OtherWork as other:
            raise Conflict(
                f"something else was brought under the key '{wanted.key}': {other.id}",
                f"编号“{wanted.key}”已用于另一件工作：{other.id}",
            ) from None
        return Reply(self._shown(work, asked.client), HTTPStatus.CREATED if new else HTTPStatus.OK)

    async def _list(self, asked: Asked) -> Reply:
        wanted = asked.of(Wanted)
        states = tuple(filter(None, wanted.state.split(","))) or OPEN
        found = [work for work in self._desk.open() if work.state in states and wanted.fits(work)]
        if over := [state for state in states if state not in OPEN]:
            found += await self._desk.over(over, agent=wanted.agent, queue=wanted.queue, limit=MOST_SHOWN)
        if not found:
            check_names({"agent": wanted.agent, "queue": wanted.queue}, self._settings)
        return Reply(WorkList(tuple(self._shown(work, asked.client) for work in found[:MOST_SHOWN])))

    async def _get(self, asked: Asked) -> Reply:
        with _told():
            return Reply(self._shown(await self._desk.get(asked.id), asked.client))

    async def _accept(self, asked: Asked) -> Reply:
        with _told():
            work = await self._desk.accept(asked.id, asked.of(ForAgent).agent)
            return Reply(self._shown(work, asked.client))

    async def _reject(self, asked: Asked) -> Reply:
        with _told():
            work = await self._desk.reject(asked.id, asked.of(ForAgent).agent)
            return Reply(self._shown(work, asked.client))

    def _by(self, move: Callable[[str, str], Awaitable[WorkNow]]) -> Handler:
        async def handle(asked: Asked) -> Reply:
            with _told():
                return Reply(self._shown(await move(asked.id, asked.client.name), asked.client))

        return handle

    def _shown(self, work: WorkNow, client: Client) -> WorkShown:
        wanted, all_of_it = work.wanted, bool(SEE & client.may)
        return WorkShown(
            id=work.id,
            state=work.state,
            agent=work.agent,
            queue=wanted.queue,
            channel=wanted.channel,
            subject=wanted.subject if all_of_it else None,
            reference=wanted.reference,
            sender=wanted.sender if all_of_it else None,
            url=wanted.url if all_of_it else None,
            payload=dict(wanted.payload) if all_of_it else None,
            skills=wanted.needs,
            priority=wanted.priority,
            due=None if wanted.due is None else self._iso(wanted.due),
            overdue=work.overdue,
            arrived=self._iso(work.arrived),
            changed=self._iso(work.changed),
            position=work.position,
            by=wanted.by,
            key=wanted.key if all_of_it else None,
        )

    def _iso(self, at: float) -> str:
        return datetime.fromtimestamp(at, self._zone).isoformat(timespec="seconds")


@contextmanager
def _told() -> Iterator[None]:
    """What cannot be done, as the interface says it."""
    try:
        yield
    except NoSuchWork as fault:
        shown = str(fault.args[0])[:60]
        raise plainly(NotFound, f"no work '{shown}'", f"没有工作“{shown}”") from None
    except NoSuchMove as fault:
        possible = ", ".join(fault.possible) or "nothing"
        raise Conflict(
            f"{fault}; possible: {possible}",
            f"此工作的状态是 {fault.state}；可以：{'、'.join(fault.possible) or '无'}",
            fault.state,
            fault.possible,
        ) from None
    except NotTheirs as fault:
        raise Conflict(f"it is offered to {fault.agent}", f"此工作提供给了 {fault.agent}") from None
