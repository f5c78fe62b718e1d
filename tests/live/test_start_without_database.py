"""PostgreSQL comes up only after the engine and its first calls: nothing is delayed, lost or doubled."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from ivr.demo.person import Person
from ivr.demo.phones import Phone
from ivr.demo.stage import Stage
from ivr.events import (
    AgentStateChanged,
    AlarmCleared,
    AlarmRaised,
    CallbackDialled,
    CallbackRequested,
    CallEnded,
    CallEvent,
    LogCaughtUp,
    LogFellBehind,
    OfferEnded,
    QueueEntered,
)
from ivr.settings import Settings
from tests.live.books import Books
from tests.live.conftest import Scene, agents_of, scene
from tests.live.routing import agent, talks, waits
from tests.live.test_callback import asks, joins
from tests.live.test_database_away import journey_of
from tests.live.test_engine_away import away
from tests.postgres import Cluster, made

pytestmark = pytest.mark.asyncio(loop_scope="module")

LIMIT = 30.0


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL that a test may stop and start."""
    with made() as cluster:
        cluster.start()
        yield cluster


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def _scene(
    tmp_path_factory: pytest.TempPathFactory, prompts: Path, cluster: Cluster
) -> AsyncIterator[Scene]:
    def there(settings: Settings) -> Settings:
        database = cluster.server.over_tcp("postgres")
        return settings.model_copy(
            update={"engine": settings.engine.model_copy(update={"database": database})}
        )

    async with scene(tmp_path_factory.mktemp("live"), prompts, change=there) as whole:
        yield whole
        await whole[0].engine.__aexit__(None, None, None)


async def test_an_engine_that_begins_without_postgresql_takes_calls_and_knows_all_once_it_is_there(
    here: Stage, books: Books, line: Phone, cluster: Cluster
) -> None:
    async with agents_of(here) as desk, Phone(here.address, account=here.account("1006")) as home:
        await home.register()
        await desk("1001")
        here.engine.acd.pause("1001", "lunch")
        await asks(here, line)
        promised = await here.watch.until(CallbackRequested)
        async with away(here):
            await asyncio.to_thread(cluster.stop)
        seen = here.watch.seen
        raised = await here.watch.until(AlarmRaised, what="unknown_since_start")
        assert "wang" in raised.detail
        assert agent(here, "wang").state == "logged_out"

        caller = await waits(here, line)
        li = await desk("1002")
        talk = await talks(li, caller)
        await talk.hang_up()
        await caller.is_over()
        refused = await Person.calls(here.watch, line, "7040", number="13800138001")
        await refused.hears("回呼其他号码请按2")
        await refused.presses("1")
        await refused.hears("不回呼")
        await refused.is_over()
        assert here.engine.acd.unknown() == ["wang", "zhang", "liu", "chen", "zhao"]
        await here.watch.until(LogFellBehind)
        status = here.engine.status()
        assert (status.log.state, status.unknown_agents) == ("away", ("wang", "zhang", "liu", "chen", "zhao"))
        assert "no PostgreSQL server answers" in status.log.reason
        assert status.log.events > 0

        await asyncio.to_thread(cluster.start)
        await here.watch.until(AgentStateChanged, agent="wang", state="paused", after=seen, limit=LIMIT)
        assert agent(here, "wang").reason == "lunch"
        ringing = await home.rung(limit=LIMIT)
        await ringing.answer()
        back = (await here.watch.until(CallbackDialled, after=seen)).call
        await joins(here, ringing, back)
        talk = await li.rung(limit=LIMIT)
        await talk.answer()
        await here.watch.until(OfferEnded, call=back, outcome="answered", limit=LIMIT)
        await talk.hang_up()
        await here.watch.until(CallEnded, call=back, limit=LIMIT)
        await here.watch.until(AlarmCleared, what="unknown_since_start", limit=LIMIT)
        await here.watch.until(LogCaughtUp, limit=LIMIT)

    await here.engine.flush()
    status = here.engine.status()
    assert (status.log.state, status.log.reason, status.unknown_agents) == ("well", "", ())
    for call in (promised.call, caller.id, refused.id, back):
        happened = [e for e in here.watch.events if isinstance(e, CallEvent) and e.call == call]
        assert await journey_of(here, call) == happened
    dialled = [event for event in here.watch.events if isinstance(event, CallbackDialled)]
    assert len(dialled) == 1
    entered = {event.call for event in here.watch.events if isinstance(event, QueueEntered)}
    undialled = {call for call in entered if call.startswith("callback-")} - {back}
    books.leave_out(undialled)  # one waited for an agent when the first engine ended
    await books.verify()
