"""All routes together: what the interface is, without a port."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from ivr.acd import Acd
from ivr.journal.reader import JournalReader
from ivr.ports import Clock, Journal, Talks
from ivr.settings import Settings
from ivr.web.access import Keys
from ivr.web.agents import AgentsRoom
from ivr.web.application import Audit, Door, application
from ivr.web.calls import CallsRoom
from ivr.web.feed import Feed
from ivr.web.limits import Limits
from ivr.web.openapi import Described, openapi
from ivr.web.quality import QualityRoom
from ivr.web.quality_compared import ComparedRoom
from ivr.web.quality_samples import SamplesRoom
from ivr.web.queues import QueuesRoom
from ivr.web.recordings import RecordingsRoom
from ivr.web.report_jobs import Jobs
from ivr.web.reports import ReportsRoom
from ivr.web.routes import Asked, Reply, Route
from ivr.web.status import Status, StatusRoom
from ivr.web.stream import Listening, Stream, allowed
from ivr.web.talks import TalksRoom
from ivr.web.work import WorkRoom
from ivr.work import WorkDesk

STREAMS = {
    "/events": Described(
        "What happens, as it happens: agents, queues, work",
        f"A subject needs the right to look at it: {allowed()}. Without numbers callers are left out of it.",
        Listening,
    )
}


@dataclass(frozen=True, slots=True)
class Parts:
    """What it stands on. `feed` has to hear of every event; `log` is the journal as it is on disk, in
    the database at this address; `status` tells how the engine does."""

    acd: Acd
    work: WorkDesk
    talks: Talks
    feed: Feed
    journal: Journal
    clock: Clock
    log: JournalReader
    database: str
    status: Callable[[], Status]


class Interface:
    """`routes` are those without streams."""

    def __init__(self, settings: Settings, parts: Parts) -> None:
        self._feed = parts.feed
        self._audit = Audit(parts.journal, parts.clock)
        self._limits = Limits(parts.clock.monotonic)
        folder = settings.path(settings.engine.state) / "reports"
        self._reports = Jobs(parts.database, folder, parts.clock.monotonic)
        self.routes = (
            *AgentsRoom(parts.acd, settings).routes(),
            *QueuesRoom(parts.acd, settings).routes(),
            *CallsRoom(parts.log, settings).routes(),
            *RecordingsRoom(parts.database, settings, parts.clock).routes(),
            *ReportsRoom(self._reports, settings, lambda: parts.clock.now().timestamp()).routes(),
            *QualityRoom(parts.database, settings, parts.clock).routes(),
            *SamplesRoom(parts.database, settings, parts.clock).routes(),
            *ComparedRoom(parts.database, settings, parts.clock).routes(),
            *StatusRoom(parts.status).routes(),
            *TalksRoom(parts.talks).routes(),
            *WorkRoom(parts.work, settings, parts.clock).routes(),
            Route("GET", "/openapi.json", "openapi", "This document", self._openapi, dict[str, object]),
        )

    def application(self, keys: Keys) -> web.Application:
        """For a server."""
        return application(
            self.routes, {"/events": Stream(self._feed).send}, Door(keys, self._limits), self._audit
        )

    async def close(self) -> None:
        """Let those go who listen, and make no more reports."""
        self._feed.close()
        await self._reports.close()

    async def _openapi(self, asked: Asked) -> Reply:
        return Reply(openapi(self.routes, STREAMS))
