"""A desk of work over the real distributor and router, in virtual time, with a store in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any, TypeVar

from ivr.acd import Acd
from ivr.events import (
    Event,
    WorkArrived,
    WorkCancelled,
    WorkEvent,
    WorkFinished,
    WorkOffered,
    WorkOfferEnded,
    WorkOverdue,
    WorkReleased,
)
from ivr.flow.virtual import LoopClock
from ivr.memory.work import WorkRow
from ivr.ports import MemoryFailed
from ivr.ports.work import NewWork
from ivr.settings import Agent, Agents, Queue, QueueFile
from ivr.settings.channels import Channel
from ivr.work import WorkDesk

E = TypeVar("E", bound=Event)

AGENTS = Agents(
    agents={
        "li": Agent(name="李娜", phone="1001", skills={"zh": 5}),
        "wang": Agent(name="王伟", phone="1002", skills={"zh": 3, "en": 4}, at_once={"email": 1}),
    }
)
QUEUES = QueueFile(
    channels={"email": Channel(at_once=3, interruptible=True), "chat": Channel(at_once=2), "task": Channel()},
    queues={
        "support": Queue(name={"zh": "客服", "en": "Support"}, wrap_up=0.0),
        "letters": Queue(
            name={"zh": "邮件", "en": "E-mail"}, channel="email", ring=60.0, rest=30.0, wrap_up=0.0
        ),
        "chats": Queue(name={"zh": "在线", "en": "Chat"}, channel="chat", ring=30.0, wrap_up=0.0),
    },
)
EMAIL = NewWork(queue="letters", channel="email", by="crm")


class MemoryStore:
    """What the desk needs of `WorkStore`; `Centre` keeps its states as the journal's commits do. `away`: it
    does not answer."""

    def __init__(self) -> None:
        self.rows: dict[str, WorkRow] = {}
        self.away = False

    async def add(self, wanted: NewWork, at: float) -> tuple[WorkRow, bool]:
        for row in self.rows.values():
            if wanted.key and (row.wanted.by, row.wanted.key) == (wanted.by, wanted.key):
                return row, False
        row = WorkRow(f"work-{len(self.rows) + 1}", at, "waiting", "", at, False, wanted)
        self.rows[row.id] = row
        return row, True

    async def get(self, work_id: str) -> WorkRow | None:
        return self.rows.get(work_id)

    async def open(self) -> Sequence[WorkRow]:
        if self.away:
            raise MemoryFailed("no answer")
        return [row for row in self.rows.values() if row.state in ("waiting", "accepted")]

    async def latest(self, states: Sequence[str], **_: Any) -> Sequence[WorkRow]:
        return [row for row in self.rows.values() if row.state in states]


class Centre:
    """`restart` is what a crash does: the same store, everything else new."""

    def __init__(self, *logged_in: str, agents: Agents = AGENTS, queues: QueueFile = QUEUES) -> None:
        self.agents, self.queues = agents, queues
        self.events: list[Event] = []
        self.clock = LoopClock()
        self.store = MemoryStore()
        self.in_database = True
        self._agents: dict[str, tuple[str, dict[str, int]]] = {}
        self._began = self.clock.now().timestamp()
        self.begin(*logged_in)

    def begin(self, *logged_in: str) -> None:
        self.acd = Acd(self.agents, self.queues, self.clock, self)
        self.desk = WorkDesk(self.store, self.acd, self, self.clock, self._settled)  # type: ignore[arg-type]
        for name in logged_in:
            self.acd.log_in(self.agents.agents[name].phone)

    async def restart(self, *logged_in: str) -> None:
        self.acd.close()
        self.begin(*logged_in)
        await self.desk.begin()

    async def _settled(self) -> bool:
        return self.in_database

    def append(self, event: Event) -> None:
        if self._agents:
            return
        self.events.append(event)
        match event:
            case WorkOfferEnded(outcome="accepted"):
                self._move(event, "accepted", event.agent)
            case WorkReleased():
                self._move(event, "waiting", "")
            case WorkFinished():
                self._move(event, "finished", event.agent)
            case WorkCancelled():
                self._move(event, "cancelled", event.agent)
            case WorkOverdue():
                self.store.rows[event.work] = replace(self.store.rows[event.work], overdue=True)

    def _move(self, event: WorkEvent, state: Any, agent: str) -> None:
        row = self.store.rows[event.work]
        self.store.rows[event.work] = replace(row, state=state, agent=agent, changed=event.at)

    async def email(self, **more: Any) -> str:
        """Bring an e-mail; its id."""
        work, _ = await self.desk.bring(replace(EMAIL, **more))
        return work.id

    async def chat(self, **more: Any) -> str:
        return await self.email(queue="chats", channel="chat", **more)

    def state(self, work: str) -> tuple[str, str]:
        """State and agent."""
        found = {now.id: (now.state, now.agent) for now in self.desk.open()}
        row = self.store.rows[work]
        return found.get(work, (row.state, row.agent))

    def agent(self, name: str) -> tuple[str, dict[str, int]]:
        """State, and what the agent has in hand."""
        return self._agents[name] if self._agents else self._now()[name]

    def ends(self) -> None:
        """What is asked from now on is told as it is now: the loop that ends takes everything down."""
        self._agents = self._now()

    def _now(self) -> dict[str, tuple[str, dict[str, int]]]:
        agents = self.acd._router.agents
        return {name: (each.state, dict(Counter(each.contacts.values()))) for name, each in agents.items()}

    def story(self, work: str = "work-1") -> list[str]:
        """The journey of a piece of work, one line each, with the seconds since the beginning."""
        return [
            f"{event.at - self._began:g} {line}"
            for event in self.events
            if isinstance(event, WorkEvent) and event.work == work and (line := _line(event))
        ]


def _line(event: WorkEvent) -> str:
    match event:
        case WorkArrived():
            return f"arrived in {event.queue}"
        case WorkOffered():
            return f"offered to {event.agent}"
        case WorkOfferEnded():
            return f"{event.agent} {event.outcome} after {event.rang:g}"
        case WorkFinished():
            return f"{event.agent} finished after {event.took:g}" + ("" if event.in_time else ", late")
        case _:
            said = asdict(event)
            return (
                " ".join(str(said[name]) for name in ("agent", "by") if said.get(name))
                + f" {type(event).__name__}"
            )
