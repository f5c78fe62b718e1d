"""Calls to the shipped dialplans, in virtual time, against the sample settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from ivr import settings
from ivr.flow.library import Library
from ivr.flow.rehearsal import Told, rehearse, world
from ivr.flow.scripted import Act
from ivr.flow.simulated import CannedHttp, Seat
from ivr.flow.site import Site
from ivr.flow.virtual import LoopClock
from ivr.ports import LookupFailed
from ivr.steps import CATALOGUE

ROOT = Path(__file__).parents[2]
CRM = "http://crm"
DIAMOND, BUYER = "13900000003", "13800000001"
ORDER = {
    "number": "20061001",
    "status": "shipped",
    "status_text": {"zh": "已发货", "en": "on its way"},
    "amount": "128.50",
    "currency": "CNY",
    "ships_on": "2026-11-20",
}
ANSWERS: Mapping[str, tuple[int, Any] | LookupFailed] = {
    f"{CRM}/members/{DIAMOND}": (200, {"level": "diamond"}),
    f"{CRM}/members/{BUYER}": (200, {"level": "regular"}),
    f"{CRM}/orders/20061001": (200, ORDER),
    f"{CRM}/orders/99999999": LookupFailed("status", "not found", 404),
    f"{CRM}/orders/11111111": (200, ORDER | {"amount": "plenty"}),
}


@cache
def sample() -> settings.Settings:
    return settings.load(ROOT / "config")


@cache
def library() -> Library:
    return Library.load(ROOT / "dialplans", CATALOGUE, Site.of(sample()))


def seats() -> list[Seat]:
    agents = sample().agents.agents.items()
    return [Seat(name, agent.name, agent.phone, agent.skills) for name, agent in agents]


def story(
    dialled: str,
    *acts: Act,
    number: str = BUYER,
    at: str = "2026-03-03T10:00+08:00",
    endpoint: str = "line",
    **parts: Any,
) -> Told:
    """One call. It comes on a Tuesday at ten, or at `at`; `parts` replace parts of the world."""
    there = replace(
        world(seats()),
        clock=LoopClock(datetime.fromisoformat(at)),
        http=CannedHttp(ANSWERS),
        environment={"CRM": CRM},
        queue_settings=sample().queues.queues,
    )
    return rehearse(
        library(),
        *acts,
        world=replace(there, **parts),
        dialled=dialled,
        number=number,
        endpoint=endpoint,
    )
