"""Look-ups over HTTP against a server that does whatever a test needs, all on the loopback."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import orjson
import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer

from ivr import ports
from ivr.demo.api import DemoApi
from ivr.http_client import LARGEST, HttpClient
from ivr.ports import HttpRequest, LookupFailed

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@pytest_asyncio.fixture
async def http() -> AsyncIterator[HttpClient]:
    async with HttpClient() as http:
        yield http


@asynccontextmanager
async def served(handler: Handler) -> AsyncIterator[str]:
    """A server whose every address is answered by `handler`."""
    application = web.Application(client_max_size=4 * LARGEST)
    application.router.add_route("*", "/{anything:.*}", handler)
    async with TestServer(application, host="127.0.0.1") as server:
        yield str(server.make_url("")).rstrip("/")


@asynccontextmanager
async def raw(reply: bytes) -> AsyncIterator[str]:
    """A server that sends these bytes whatever it is asked, and hangs up."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(reply)
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def get(url: str, timeout: float = 10.0) -> HttpRequest:
    return HttpRequest("GET", url, timeout)


async def fails(http: HttpClient, request: HttpRequest) -> LookupFailed:
    with pytest.raises(LookupFailed) as failed:
        await http.fetch(request)
    return failed.value


def test_it_is_the_port() -> None:
    port: ports.Http = HttpClient()
    assert port


async def test_a_get_gives_status_and_json(http: HttpClient) -> None:
    async with DemoApi() as api:
        status, order = await http.fetch(get(f"{api.url}/orders/20061002"))
    assert (status, order["status"]) == (200, "shipped")


async def test_a_post_sends_its_body_as_json_and_its_headers(http: HttpClient) -> None:
    async def echo(request: web.Request) -> web.Response:
        seen = {"method": request.method, "type": request.content_type, "key": request.headers["X-Key"]}
        return web.json_response({**seen, "body": await request.json()}, status=201)

    async with served(echo) as url:
        request = HttpRequest("POST", url, 10, headers={"X-Key": "k"}, body={"name": "张三"})
        assert await http.fetch(request) == (
            201,
            {"method": "POST", "type": "application/json", "key": "k", "body": {"name": "张三"}},
        )


async def test_an_empty_204_is_none(http: HttpClient) -> None:
    async def nothing(request: web.Request) -> web.Response:
        return web.Response(status=204)

    async with served(nothing) as url:
        assert await http.fetch(get(url)) == (204, None)


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503])
async def test_a_status_outside_200_to_299_is_told_with_its_number(http: HttpClient, status: int) -> None:
    async def refuse(request: web.Request) -> web.Response:
        return web.json_response({}, status=status)

    async with served(refuse) as url:
        failed = await fails(http, get(url))
    assert (failed.outcome, failed.status) == ("status", status)


# Nobody answers


async def test_a_slow_service_ends_at_the_time_limit(http: HttpClient) -> None:
    async with DemoApi(fault="slow") as api:
        failed = await fails(http, get(f"{api.url}/orders/1", timeout=0.2))
    assert (failed.outcome, failed.status) == ("timeout", 0)
    assert "no reply in 0.2 s" in str(failed)


async def test_a_reply_that_trickles_ends_at_the_time_limit_too(http: HttpClient) -> None:
    async def trickle(request: web.Request) -> web.StreamResponse:
        reply = web.StreamResponse()
        await reply.prepare(request)
        await reply.write(b"[1,")
        while request.transport and not request.transport.is_closing():
            await reply.write(b" ")
            await asyncio.sleep(0.01)
        return reply

    async with served(trickle) as url:
        assert (await fails(http, get(url, timeout=0.3))).outcome == "timeout"


async def test_a_service_that_is_down_is_unreachable(http: HttpClient) -> None:
    async with DemoApi(fault="down") as api:
        failed = await fails(http, get(f"{api.url}/orders/1"))
    assert (failed.outcome, failed.status) == ("unreachable", 0)


async def test_a_service_that_hangs_up_is_unreachable(http: HttpClient) -> None:
    async with raw(b"") as url:
        assert (await fails(http, get(url))).outcome == "unreachable"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "orders/1",
        "/orders/1",
        "ftp://127.0.0.1/x",
        "file:///etc/passwd",
        "http://",
        "http://[::1",
        "http://127.0.0.1:99999/",
        "javascript:alert(1)",
        "http://127.0.0.1:1/\r\nX-Evil: 1",
    ],
)
async def test_an_address_that_is_none_is_refused(http: HttpClient, url: str) -> None:
    assert (await fails(http, get(url))).outcome == "unreachable"


async def test_a_header_cannot_smuggle_another(http: HttpClient) -> None:
    async with DemoApi() as api:
        request = HttpRequest("GET", f"{api.url}/orders/1", 10, headers={"X-Name": "a\r\nX-Evil: 1"})
        assert (await fails(http, request)).outcome == "unreachable"


