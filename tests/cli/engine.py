"""The part of the engine that answers commands about versions, on a thread beside them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from ivr.acd import Acd
from ivr.acd import requests as agents
from ivr.app import SystemClock
from ivr.control.server import listening
from ivr.flow.simulated import MemoryJournal
from ivr.flow.site import Site
from ivr.journal.database import absolute_url
from ivr.journal.reader import JournalReader
from ivr.settings import load
from ivr.steps import CATALOGUE
from ivr.versions.judge import Rules
from ivr.versions.keeper import Around, Versions
from ivr.versions.requests import handlers
from ivr.versions.store import VersionStore

LIMIT = 20.0


@contextmanager
def desk_of(site: Path, happens: Callable[[Acd], None]) -> Iterator[None]:
    """The part of the engine that knows its agents, after this has happened to them."""
    settings, up, stop = load(site / "config"), Event(), Event()

    async def run() -> None:
        acd = Acd(settings.agents, settings.queues, SystemClock(), MemoryJournal())
        happens(acd)
        async with listening(settings.path(settings.engine.state), agents.handlers(acd)):
            up.set()
            while not stop.is_set():  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        acd.close()

    thread = Thread(target=asyncio.run, args=(run(),))
    thread.start()
    assert up.wait(LIMIT)
    try:
        yield
    finally:
        stop.set()
        thread.join(LIMIT)


@contextmanager
def engine_of(site: Path) -> Iterator[MemoryJournal]:
    """Runs while the context lasts; what it gives is what the engine writes into the journal."""
    settings = load(site / "config")
    state = settings.path(settings.engine.state)
    folder = settings.path(settings.engine.dialplans)
    versions = Versions(folder, VersionStore(state / "versions"), Rules(CATALOGUE, Site.of(settings)))
    journal, up, stop, loop = MemoryJournal(), Event(), asyncio.Event(), asyncio.new_event_loop()

    async def run() -> None:
        async with (
            JournalReader(absolute_url(settings.engine.database, settings.root)) as past,
            versions.running(Around(journal, SystemClock(), outcomes=past.outcomes)),
            listening(state, handlers(versions)),
        ):
            up.set()
            await stop.wait()

    thread = Thread(target=loop.run_until_complete, args=(run(),))
    thread.start()
    assert up.wait(LIMIT)
    try:
        yield journal
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(LIMIT)
        loop.close()
