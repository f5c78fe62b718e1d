"""The manager interface is cut off for seconds while calls end: what was not told is read afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import pytest

from ivr.app import Engine
from ivr.demo.phones import Phone
from ivr.demo.stage import Stage
from ivr.events import AgentOffered
from ivr.journal.record import CallRecord
from ivr.settings import Settings
from tests.live.books import Books
from tests.live.conftest import Desk
from tests.live.listening import sound
from tests.live.routing import BUYER, until
from tests.live.test_engine_away import _last_engine, away  # noqa: F401 - a fixture that pytest finds by name
from tests.live.test_verify import until_over

pytestmark = pytest.mark.asyncio(loop_scope="module")

IN_MENU, WITHIN = "13800138041", "13800138044"
IN_TALKS = ("13800138042", "13800138043")
WAITING, LEAVING = "13800138045", "13800138046"
LIMIT = 20.0
TRIES = 40
GAP = 3.0
"""Seconds; more than the engine waits for the word on how a call ended."""


@dataclass
class Cable:
    """Between the engine and Asterisk's manager interface; it can be pulled out."""

    to: tuple[str, int]
    port: int = 0
    _server: asyncio.Server | None = None
    _ends: list[asyncio.StreamWriter] = field(default_factory=list)

    async def plug_in(self) -> None:
        self._server = await asyncio.start_server(self._connect, self.to[0], self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def pull_out(self) -> None:
        assert self._server is not None
        self._server.close()
        for end in self._ends:
            end.close()
        self._ends.clear()
        await asyncio.sleep(0)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(*self.to)
        self._ends += [writer, far_writer]
        await asyncio.gather(_pump(reader, far_writer), _pump(far_reader, writer))


async def _pump(source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while piece := await source.read(65_536):
            to.write(piece)
    to.close()


def by(cable: Cable, settings: Settings) -> Settings:
    """These settings with the manager interface at the other end of the cable."""
    ami = settings.engine.ami.model_copy(update={"port": cable.port})
    return settings.model_copy(update={"engine": settings.engine.model_copy(update={"ami": ami})})


@asynccontextmanager
async def by_cable(here: Stage) -> AsyncIterator[Cable]:
    """Another engine takes the place of the stage's: it has its manager interface by a cable."""
    ami = here.settings.engine.ami
    cable = Cable((ami.host, ami.port))
    await cable.plug_in()
    async with away(here), Engine(by(cable, here.settings), listeners=(here.watch,)) as engine:
        before, here.engine = here.engine, engine
        yield cable
        here.engine = before
    await cable.pull_out()


async def test_calls_that_end_while_the_manager_interface_is_away_get_their_true_end(
    here: Stage, line: Phone, desk: Desk, books: Books
) -> None:
    async with by_cable(here) as cable:
        wang, li = await desk("1001"), await desk("1002")
        menu = await line.call("7101", number=IN_MENU)
        first, second = [await line.call(BUYER, number=number) for number in IN_TALKS]
        talks = [await wang.rung(), await li.rung()]
        for talk in talks:
            await talk.answer()
            await sound(talk, seconds=0.5)
        await cable.pull_out()
        within = await line.call("7101", number=WITHIN)
        await within.answered()
        await sound(within, seconds=0.3)
        await within.hang_up()
        await menu.hang_up()
        await talks[0].hang_up()
        await until(lambda: "ended" in (first.state, second.state), "one talk is over")
        await (second if first.state == "ended" else first).hang_up()
        await asyncio.sleep(GAP)
        await cable.plug_in()
        ended = {number: await _known(here, number) for number in (IN_MENU, *IN_TALKS, WITHIN)}
        books.broken |= {record.id for record in ended.values()}
    assert {number: record.cause for number, record in ended.items()} == dict.fromkeys(ended, "normal")
    assert (ended[IN_MENU].ended_by, ended[WITHIN].ended_by) == ("caller", "caller")
    assert sorted(ended[number].ended_by for number in IN_TALKS) == ["caller", "flow"]
    assert all(record.recovered for record in ended.values())
    await books.verify()


async def test_no_phone_is_rung_before_the_engine_can_see_who_answers(
    here: Stage, line: Phone, desk: Desk, books: Books
) -> None:
    async with by_cable(here) as cable:
        wang = await desk("1001")
        await cable.pull_out()
        call = await line.call(BUYER, number=WAITING)
        await call.answered()
        with pytest.raises(TimeoutError):
            await wang.rung(limit=1.0)
        await cable.plug_in()
        talk = await wang.rung(limit=LIMIT)
        await talk.answer()
        await sound(talk, seconds=1.5)
        await call.hang_up()
        record = await _known(here, WAITING)
        books.broken.add(record.id)
    assert (record.outcome, record.agent, record.ended_by) == ("answered", "wang", "caller")
    await books.verify()


async def test_a_caller_who_leaves_while_the_manager_interface_is_away_is_over_at_once(
    here: Stage, line: Phone, desk: Desk, books: Books
) -> None:
    async with by_cable(here) as cable:
        await desk("1001")
        await cable.pull_out()
        seen = here.watch.seen
        call = await line.call(BUYER, number=LEAVING)
        await call.answered()
        await here.watch.until(AgentOffered, agent="wang", after=seen)
        await call.hang_up()
        record = await until_over(here, LEAVING)
        books.broken.add(record.id)
        await cable.plug_in()
        await _known(here, LEAVING)
    assert record.outcome == "abandoned"
    await books.verify()


async def _known(here: Stage, number: str) -> CallRecord:
    """The call of this number, once the log knows its cause."""
    for _ in range(TRIES):
        if (record := await until_over(here, number)).cause != "unknown":
            break
        await asyncio.sleep(0.25)
    return record
