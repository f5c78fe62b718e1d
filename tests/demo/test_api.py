"""The sample shop: what it knows, and how it fails when it is told to."""

from __future__ import annotations

import socket

import aiohttp
import pytest

from ivr.demo.api import DIAMONDS, ORDERS, DemoApi, Fault, Order
from ivr.http_client import HttpClient
from ivr.ports import HttpRequest, LookupFailed
from ivr.spoken import speak


async def look_up(api: DemoApi, path: str, limit: float = 10) -> object:
    async with HttpClient() as http:
        return await http.fetch(HttpRequest("GET", api.url + path, limit))


async def test_an_order_is_told_with_all_that_is_read_to_the_caller() -> None:
    async with DemoApi() as api:
        assert await look_up(api, "/orders/20061001") == (
            200,
            {
                "number": "20061001",
                "status": "packing",
                "status_text": {"zh": "正在配货", "en": "being packed"},
                "amount": 129.5,
                "currency": "CNY",
                "ships_on": "2026-12-01",
            },
        )


@pytest.mark.parametrize("order", ORDERS.values())
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_sample_order_can_be_said(order: Order, language: str) -> None:
    assert speak("digits", order.number, language)
    assert speak("money", {"amount": order.amount, "currency": order.currency}, language)
    assert not order.ships_on or speak("date", order.ships_on, language)
    assert order.status_text[language]


async def test_an_order_that_is_not_there_is_a_404_in_json() -> None:
    async with (
        DemoApi() as api,
        aiohttp.ClientSession() as session,
        session.get(f"{api.url}/orders/99999999") as reply,
    ):
        assert reply.status == 404
        assert await reply.json() == {"error": "no such order"}


async def test_members_are_diamond_or_regular() -> None:
    diamond = next(iter(DIAMONDS))
    async with DemoApi() as api:
        assert await look_up(api, f"/members/{diamond}") == (200, {"number": diamond, "level": "diamond"})
        assert await look_up(api, "/members/123") == (200, {"number": "123", "level": "regular"})


@pytest.mark.parametrize(("fault", "outcome"), [("nonsense", "nonsense"), ("down", "unreachable")])
async def test_its_faults_are_those_that_flows_must_survive(fault: Fault, outcome: str) -> None:
    async with DemoApi(fault=fault) as api:
        with pytest.raises(LookupFailed) as failed:
            await look_up(api, "/orders/20061001")
    assert failed.value.outcome == outcome


async def test_the_slow_one_never_answers() -> None:
    async with DemoApi(fault="slow") as api:
        with pytest.raises(LookupFailed) as failed:
            await look_up(api, "/orders/20061001", limit=0.2)
    assert failed.value.outcome == "timeout"


async def test_two_run_side_by_side_and_only_on_the_loopback() -> None:
    async with DemoApi() as one, DemoApi() as other:
        assert one.url != other.url
        assert one.url.startswith("http://127.0.0.1:")


async def test_a_port_that_is_taken_is_an_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        await DemoApi(port=taken.getsockname()[1]).start()


async def test_its_address_is_known_only_while_it_runs() -> None:
    api = DemoApi()
    with pytest.raises(RuntimeError, match="not started"):
        _ = api.url
