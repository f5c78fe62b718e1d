"""Delivery to a real receiver: at least once, in order for each call, whatever the receiver does."""

from __future__ import annotations

import asyncio
import random
import ssl
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import cast

import pytest
import trustme
from aiohttp import web
from structlog.testing import capture_logs

from ivr.http_client import HttpClient
from ivr.webhooks import delivery as module
from ivr.webhooks.delivery import WINDOW, Delivery
from ivr.webhooks.lanes import Item
from ivr.webhooks.source import Receiver as Whom
from ivr.webhooks.verdicts import Pace
from ivr.webhooks.worker import LONG, alarms
from tests.webhooks.memory import Memory
from tests.webhooks.receiver import OLD_SECRET, SECRET, Receiver, Told, order_kept, receiving

PACE = Pace(first=0.002, most=0.02, away=0.02)


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks every few milliseconds, so that a test need not wait."""
    monkeypatch.setattr(module, "POLL", 0.002)
    monkeypatch.setattr(module, "SETTLE", 0.004)


def calls(many: int, events: int = 5) -> list[Item]:
    """So many calls of so many events each, which happen side by side."""
    now = time.time()
    steps = range(many * events)
    return [Item(step + 1, f"c-{step % many}", now) for step in steps]


def journeys(items: Sequence[Item]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in items:
        found.setdefault(item.key, []).append(f"evt_{item.id}")
    return found


@asynccontextmanager
async def sending(source: Memory, to: Receiver, **how: object) -> AsyncIterator[Delivery]:
    """Delivers meanwhile."""
    tls = how.pop("tls", None)
    whom = Whom("crm", to.url, **{"secrets": (SECRET,), **how})  # type: ignore[arg-type]
    stop = asyncio.Event()
    async with HttpClient(cast("ssl.SSLContext | None", tls)) as http:
        delivery = Delivery(source, whom, http.post, pace=PACE)
        task = asyncio.create_task(delivery.run(stop))
        try:
            yield delivery
        finally:
            stop.set()
            await task


async def until(happened: Callable[[], bool], limit: float = 60.0) -> None:
    async with asyncio.timeout(limit):
        while not happened():  # noqa: ASYNC110
            await asyncio.sleep(0.001)


async def test_everything_is_sent_once_to_a_receiver_that_accepts_it() -> None:
    source = Memory(calls(20))
    async with receiving() as crm, sending(source, crm):
        await until(lambda: source.is_done)
    order_kept(crm.accepted, journeys(source.items))
    assert len(crm.asked) == len(source.items)


@pytest.mark.parametrize("seed", range(6))
async def test_the_order_of_each_call_is_kept_whatever_fails(seed: int) -> None:
    chance = random.Random(seed)
    source = Memory(calls(30, 6))

    async def slow_and_long(told: Told) -> web.StreamResponse:
        await asyncio.sleep(chance.random() * 0.003)
        return web.Response(status=200, body=b"x" * 200_000)

    def moody(told: Told) -> int:
        return chance.choice([204, 200, 200, 202, 500, 503, 429, 404, 302])

    async with receiving(lambda told: slow_and_long(told) if chance.random() < 0.1 else moody(told)) as crm:
        async with sending(source, crm):
            await until(lambda: source.is_done)
        order_kept(crm.accepted, journeys(source.items))


async def test_a_call_whose_event_fails_holds_up_no_other() -> None:
    source = Memory(calls(10))
    async with receiving(lambda told: 500 if told.call == "c-3" else 204) as crm:
        async with sending(source, crm):
            await until(lambda: len(crm.accepted) == 45 and bool(source.kept))
            await until(lambda: source.position == source.items[-1].id)
        assert {each.item.key for each in source.kept.values()} == {"c-3"}
        assert {told.type for told in crm.asked if told.call == "c-3"} == {"event_4"}


async def test_what_was_kept_is_sent_in_order_once_it_can_be() -> None:
    source, broken = Memory(calls(10)), True
    async with receiving(lambda told: 500 if told.call == "c-3" and broken else 204) as crm:
        async with sending(source, crm):
            await until(lambda: source.position == source.items[-1].id)
            broken = False
            await until(lambda: source.is_done)
        order_kept(crm.accepted, journeys(source.items))


async def test_a_receiver_that_is_away_is_tried_with_one_item_at_a_time_and_nothing_is_kept_in_memory() -> (
    None
):
    source = Memory(calls(300, 5))
    away = True
    async with receiving(lambda told: 503 if away else 204) as crm:
        async with sending(source, crm) as delivery:
            await until(lambda: len(crm.asked) > 20)
            assert (len(crm.accepted), source.position, source.kept) == (0, 0, {})
            assert source.most_given <= WINDOW
            assert delivery.standing.failing is not None
            crm.most_at_once = 0
            await until(lambda: len(crm.asked) > 25)
            assert crm.most_at_once == 1
            away = False
            await until(lambda: source.is_done)
        assert delivery.standing.failing is None
        order_kept(crm.accepted, journeys(source.items))


async def test_each_attempt_at_a_receiver_that_is_away_is_for_another_call() -> None:
    source = Memory(calls(40))
    async with receiving(lambda told: 503) as crm, sending(source, crm):
        await until(lambda: len(crm.asked) >= 20)
    assert len({told.call for told in crm.asked}) > 10


async def test_nobody_listens_for_a_while() -> None:
    source = Memory(calls(5))
    async with receiving() as crm:
        nobody = Receiver(url="http://127.0.0.1:9/hook")
        async with sending(source, nobody) as delivery:
            await until(lambda: delivery.standing.failing is not None)
        async with sending(source.crashed(), crm):
            await until(lambda: len(crm.accepted) == 25)
    order_kept(crm.accepted, journeys(source.items))


async def test_a_process_that_dies_loses_nothing_and_says_the_same_ids_again() -> None:
    source, chance = Memory(calls(20)), random.Random(7)
    async with receiving(lambda told: chance.choice([204, 204, 204, 500])) as crm:
        while not source.is_done:
            source = await left_after_a_crash(source, crm, len(crm.asked) + 70)
    order_kept(crm.accepted, journeys(source.items))


async def left_after_a_crash(source: Memory, crm: Receiver, asked: int) -> Memory:
    async with sending(source, crm):
        await until(lambda: source.is_done or len(crm.asked) > asked)
        return source.crashed()


async def test_an_answer_that_is_lost_makes_it_come_twice_with_the_same_id() -> None:
    source, lost = Memory(calls(1, 2)), Counter[str]()

    async def cut(told: Told) -> web.StreamResponse:
        lost[told.id] += 1
        if lost[told.id] == 1:
            raise ConnectionResetError
        return web.Response(status=200)

    async with receiving(cut) as crm, sending(source, crm):
        await until(lambda: source.is_done)
    assert [told.id for told in crm.asked] == ["evt_1", "evt_1", "evt_2", "evt_2"]


async def test_what_the_receiver_refuses_for_good_is_put_aside_and_the_call_goes_on() -> None:
    source = Memory(calls(2, 3))
    async with receiving(lambda told: 422 if told.type == "event_1" else 204) as crm:
        async with sending(source, crm):
            await until(lambda: source.position == 6)
        assert [(each.item.id, each.state, each.error) for each in source.kept.values()] == [
            (1, "refused", "status 422")
        ]
        assert [told.type for told in crm.accepted if told.call == "c-0"] == ["event_3", "event_5"]


async def test_a_receiver_that_is_gone_is_told_nothing_until_somebody_says_so() -> None:
    source, gone = Memory(calls(4)), True
    async with receiving(lambda told: 410 if gone else 204) as crm, sending(source, crm) as delivery:
        await until(lambda: source.noted.gone is not None)
        asked = len(crm.asked)
        assert asked <= 8
        await asyncio.sleep(0.05)
        assert (len(crm.asked), delivery.standing.error) == (asked, "status 410")
        gone = False
        source.noted.gone = None
        await until(lambda: source.is_done)
    order_kept(crm.accepted, journeys(source.items))


async def test_what_nobody_accepted_for_too_long_is_given_up_and_the_rest_of_its_call_waits() -> None:
    old = [Item(1, "old", time.time() - 99), Item(2, "old", time.time() - 98), Item(3, "new", time.time())]
    source = Memory(old)
    async with receiving(lambda told: 500 if told.call == "old" else 204) as crm:
        async with sending(source, crm, give_up=60.0):
            await until(lambda: len(source.kept) == 2)
        assert [(number, each.state) for number, each in sorted(source.kept.items())] == [
            (1, "dead"),
            (2, "waiting"),
        ]
        assert crm.types_of("new") == ["event_3"]
        assert "event_2" not in {told.type for told in crm.asked}


async def test_no_more_than_so_many_calls_at_once() -> None:
    source = Memory(calls(50, 2))

    async def slowly(told: Told) -> web.StreamResponse:
        await asyncio.sleep(0.005)
        return web.Response()

    async with receiving(slowly) as crm, sending(source, crm, at_once=3):
        await until(lambda: source.is_done)
    assert crm.most_at_once == 3


async def test_an_answer_that_does_not_come_counts_as_none() -> None:
    source, stuck = Memory(calls(1, 1)), True

    async def hang(told: Told) -> web.StreamResponse:
        if stuck:
            await asyncio.sleep(30)
        return web.Response()

    async with receiving(hang) as crm, sending(source, crm, timeout=0.05) as delivery:
        await until(lambda: delivery.standing.failing is not None)
        assert "no reply in 0.05 s" in delivery.standing.error
        stuck = False
        await until(lambda: source.is_done)


async def test_the_receiver_says_when_to_come_again() -> None:
    source, asked = Memory(calls(1, 1)), list[float]()

    async def busy(told: Told) -> web.StreamResponse:
        asked.append(time.monotonic())
        if len(asked) > 1:
            return web.Response()
        return web.Response(status=429, headers={"Retry-After": "99999999999999999999"})

    async with receiving(busy) as crm, sending(source, crm):
        await until(lambda: source.is_done)
    assert asked[1] - asked[0] >= PACE.most  # as long as it may say, and not for ever


async def test_a_database_that_is_away_loses_nothing() -> None:
    source = Memory(calls(5))
    with capture_logs() as told:
        async with receiving() as crm, sending(source, crm):
            await until(lambda: bool(crm.accepted))
            source.fails = True
            await until(lambda: any(line["event"] == "webhooks.source_fails" for line in told))
            source.fails = False
            await until(lambda: source.is_done)
    order_kept(crm.accepted, journeys(source.items))


@pytest.mark.parametrize("known", [SECRET, OLD_SECRET])
async def test_both_secrets_sign_while_one_replaces_the_other(known: str) -> None:
    source = Memory(calls(1, 1))
    async with receiving(secret=known) as crm, sending(source, crm, secrets=(SECRET, OLD_SECRET)):
        await until(lambda: source.is_done)
    assert len(crm.accepted) == 1


def certified(name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Of a server for this name, and of whoever trusts its authority."""
    authority, server = trustme.CA(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(server)
    client = ssl.create_default_context()
    authority.configure_trust(client)
    return server, client


async def test_a_receiver_whose_certificate_is_right_is_told() -> None:
    source, (tls, trusting) = Memory(calls(1, 1)), certified("127.0.0.1")
    async with receiving(tls=tls) as crm, sending(source, crm, tls=trusting):
        await until(lambda: source.is_done)
    assert len(crm.accepted) == 1


@pytest.mark.parametrize(
    ("name", "trusts", "why"),
    [
        ("192.0.2.1", True, "certificate is not valid for '127.0.0.1'"),
        ("127.0.0.1", False, "issuer certificate"),
    ],
)
async def test_a_receiver_whose_certificate_is_wrong_is_told_nothing(
    name: str, trusts: bool, why: str
) -> None:
    source, (tls, trusting) = Memory(calls(2, 2)), certified(name)
    async with (
        receiving(tls=tls) as crm,
        sending(source, crm, tls=trusting if trusts else None) as delivery,
    ):
        await until(lambda: source.noted.failing is not None)
    for standing in (source.noted, delivery.standing):
        assert f"{crm.url}: its certificate is not trusted (" in standing.error
        assert why in standing.error
    (alarm,) = alarms({"crm": delivery.standing}, time.time() + LONG + 60)
    assert (alarm.what, why in alarm.detail) == ("webhook_fails crm", True)
    assert (crm.asked, source.position) == ([], 0)


async def test_what_is_signed_for_one_address_goes_to_no_other() -> None:
    source = Memory(calls(2, 2))
    async with receiving() as elsewhere:

        async def redirect(told: Told) -> web.StreamResponse:
            return web.Response(status=307, headers={"Location": f"{elsewhere.url}?secret=1"})

        async with receiving(redirect) as crm, sending(source, crm) as delivery:
            await until(lambda: delivery.standing.failing is not None)
            assert f"status 307 to {elsewhere.url}, which is not followed" in delivery.standing.error
        assert elsewhere.asked == []
        assert source.position == 0