async def test_a_body_that_is_no_json_is_refused(http: HttpClient) -> None:
    failed = await fails(http, HttpRequest("POST", "http://127.0.0.1:1/", 10, body=object()))
    assert "cannot be sent as JSON" in str(failed)


# Nonsense


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b'{"a": NaN}', b'{"a": 1} trailing', b'"\xff"', b"[" * 100_000, b"{'a': 1}"]
)
async def test_what_is_not_json_is_nonsense(http: HttpClient, body: bytes) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(body=body, content_type="application/json")

    async with served(answer) as url:
        failed = await fails(http, get(url))
    assert (failed.outcome, failed.status) == ("nonsense", 200)


async def test_a_reply_just_small_enough_is_read(http: HttpClient) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(body=b'"' + b"x" * (LARGEST - 2) + b'"')

    async with served(answer) as url:
        status, text = await http.fetch(get(url))
    assert (status, len(text)) == (200, LARGEST - 2)


async def test_a_reply_over_the_limit_is_nonsense(http: HttpClient) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(body=b'"' + b"x" * LARGEST + b'"')

    async with served(answer) as url:
        failed = await fails(http, get(url))
    assert failed.outcome == "nonsense"
    assert "more than 1048576 bytes" in str(failed)


async def test_a_small_reply_that_unpacks_to_a_large_one_is_nonsense(http: HttpClient) -> None:
    async def bomb(request: web.Request) -> web.Response:
        packed = gzip.compress(orjson.dumps("x" * 20 * LARGEST))
        return web.Response(body=packed, headers={"Content-Encoding": "gzip"})

    async with served(bomb) as url:
        assert (await fails(http, get(url))).outcome == "nonsense"


@pytest.mark.parametrize(
    "reply",
    [
        b"\x00\x01\x02\x03 noise\r\n\r\n",
        b"HTTP/1.1 twohundred OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
    ],
)
async def test_what_is_not_http_is_nonsense(http: HttpClient, reply: bytes) -> None:
    async with raw(reply) as url:
        assert (await fails(http, get(url))).outcome == "nonsense"


# Redirects, cookies, secrets


async def test_a_redirect_within_the_service_is_followed(http: HttpClient) -> None:
    async def move(request: web.Request) -> web.Response:
        if request.path == "/old":
            raise web.HTTPFound("/new?a=1")
        return web.json_response({"at": str(request.rel_url)})

    async with served(move) as url:
        assert await http.fetch(get(f"{url}/old")) == (200, {"at": "/new?a=1"})


async def test_a_redirect_to_another_host_or_port_is_not_followed(http: HttpClient) -> None:
    async with DemoApi() as api:

        async def away(request: web.Request) -> web.Response:
            raise web.HTTPFound(f"{api.url}/orders/20061001")

        async with served(away) as url:
            failed = await fails(http, get(url))
    assert (failed.outcome, failed.status) == ("status", 302)
    assert "not followed" in str(failed)


@pytest.mark.parametrize("location", ["", "http://[::1", "file:///etc/passwd", "//192.0.2.1/"])
async def test_a_redirect_to_nowhere_is_not_followed(http: HttpClient, location: str) -> None:
    async def away(request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": location})

    async with served(away) as url:
        failed = await fails(http, get(url))
    assert (failed.outcome, failed.status) == ("status", 302)


async def test_a_post_is_never_redirected(http: HttpClient) -> None:
    async def move(request: web.Request) -> web.Response:
        raise web.HTTPTemporaryRedirect("/new")

    async with served(move) as url:
        failed = await fails(http, HttpRequest("POST", url, 10, body={}))
    assert (failed.outcome, failed.status) == ("status", 307)


async def test_a_redirect_in_a_circle_ends(http: HttpClient) -> None:
    asked: list[str] = []

    async def circle(request: web.Request) -> web.Response:
        asked.append(request.path)
        raise web.HTTPFound("/again")

    async with served(circle) as url:
        failed = await fails(http, get(url))
    assert (failed.outcome, failed.status) == ("status", 302)
    assert len(asked) == 4


async def test_a_cookie_of_one_call_is_not_sent_for_another(http: HttpClient) -> None:
    async def cookies(request: web.Request) -> web.Response:
        reply = web.json_response(dict(request.cookies))
        reply.set_cookie("session", "secret")
        return reply

    async with served(cookies) as url:
        await http.fetch(get(url))
        assert await http.fetch(get(url)) == (200, {})


async def test_secrets_of_the_address_are_not_in_the_complaint(http: HttpClient) -> None:
    async with DemoApi(fault="down") as api:
        address = api.url.replace("http://", "http://user:hush@") + "/orders/1?token=hush"
        failed = await fails(http, get(address))
    assert "hush" not in str(failed)
    assert "/orders/1" in str(failed)


async def test_it_can_be_used_again_after_closing() -> None:
    http = HttpClient()
    async with DemoApi() as api:
        for _ in range(2):
            status, _ = await http.fetch(get(f"{api.url}/members/1"))
            assert status == 200
            await http.close()
