"""`GET /events`: what happens, as it happens, to whoever keeps up."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from aiohttp import web
from pydantic import field_validator

from ivr.document.model import Fault
from ivr.document.problems import nearest
from ivr.web.answers import TooMany, plainly
from ivr.web.complaints import filled
from ivr.web.feed import READERS, SUBJECTS, Feed, Full, Reader, Wanted
from ivr.web.routes import Fields

BEAT = 15.0
"""Seconds after which something is sent where nothing happens, so that both ends see a broken connection."""
PATIENCE = 10.0
"""Seconds that a connection may take to swallow what it is sent."""


class Listening(Fields):
    """`about`: some of agents, queues, work, log, with commas between; all if left out. `agent`: only what is
    about this one."""

    about: str = ""
    agent: str = ""

    @field_validator("about")
    @classmethod
    def _known(cls, about: str) -> str:
        for word in filter(None, about.split(",")):
            if word not in SUBJECTS:
                raise Fault(
                    f"found '{word}'; {nearest(word, SUBJECTS)}",
                    zh=f"实际为“{word}”；{nearest(word, SUBJECTS, 'zh')}",
                )
        return about

    def wanted(self) -> Wanted:
        """As the feed takes it."""
        return Wanted(frozenset(filter(None, self.about.split(","))) or frozenset(SUBJECTS), self.agent)


class Stream:
    """The answer that goes on and on."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed

    async def send(self, request: web.Request) -> web.StreamResponse:
        """Send until the other side goes, does not keep up, or the engine stops."""
        wanted = filled(Listening, dict(request.query)).wanted()
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
