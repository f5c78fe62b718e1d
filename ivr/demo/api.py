"""The shop that `make demo` calls: orders and members over HTTP on the loopback, with faults for tests.

async with DemoApi() as api:
    api.url  # 'http://127.0.0.1:40123'
"""

from __future__ import annotations

import asyncio
import socket
from dataclasses import asdict, dataclass
from types import TracebackType
from typing import Literal, Self

from aiohttp import web

Fault = Literal["none", "slow", "nonsense", "down"]

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Order:
    """A sample order as the API tells it; `ships_on` is an ISO date, '' once the order is on its way."""

    number: str
    status: str
    status_text: dict[str, str]
    amount: float
    currency: str
    ships_on: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A sample caller, known by the number they call from."""

    number: str
    level: Literal["diamond", "regular"]


_ORDERS = (
    Order("20061001", "packing", {"zh": "正在配货", "en": "being packed"}, 129.5, "CNY", "2026-12-01"),
    Order("20061002", "shipped", {"zh": "已经发货", "en": "on its way"}, 2050, "CNY"),
    Order("20061003", "delivered", {"zh": "已经签收", "en": "delivered"}, 12.05, "CNY"),
    Order("20061004", "cancelled", {"zh": "已经取消", "en": "cancelled"}, 49.99, "USD"),
)
ORDERS = {order.number: order for order in _ORDERS}
DIAMONDS = frozenset({"13900000003"})


class DemoApi:
    """`fault`: slow (no answer before the asker gives up), nonsense (no JSON), down (nobody listens)."""

    def __init__(self, port: int = 0, fault: Fault = "none") -> None:
        self._port = port
        self._fault = fault
        self._socket: socket.socket | None = None
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Where it answers, without a slash at the end; only while it is started."""
        if self._socket is None:
            raise RuntimeError("the demo API is not started")
        return f"http://{HOST}:{self._socket.getsockname()[1]}"

    async def start(self) -> None:
        """Raises OSError when the port is taken."""
        self._socket = socket.socket()
        try:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._socket.bind((HOST, self._port))
            if self._fault != "down":  # bound without listening: refused, and nobody else can have the port
                await self._serve(self._socket)
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()
            self._runner = None
        if self._socket:
            self._socket.close()
            self._socket = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def _serve(self, listening: socket.socket) -> None:
        self._runner = web.AppRunner(
            self._application(), access_log=None, handler_cancellation=True, shutdown_timeout=0.1
        )
        await self._runner.setup()
        await web.SockSite(self._runner, listening).start()

    def _application(self) -> web.Application:
        application = web.Application()
        if self._fault == "slow":
            application.add_routes([web.get("/{anything:.*}", _never)])
        elif self._fault == "nonsense":
            application.add_routes([web.get("/{anything:.*}", _nonsense)])
        else:
            application.add_routes(
                [web.get("/orders/{number}", _order), web.get("/members/{number}", _member)]
            )
        return application


async def _never(request: web.Request) -> web.Response:
    """Cancelled when the asker hangs up or the API stops."""
    await asyncio.Event().wait()
    return web.Response()


async def _nonsense(request: web.Request) -> web.Response:
    return web.Response(text="<html>Down for maintenance</html>", content_type="text/html")


async def _order(request: web.Request) -> web.Response:
    order = ORDERS.get(request.match_info["number"])
    if order is None:
        return web.json_response({"error": "no such order"}, status=404)
    return web.json_response(asdict(order))


async def _member(request: web.Request) -> web.Response:
    """Everyone who is not a diamond member is a regular one."""
    number = request.match_info["number"]
    return web.json_response(asdict(Member(number, "diamond" if number in DIAMONDS else "regular")))
