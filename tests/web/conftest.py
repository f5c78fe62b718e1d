"""The real server on loopback, over a distributor with three agents; and programs that use it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest
import pytest_asyncio

from ivr.acd import Acd
from ivr.app import Broadcast, SystemClock
from ivr.events import Event
from ivr.flow.simulated import MemoryJournal
from ivr.journal.reader import JournalReader
from ivr.journal.writer import JournalWriter
from ivr.memory.access import Access
from ivr.memory.work import WorkStore
from ivr.ports import Mode, NoSuchTalk, NotThere, QueueRequest
from ivr.reports.apart import Told
from ivr.reports.worker import Failed, Made, Order, made
from ivr.settings import Agent, Agents, Engine, Outcome, Queue, QueueFile, Settings
from ivr.settings.channels import Channel
from ivr.settings.web import Client, Limit, Web
from ivr.web import report_jobs
from ivr.web.access import TOKEN_FILE
from ivr.web.feed import Feed
from ivr.web.interface import Interface, Parts
from ivr.web.server import serving
from ivr.web.status import Status, status_of
from ivr.work import WorkDesk
from tests.stores import fresh

CRM, DESKTOP, LOOKER = "crm-" + "c" * 20, "desktop-" + "d" * 20, "looker-" + "l" * 20
"""Tokens: of who may bring work, of who may act for agents, of who may only look."""
SCORER, OF_LI = "scorer-" + "q" * 20, "desk-li-" + "i" * 20
"""The tokens of who may score talks, and of the agent li, for their own scores."""
HEARER, SELDOM = "hearer-" + "h" * 20, "seldom-" + "s" * 20
"""The tokens of who may hear recordings, and of who may look three times, and then no more for hours."""
REPORTER = "reporter-" + "r" * 20
"""The token of who may have reports."""

AGENTS = Agents(
    agents={
        "li": Agent(name="李娜", phone="1001", skills={"seller": 4, "zh": 5}),
        "wang": Agent(name="王伟", phone="1002", skills={"seller": 1, "zh": 5}),
        "zhao": Agent(name="赵敏", phone="1003"),
    }
)
QUEUES = QueueFile(
    dispositions={"1": Outcome(id="solved", name={"zh": "已解决", "en": "Solved"})},
    channels={"email": Channel(at_once=3, interruptible=True)},
    queues={
        "support": Queue(name={"zh": "客服", "en": "Support"}),
        "letters": Queue(name={"zh": "邮件", "en": "E-mail"}, channel="email", ring=60.0),
    },
)
WEB = Web(
    port=0,
    tokens={
        "crm": Client(token=CRM, may=("work",)),
        "desktop": Client(token=DESKTOP, may=("agents", "work")),
        "looker": Client(token=LOOKER, may=("read",)),
        "reporter": Client(token=REPORTER, may=("reports",)),
        "scorer": Client(token=SCORER, may=("quality",)),
        "desk-li": Client(token=OF_LI, may=("quality",), agent="li"),
        "hearer": Client(token=HEARER, may=("recordings",)),
        "seldom": Client(token=SELDOM, may=("read",), limit=Limit(per_second=0.0001, burst=3)),
    },
)


class Caller:
    """Waits, and does nothing when an agent is found."""

    def wake(self) -> None: ...


async def had_a_call(site: Site, agent: str = "li") -> None:
    """The agent logs in, talks to a caller, and is in wrap-up."""
    await site.post(f"/agents/{agent}/login")
    async with site.acd.enter(QueueRequest("call-1", "support"), Caller()) as visit:
        assert visit.offer is not None
        assert visit.offer.agent == agent
        visit.answered(visit.offer)


TALK, UNKNOWN = "1764038400.12", "2.2"


class OneTalk:
    """The only talk that goes on is that of the call `TALK`; `done` is what was done with it."""

    def __init__(self) -> None:
        self.done: list[str] = []

    async def transfer(self, call: str, to: str) -> None:
        self._do(call, f"to {to}")

    async def supervise(self, call: str, mode: Mode, phone: str) -> None:
        self._do(call, f"{mode} by {phone}")

    async def pause_recording(self, call: str, on: bool) -> None:
        self._do(call, "paused" if on else "resumed")

    def _do(self, call: str, what: str) -> None:
        if call == UNKNOWN:
            raise NotThere("no such call goes on now", "没有此通话")
        if what.endswith("9999"):
            raise NotThere("nobody has this phone", "没有此话机", what.split()[0])
        if call != TALK:
            raise NoSuchTalk("no agent talks with this caller now", "此来电者当前未与坐席通话")
        self.done.append(what)


@dataclass
class Answer:
    """What came back."""

    status: int
    body: Any
    headers: Any

    @property
    def fields(self) -> list[str]:
        """The fields that are complained about."""
        return [error["field"] for error in self.body["errors"]]


@dataclass
class Site:
    """The engine's parts that the interface stands on, its address, and the administrator's token."""

    url: str
    state: Path
    acd: Acd
    journal: MemoryJournal
    feed: Feed
    interface: Interface
    store: WorkStore
    database: str
    session: aiohttp.ClientSession
    talks: OneTalk
    writer: JournalWriter

    @property
    def token(self) -> str:
        return (self.state / TOKEN_FILE).read_text().strip()

    @property
    def events(self) -> list[Event]:
        return self.journal.events

    async def ask(self, method: str, path: str, token: str | None = None, **more: Any) -> Answer:
        """A request with the administrator's token, or another one."""
        headers = {"Authorization": f"Bearer {token or self.token}", **more.pop("headers", {})}
        async with self.session.request(method, self.url + path, headers=headers, **more) as response:
            is_json = response.content_type in ("application/json", "application/problem+json")
            body = await (response.json() if is_json else response.text())
            return Answer(response.status, body, response.headers)

    async def get(self, path: str, token: str | None = None, **more: Any) -> Answer:
        return await self.ask("GET", path, token, **more)

    async def log(self, events: Iterable[Event]) -> None:
        """Have these in the log, on disk."""
        for event in events:
            self.writer.append(event)
        await self.writer.flush()

    async def post(self, path: str, token: str | None = None, **body: Any) -> Answer:
        return await self.ask("POST", path, token, json=body)


