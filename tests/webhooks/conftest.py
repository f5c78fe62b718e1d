"""A call log, and outboxes on it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeAlias

import pytest

from ivr.events import Event
from ivr.journal.writer import JournalWriter
from ivr.settings.webhooks import DEFAULT
from ivr.webhooks.outbox import Outbox, Wanted, register
from tests.journal.paths import journey

Happens: TypeAlias = Callable[..., None]
Opens: TypeAlias = Callable[..., Outbox]

TALK = """
0     call_began       caller_number=13800138000
1     prompt_played    text=您好13800138000 heard=1
2     queue_entered    queue=support
3     agent_offered    queue=support agent=li
4     offer_ended      queue=support agent=li outcome=answered rang=1
30    talk_ended       queue=support agent=li by=agent talked=28
30    queue_left       queue=support outcome=answered waited=1
31    call_ended       by=agent
"""
SENT = ["call_began", "queue_entered", "offer_ended", "talk_ended", "queue_left", "call_ended"]
"""What of it is sent where nothing else is said."""


@pytest.fixture
def happens(url: str) -> Happens:
    """Put a journey, or events, into the log."""

    def happen(table: str = TALK, call: str = "c-1", *events: Event, later: float = 0.0) -> None:
        told = [replace(event, at=event.at + later) for event in journey(table, call)] if table else []
        asyncio.run(written(url, [*told, *events]))

    return happen


async def written(url: str, events: list[Event]) -> None:
    journal = JournalWriter(url)
    for event in events:
        journal.append(event)
    await journal.close()


@pytest.fixture
def outbox(url: str) -> Iterator[Opens]:
    """An outbox of crm, which is registered once; what it wants can be said."""
    opened: list[Outbox] = []
    register(url, ["crm"])

    def opens(**wanted: object) -> Outbox:
        opened.append(Outbox(url, "crm", Wanted(**{"kinds": DEFAULT, **wanted})))  # type: ignore[arg-type]
        return opened[-1]

    yield opens
    for each in opened:
        each.close()
