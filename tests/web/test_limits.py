"""How often a token may ask."""

from __future__ import annotations

import pytest

from ivr.settings.web import Limit
from ivr.web.access import Client
from ivr.web.answers import TooMany
from ivr.web.limits import Limits
from tests.web.conftest import LOOKER, SELDOM, Site

CRM = Client("crm", frozenset(("read",)), Limit(per_second=2.0, burst=3))
DESKTOP = Client("desktop", frozenset(("read",)), Limit(per_second=2.0, burst=3))


class Time:
    """Stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def taken(limits: Limits, client: Client, most: int = 100) -> int:
    """How many requests are let in one after the other."""
    for number in range(most):
        try:
            limits.take(client)
        except TooMany:
            return number
    return most


def test_a_burst_is_let_in_and_no_more() -> None:
    assert taken(Limits(Time()), CRM) == 3


def test_there_is_room_again_as_time_passes_up_to_a_burst() -> None:
    time = Time()
    limits = Limits(time)
    taken(limits, CRM)
    time.now += 1.0
    assert taken(limits, CRM) == 2
    time.now += 3600.0
    assert taken(limits, CRM) == 3


def test_whoever_waits_as_told_is_let_in() -> None:
    time = Time()
    limits = Limits(time)
    taken(limits, CRM)
    with pytest.raises(TooMany) as refused:
        limits.take(CRM)
    time.now += int(refused.value.headers["Retry-After"])
    limits.take(CRM)


def test_one_token_takes_nothing_from_another() -> None:
    limits = Limits(Time())
    taken(limits, CRM)
    assert taken(limits, DESKTOP) == 3


async def test_whoever_asks_too_often_is_told_when_to_come_again(site: Site) -> None:
    found = [await site.get("/agents", SELDOM) for _ in range(4)]
    assert [answer.status for answer in found] == [200, 200, 200, 429]
    assert 9_000 < int(found[-1].headers["Retry-After"]) <= 10_000
    assert "0.0001 times a second" in found[-1].body["errors"][0]["message"]["en"]
    assert (await site.get("/agents", LOOKER)).status == 200


async def test_what_is_refused_counts_as_well(site: Site) -> None:
    for path in ("/nowhere", "/agents/nobody", "/calls?limit=x"):
        assert (await site.get(path, SELDOM)).status in (404, 422)
    assert (await site.get("/agents", SELDOM)).status == 429
