"""Routes → an application that lets in who may, reads what makes sense, and always answers in JSON."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import orjson
import structlog
from aiohttp import web
from aiohttp.typedefs import Middleware

from ivr.events import Requested
from ivr.journal.database import DatabaseUnusable
from ivr.ports import Clock, Journal, MemoryFailed
from ivr.web.access import Client, Keys
from ivr.web.answers import (
    Broken,
    Complaint,
    Invalid,
    NotFound,
    NotJson,
    NotKnown,
    NotThatWay,
    Refused,
    TooLarge,
    TooSlow,
    Unavailable,
    Unreadable,
    answer,
    lacking,
    plainly,
    printable,
    refusal,
    said,
)
from ivr.web.complaints import filled
from ivr.web.languages import language_of
from ivr.web.lasting import known, lasting, tagged
from ivr.web.limits import Limits
from ivr.web.routes import PREFIX, Asked, Reply, Route
from ivr.web.sound import sound

LARGEST = 64 * 1024
"""Bytes of a request's body."""
LIMIT = 10.0
"""Seconds for a request to arrive whole and be answered."""
CLIENT = web.RequestKey("client", Client)

Endpoint = Callable[[web.Request], Awaitable[web.StreamResponse]]

_log = structlog.get_logger("web")


def application(
    routes: Iterable[Route], streams: Mapping[str, Endpoint], door: Door, audit: Audit
) -> web.Application:
    """`streams`: addresses below `/api/v1` whose answers go on and on."""
    app = web.Application(client_max_size=LARGEST, middlewares=[_answered, _let_in(door)])
    app.on_response_prepare.append(_name)
    for route in routes:
        _add(app, route.method, route.path, _endpoint(route, audit))
    for path, stream in streams.items():
        _add(app, "GET", path, stream)
    return app


async def _name(_request: web.Request, response: web.StreamResponse) -> None:
    """Nobody need know what it is made of."""
    response.headers["Server"] = "callwright"


def _add(app: web.Application, method: str, path: str, endpoint: Endpoint) -> None:
    for each in ("GET", "HEAD") if method == "GET" else (method,):
        app.router.add_route(each, PREFIX + path, endpoint)


@dataclass(frozen=True, slots=True)
class Door:
    """Who is let in, and how often."""

    keys: Keys
    limits: Limits


class Audit:
    """Writes into the journal who changed something."""

    def __init__(self, journal: Journal, clock: Clock) -> None:
        self._journal, self._clock = journal, clock

    def changed(self, route: Route, asked: Asked) -> None:
        at = self._clock.now().timestamp()
        self._journal.append(Requested(at=at, by=asked.client.name, what=route.name, about=asked.id))


def _endpoint(route: Route, audit: Audit) -> Endpoint:
    async def take(request: web.Request) -> web.StreamResponse:
        client = request[CLIENT]
        if not route.rights & client.may:
            _log.warning("not_allowed", by=client.name, what=route.name)
            raise lacking(route.rights)
        async with asyncio.timeout(LIMIT):
            values = await _body(request) if route.method == "POST" else query(request)
            fields = filled(route.fields, values, route.context())
            asked = Asked(
                client, request.match_info.get("id", ""), fields, request.headers, request.method == "HEAD"
            )
            reply = await route.handler(asked)
        if route.method == "POST":
            audit.changed(route, asked)
        return _sent(request, reply)

    return take


def _sent(request: web.Request, reply: Reply) -> web.StreamResponse:
    if reply.tag and known(request, reply.tag):
        return tagged(web.Response(status=304), reply.tag, weak=True)
    if isinstance(reply.value, Path) and not reply.tag:
        return sound(request, reply.value, reply.headers)
    if isinstance(reply.value, Path):
        response = web.Response(body=reply.value.open("rb"), headers=reply.headers)
    else:
        response = answer(reply.value, reply.status, reply.headers)
    if reply.tag:
        return tagged(response, reply.tag, weak=True)
    return lasting(request, response) if reply.lasting else response


def query(request: web.Request) -> Mapping[str, str]:
    """What the query of the address says. Raises Invalid for what is in it more than once."""
    often = [name for name, times in Counter(name for name, _ in request.query.items()).items() if times > 1]
    if often:
        once = said("give it once", "只能出现一次")
        raise Invalid(*(Complaint(printable(name[:60]), once) for name in often))
    return dict(request.query)


async def _body(request: web.Request) -> Mapping[str, object]:
    body = await request.read()
    if not body:
        return {}
    if request.content_type != "application/json":
        raise plainly(
            NotJson,
            "send JSON, with Content-Type: application/json",
            "请发送JSON，并写明 Content-Type: application/json",
        )
    try:
        values = orjson.loads(body)
    except ValueError as fault:
        raise plainly(Unreadable, f"this is not JSON: {fault}", f"不是JSON：{fault}") from None
    if not isinstance(values, dict):
        raise plainly(Unreadable, "send a JSON object: {...}", "请发送JSON对象：{...}")
    return values


def _let_in(door: Door) -> Middleware:
    @web.middleware
    async def let_in(request: web.Request, handler: Endpoint) -> web.StreamResponse:
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        client = door.keys.owner(token.strip()) if kind.lower() == "bearer" else None
        if client is None:
            _log.warning("unknown_token", address=request.remote, path=request.path[:200])
            raise _unknown()
        request[CLIENT] = client
        door.limits.take(client)
        return await handler(request)

    return let_in


def _unknown() -> Refused:
    refused = plainly(
        NotKnown, "send your token: Authorization: Bearer ...", "请发送令牌：Authorization: Bearer ..."
    )
    refused.headers["WWW-Authenticate"] = 'Bearer realm="callwright"'
    return refused


@web.middleware
async def _answered(request: web.Request, handler: Endpoint) -> web.StreamResponse:
    try:
        return await handler(request)
    except Exception as fault:
        language = language_of("", request.headers.get("Accept-Language", ""))
        return refusal(_refused(fault, request), language)


def _refused(fault: Exception, request: web.Request) -> Refused:
    """What is said of it: nothing of what is inside."""
    match fault:
        case Refused():
            return fault
        case web.HTTPException():
            return _by_address(fault)
        case MemoryFailed():
            return _later(str(fault), str(fault))
        case DatabaseUnusable():
            return _later(str(fault), fault.zh)
        case TimeoutError():
            return plainly(TooSlow, "that took too long", "超时")
        case web.RequestPayloadError():
            return plainly(Unreadable, "the body is not as its headers say", "请求正文与其头部不符")
        case _:
            _log.error("request_failed", method=request.method, path=request.path[:200], exc_info=fault)
            return plainly(Broken, "a fault of the engine; its log says more", "引擎出错，详见日志")


def _later(en: str, zh: str) -> Refused:
    later = plainly(Unavailable, f"try again in a few seconds: {en}", f"请过几秒再试：{zh}")
    later.headers["Retry-After"] = "5"
    return later


def _by_address(no: web.HTTPException) -> Refused:
    match no:
        case web.HTTPNotFound():
            text = f"{PREFIX}/openapi.json"
            return plainly(NotFound, f"nothing is at this address; see {text}", f"没有此地址；见 {text}")
        case web.HTTPMethodNotAllowed():
            allowed = ", ".join(sorted(no.allowed_methods))
            refused = plainly(NotThatWay, f"allowed here: {allowed}", f"此处可用：{allowed}")
            refused.headers["Allow"] = allowed
            return refused
        case web.HTTPRequestEntityTooLarge():
            return plainly(TooLarge, f"at most {LARGEST} bytes", f"最多{LARGEST}字节")
        case _:
            return plainly(Refused, no.reason, no.reason)