@pytest.fixture
def reports_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports are made at once, without a process for each."""

    async def here(order: Order, told: Told) -> Made | Failed:
        return await made(order, lambda _done, _total: None)

    monkeypatch.setattr(report_jobs, "apart", here)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(root=tmp_path, engine=Engine(web=WEB), agents=AGENTS, queues=QUEUES)


@pytest_asyncio.fixture
async def site(tmp_path: Path, settings: Settings) -> AsyncIterator[Site]:
    journal, feed, clock = MemoryJournal(), Feed("CN"), SystemClock()
    url = f"sqlite:///{tmp_path}/log.db"
    fresh(url)
    writer, access = JournalWriter(url), Access(url, patience=10.0)
    told = Broadcast(writer, [feed, journal.append])
    acd = Acd(settings.agents, settings.queues, clock, told)
    store = WorkStore(access)
    desk = WorkDesk(store, acd, told, clock, writer.flush)
    await desk.begin()
    talks = OneTalk()
    reader = JournalReader(url)

    def status() -> Status:
        return status_of(writer.standing(), acd.unknown(), ZoneInfo("UTC"))

    interface = Interface(settings, Parts(acd, desk, talks, feed, told, clock, reader, url, status))
    state = tmp_path / "state"
    async with (
        reader,
        serving(interface, settings.engine.web, state) as address,
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20)) as session,
    ):
        yield Site(address, state, acd, journal, feed, interface, store, url, session, talks, writer)
    await desk.close()
    acd.close()
    await writer.close()
    await access.close()
