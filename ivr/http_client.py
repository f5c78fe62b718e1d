"""Look-ups over HTTP for flows, and webhooks: limited in time and size, from the host that was named.

async with HttpClient() as http:
    status, order = await http.fetch(HttpRequest("GET", "http://127.0.0.1:8080/orders/42", timeout=2))
    answer = await http.post("http://127.0.0.1:8080/hook", b"{}", {"webhook-id": "msg_1"}, limit=15)
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import aiohttp
import orjson
from yarl import URL

from ivr.ports import HttpRequest, LookupFailed

LARGEST = 1024 * 1024  # bytes of a reply, after decompression
REDIRECTS = 3
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LEAVE_UNREAD = 64 * 1024  # bytes of an answer that nobody reads; beyond that the connection is closed


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of a POST: the status, whatever it is, what Retry-After said, and where a redirect led, ''
    for nothing."""

    status: int
    retry_after: str = ""
    moved_to: str = ""


class HttpClient:
    """Implements `ivr.ports.Http` on one aiohttp session. Close it at the end.

    A reply outside 200 to 299 is a `LookupFailed` with outcome `status` and its number. No cookie of one call
    is ever sent for another. `tls`: whose certificates are trusted; those that the system trusts if left out.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self._session: aiohttp.ClientSession | None = None

    async def fetch(self, request: HttpRequest) -> tuple[int, Any]:
        """Status (200 to 299) and the JSON of the reply; None for an empty 204. Raises `LookupFailed`."""
        url = _address(request.url)
        body = _body(request)
        async with _told(url, request.timeout):
            return await self._follow(request, url, body)

    async def post(self, url: str, body: bytes, headers: Mapping[str, str], limit: float) -> Answered:
        """Send the bytes as JSON; a redirect is not followed, and what the answer says is not kept. Raises
        `LookupFailed` where there is none within `limit` seconds."""
        address = _address(url)
        kind = {"Content-Type": "application/json"}
        async with _told(address, limit):
            self._session = self._session or _session(self._tls)
            async with self._session.post(
                address, data=body, headers={**kind, **headers}, allow_redirects=False
            ) as reply:
                try:
                    await reply.content.readexactly(_LEAVE_UNREAD)
                except asyncio.IncompleteReadError:
                    pass  # all of it: the connection can be used again
                else:
                    reply.close()
                return Answered(reply.status, reply.headers.get("Retry-After", ""), _moved(address, reply))

    async def close(self) -> None:
        if self._session:
            await self._session.close()
            self._session = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def _follow(self, request: HttpRequest, url: URL, body: bytes | None) -> tuple[int, Any]:
        left = REDIRECTS
        while isinstance(answer := await self._ask(request, url, body), _Moved):
            if not left or request.method != "GET" or not answer.to or not _same_origin(answer.to, url):
                where = _shown(answer.to) if answer.to else "nowhere"
                text = f"{_shown(url)}: status {answer.status} to {where}, not followed"
                raise LookupFailed("status", text, answer.status)
            url, left = answer.to, left - 1
        return answer

    async def _ask(self, request: HttpRequest, url: URL, body: bytes | None) -> tuple[int, Any] | _Moved:
        """The answer, or where it has moved to."""
        self._session = self._session or _session(self._tls)
        headers = {"Accept": "application/json", **request.headers}
        if body is not None:
            headers.setdefault("Content-Type", "application/json")
        async with self._session.request(
            request.method, url, data=body, headers=headers, allow_redirects=False
        ) as reply:
            if reply.status in _REDIRECTS:
                return _Moved(reply.status, _target(url, reply.headers.get("Location", "")))
            if not 200 <= reply.status < 300:
                raise LookupFailed("status", f"{_shown(url)}: status {reply.status}", reply.status)
            return reply.status, _json(url, reply.status, await _read(url, reply))


@dataclass(frozen=True, slots=True)
class _Moved:
    """A redirect; `to` is None when it names no address."""

    status: int
    to: URL | None


def _moved(url: URL, reply: aiohttp.ClientResponse) -> str:
    to = _target(url, reply.headers.get("Location", "")) if reply.status in _REDIRECTS else None
    return _shown(to) if to else ""


@asynccontextmanager
async def _told(url: URL, limit: float) -> AsyncIterator[None]:
    """Within the time limit. Raises `LookupFailed` for what goes wrong."""
    try:
        async with asyncio.timeout(limit):
            yield
    except TimeoutError:
        raise LookupFailed("timeout", f"{_shown(url)}: no reply in {limit:g} s") from None
    except aiohttp.ClientConnectorCertificateError as error:
        why = getattr(error.certificate_error, "verify_message", "") or _reason(error.certificate_error)
        raise LookupFailed("unreachable", f"{_shown(url)}: its certificate is not trusted ({why})") from error
    except (aiohttp.ClientPayloadError, aiohttp.ClientResponseError) as error:
        raise LookupFailed("nonsense", f"{_shown(url)}: not proper HTTP ({_reason(error)})") from error
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise LookupFailed("unreachable", f"{_shown(url)}: {_reason(error)}") from error


def _session(tls: ssl.SSLContext | None) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(ssl=tls or True),
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=None),
        raise_for_status=False,
    )


def _address(text: str) -> URL:
    try:
        url = URL(text)
    except (ValueError, TypeError):
        raise LookupFailed("unreachable", f"'{text.partition('?')[0]:.80}' is not an address") from None
    if url.scheme not in ("http", "https") or not url.host:
        raise LookupFailed("unreachable", f"'{_shown(url)}': the address must begin with http:// or https://")
    return url


def _body(request: HttpRequest) -> bytes | None:
    try:
        return None if request.body is None else orjson.dumps(request.body)
    except TypeError as error:
        raise LookupFailed("unreachable", f"the body cannot be sent as JSON: {error}") from error


def _target(url: URL, location: str) -> URL | None:
    try:
        target = url.join(URL(location)) if location else None
    except ValueError:
        return None
    return target if target and target.host and target.scheme in ("http", "https") else None


def _same_origin(one: URL, other: URL) -> bool:
    """A reply cannot send the engine to another scheme, host or port."""
    return one.origin() == other.origin()


async def _read(url: URL, reply: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for piece in reply.content.iter_chunked(64 * 1024):
        body += piece
        if len(body) > LARGEST:
            raise LookupFailed("nonsense", f"{_shown(url)}: more than {LARGEST} bytes", reply.status)
    return bytes(body)


def _json(url: URL, status: int, body: bytes) -> Any:
    if not body and status == 204:
        return None
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise LookupFailed("nonsense", f"{_shown(url)}: not JSON ({error})", status) from None


def _shown(url: URL) -> str:
    """For logs: without password and query, which may hold secrets or callers' data."""
    return str(url.with_user(None).with_query(None).with_fragment(None))[:200] if url.host else str(url)[:80]


def shown(url: str) -> str:
    """An address for people: without password and query."""
    return _shown(URL(url))


def _reason(error: BaseException) -> str:
    return (str(error) or type(error).__name__)[:200]
