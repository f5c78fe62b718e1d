"""A journal that writes to the fresh database of the test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from ivr.journal.reader import JournalReader
from ivr.journal.writer import JournalWriter


@pytest.fixture
async def journal(url: str) -> AsyncIterator[JournalWriter]:
    writer = JournalWriter(url)
    yield writer
    await writer.close()


@pytest.fixture
async def reader(url: str) -> AsyncIterator[JournalReader]:
    async with JournalReader(url) as opened:
        yield opened
