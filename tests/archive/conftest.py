"""A call log in which calls were recorded, and the files."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import pytest

from ivr.archive.index import Index
from ivr.events import Event
from ivr.journal.writer import JournalWriter
from tests.journal.paths import journey

Happens: TypeAlias = Callable[..., None]

BEGAN = 1_763_776_800.0
"""When the calls begin."""
CONVERSATION = "2025/11/22/a-conversation.wav"
VOICEMAIL = "2025/11/22/b-voicemail.wav"

TALK = f"""
0     call_began       caller_number=13800138000
1     queue_entered    queue=support
2     offer_ended      queue=support agent=li outcome=answered rang=1
30    talk_ended       queue=support agent=li by=agent talked=28
30    queue_left       queue=support outcome=answered waited=1
30    recording_stored kind=conversation file={CONVERSATION} seconds=28 channels=2
31    call_ended       by=agent
"""
MESSAGE = f"""
0     call_began       caller_number=13800138000
9     recording_stored kind=voicemail file={VOICEMAIL} seconds=6 channels=1
9     voicemail_left   mailbox=support file={VOICEMAIL} seconds=6
10    call_ended
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "recordings").mkdir()
    return tmp_path / "recordings"


@pytest.fixture
def index(url: str) -> Iterator[Index]:
    with Index(url) as opened:
        yield opened


@pytest.fixture
def happens(url: str) -> Happens:
    """Put a journey, or events, into the log."""

    def happen(
        table: str = "", call: str = "c-1", *, later: float = 0.0, events: tuple[Event, ...] = ()
    ) -> None:
        told = [replace(event, at=event.at + later) for event in journey(table, call)] if table else []
        asyncio.run(_write(url, [*told, *events]))

    return happen


async def _write(url: str, events: list[Event]) -> None:
    journal = JournalWriter(url)
    for event in events:
        journal.append(event)
    await journal.close()
