"""All routes together: what the interface is, without a port."""

from __future__ import annotations

from aiohttp import web

from ivr.acd import Acd
from ivr.ports import Clock, Journal
from ivr.settings import Settings
from ivr.web.access import Keys
from ivr.web.agents import AgentsRoom
from ivr.web.application import Audit, application
from ivr.web.feed import Feed
from ivr.web.openapi import openapi
from ivr.web.queues import QueuesRoom
from ivr.web.routes import Asked, Reply, Route
from ivr.web.stream import Stream

STREAMS = {"/events": "What happens, as it happens: agents, queues, work"}


class Interface:
    """Stands on the engine's parts; `feed` has to hear of every event. `routes` are those without streams."""

    def __init__(self, settings: Settings, acd: Acd, journal: Journal, clock: Clock, feed: Feed) -> None:
        self._feed = feed
        self._audit = Audit(journal, clock)
        self.routes = (
            *AgentsRoom(acd, settings.agents).routes(),
            *QueuesRoom(acd).routes(),
            Route("GET", "/openapi.json", "openapi", "This document", self._openapi, dict[str, object]),
        )

    def application(self, keys: Keys) -> web.Application:
        """For a server."""
        return application(self.routes, {"/events": Stream(self._feed).send}, keys, self._audit)

    def close(self) -> None:
        """Let those go who listen."""
        self._feed.close()

    async def _openapi(self, asked: Asked) -> Reply:
        return Reply(openapi(self.routes, STREAMS))
