"""`GET /events`: what happens, as it happens, to whoever keeps up."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Annotated

import structlog
from aiohttp import web
from pydantic import Field, field_validator

from ivr.document.model import Fault
from ivr.document.problems import nearest
from ivr.settings.web import Right
from ivr.web import agents, queues, work
from ivr.web.access import Client
from ivr.web.answers import NotAllowed, TooMany, lacking, plainly
from ivr.web.application import CLIENT, query
from ivr.web.calls import NUMBERS
from ivr.web.complaints import filled
from ivr.web.feed import READERS, SUBJECTS, Feed, Full, Reader, Wanted
from ivr.web.routes import Fields, some_of

BEAT = 15.0
"""Seconds after which something is sent where nothing happens, so that both ends see a broken connection."""
PATIENCE = 10.0
"""Seconds that a connection may take to swallow what it is sent."""

RIGHTS_OF: Mapping[str, frozenset[Right]] = {
    "agents": agents.READ,
    "queues": queues.READ,
    "work": work.READ,
    "log": frozenset(("read",)),
    "alarms": frozenset(("read",)),
}
"""By subject, of which one is needed: as to look at the same things."""
RIGHTS = frozenset[Right]().union(*RIGHTS_OF.values())


def allowed() -> str:
    """The subjects, each with the rights of which one is needed."""
    return ", ".join(f"{subject} {' or '.join(sorted(rights))}" for subject, rights in RIGHTS_OF.items())


_log = structlog.get_logger("web")


class Listening(Fields):
    """What is listened to; all that the token may hear of if nothing is said."""

    about: Annotated[
        str,
        Field(
            description=f"Some of {', '.join(SUBJECTS)}, with commas between.",
            json_schema_extra={"pattern": some_of(SUBJECTS)},
        ),
    ] = ""
    agent: Annotated[str, Field(description="Only what is about this one.")] = ""

    @field_validator("about")
    @classmethod
    def _known(cls, about: str) -> str:
        for word in about.split(",") if about else ():
            if word not in SUBJECTS:
                raise Fault(
                    f"found '{word}'; {nearest(word, SUBJECTS)}",
                    zh=f"实际为“{word}”；{nearest(word, SUBJECTS, 'zh')}",
                )
        return about

    def wanted(self, client: Client) -> Wanted:
        """As the feed takes it: nothing but what the client may hear of. Raises NotAllowed."""
        named = frozenset(filter(None, self.about.split(",")))
        allowed = frozenset(subject for subject, rights in RIGHTS_OF.items() if rights & client.may)
        for subject in sorted(named - allowed):
            raise lacking(RIGHTS_OF[subject], "about")
        if not allowed:
            raise lacking(RIGHTS)
        return Wanted(named or allowed, self.agent, NUMBERS in client.may)


class Stream:
    """The answer that goes on and on."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed

    async def send(self, request: web.Request) -> web.StreamResponse:
        """Send until the other side goes, does not keep up, or the engine stops."""
        client = request[CLIENT]
        try:
            wanted = filled(Listening, query(request)).wanted(client)
        except NotAllowed:
            _log.warning("not_allowed", by=client.name, what="events")
            raise
        try:
            with self._feed.reading(wanted, request.headers.get("Last-Event-ID", "")) as reader:
                return await _send(request, reader)
        except Full:
            raise plainly(
                TooMany, f"at most {READERS} may listen at once", f"最多{READERS}个同时监听"
            ) from None


async def _send(request: web.Request, reader: Reader) -> web.StreamResponse:
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    )
    await response.prepare(request)
    if request.method == "HEAD":
        return response
    with suppress(ConnectionError, TimeoutError):
        await _write(response, b"retry: 2000\n\n")
        while not reader.over:
            await _write(response, await reader.next(BEAT) or b": nothing new\n\n")
    if request.transport:
        request.transport.abort()  # what is still unsent is for somebody who does not read
    return response


async def _write(response: web.StreamResponse, text: bytes) -> None:
    async with asyncio.timeout(PATIENCE):
        await response.write(text)
