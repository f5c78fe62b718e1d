"""A program that is told what happens in calls, and does whatever a test needs with it, on the loopback.

It checks every signature by code of its own, as the specification tells.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OLD_SECRET = "whsec_" + base64.b64encode(b"an older secret of 32 bytes ...!").decode()

Answer = Callable[["Told"], "int | Awaitable[web.StreamResponse]"]


@dataclass(frozen=True)
class Told:
    """One request."""

    id: str
    type: str
    call: str
    data: Mapping[str, Any]
    body: bytes


@dataclass
class Receiver:
    """`accepted` and all that was `asked`, in order; `answer` says what to do with each."""

    secret: str = SECRET
    answer: Answer = lambda told: 204
    url: str = ""
    asked: list[Told] = field(default_factory=list)
    accepted: list[Told] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        check(self.secret, request.headers, body)
        data = json.loads(body)
        told = Told(
            request.headers["webhook-id"], data["type"], data["data"].get("call", ""), data["data"], body
        )
        self.asked.append(told)
        self.at_once += 1
        self.most_at_once = max(self.at_once, self.most_at_once)
        try:
            found = self.answer(told)
            reply = web.Response(status=found) if isinstance(found, int) else await found
        finally:
            self.at_once -= 1
            self.changed.set()
        if 200 <= reply.status < 300:
            self.accepted.append(told)
        return reply

    async def until(self, happened: Callable[[Receiver], bool], limit: float = 60.0) -> None:
        async with asyncio.timeout(limit):
            while not happened(self):
                self.changed.clear()
                await self.changed.wait()

    def types_of(self, call: str) -> list[str]:
        """What was accepted of a call, in order."""
        return [told.type for told in self.accepted if told.call == call]


def check(secret: str, headers: Mapping[str, str], body: bytes) -> None:
    """Raises AssertionError for a signature that is not right."""
    key = base64.b64decode(secret.split("_", 1)[1])
    content = b".".join((headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body))
    right = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    given = [each.split(",", 1) for each in headers["webhook-signature"].split(" ")]
    assert ["v1", right] in given, headers


@asynccontextmanager
async def receiving(
    answer: Answer = lambda told: 204, secret: str = SECRET, tls: ssl.SSLContext | None = None
) -> AsyncIterator[Receiver]:
    """`tls`: with this certificate."""
    receiver = Receiver(secret, answer)
    application = web.Application()
    application.router.add_post("/hook", receiver.handle)
    server = TestServer(application, host="127.0.0.1", scheme="https" if tls else "http")
    await server.start_server(ssl=tls)
    async with server:
        receiver.url = str(server.make_url("/hook"))
        yield receiver


def order_kept(told: Sequence[Told], journeys: Mapping[str, Sequence[str]]) -> None:
    """Of each call everything came, and nothing for the first time before all that happened before it.
    `journeys`: the ids of what happened, by call."""
    for call, ids in journeys.items():
        firsts = list(dict.fromkeys(each.id for each in told if each.call == call))
        assert firsts == list(ids), call
