"""The show of `make run` and `make demo`: sets the stage, places the calls, compares what came of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from ivr.app import shipped
from ivr.demo.api import DemoApi
from ivr.demo.journeys import JOURNEYS, Expected, play_all
from ivr.demo.sipp import PACKAGE, Place, SippAgent
from ivr.demo.stage import Stage, stage
from ivr.events import Event
from ivr.journal.reader import Filter, JournalReader
from ivr.journal.record import CallRecord
from ivr.packages import Unpacked, fetch
from ivr.packages.apt import Report

TALK = 4.0
"""Seconds after which a sample agent hangs up while the show runs."""


@dataclass(frozen=True, slots=True)
class Result:
    """One journey: what was expected, and the record of the call that was made (None: there is none)."""

    expected: Expected
    record: CallRecord | None

    @property
    def came_out(self) -> bool:
        return self.record is not None and self.expected.came_out(self.record)


@dataclass(frozen=True, slots=True)
class Reports:
    """Who is told what: bytes fetched, prompts made, and each event as it happens."""

    fetching: Report
    preparing: Callable[[int, int], None]
    event: Callable[[Event], None]


@asynccontextmanager
async def set_up(config: Path, directory: Path, reports: Reports) -> AsyncIterator[Stage]:
    """Asterisk, the engine, the order API and the sample agents' phones, while the context lasts."""
    root = await asyncio.to_thread(fetch, [PACKAGE], progress=reports.fetching)
    async with AsyncExitStack() as stack:
        api = await stack.enter_async_context(DemoApi())
        here = await stack.enter_async_context(
            stage(
                config,
                directory,
                environment={"CRM": api.url},
                progress=reports.fetching,
                preparing=reports.preparing,
                listener=reports.event,
            )
        )
        for name in here.settings.agents.agents:
            await stack.enter_async_context(_agent(here, Unpacked(root), name))
        yield here


async def play(here: Stage) -> list[Result]:
    """Place the five calls and compare what the log says of them with what was expected."""
    try:
        await play_all(here)
    finally:
        await here.engine.flush()
        async with JournalReader(here.database) as reader:
            records = {record.caller_number: record for record in await reader.calls(Filter(limit=100))}
    return [Result(expected, records.get(expected.number)) for expected in JOURNEYS]


def _agent(here: Stage, program: Unpacked, name: str) -> SippAgent:
    place = Place(
        program=program,
        templates=shipped("config/sipp"),
        folder=here.directory / "phones",
        port=here.ports.one(),
        control_port=here.ports.one(),
        asterisk=here.address,
    )
    return SippAgent(place, here.account(here.settings.agents.agents[name].phone), talk=TALK)
