"""A fresh database for each test, and a journal that writes to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ivr.journal.database import migrate
from ivr.journal.reader import JournalReader
from ivr.journal.writer import JournalWriter


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "log.db"


@pytest.fixture
def url(file: Path) -> str:
    address = f"sqlite:///{file}"
    migrate(address)
    return address


@pytest.fixture
async def journal(url: str) -> AsyncIterator[JournalWriter]:
    writer = JournalWriter(url)
    yield writer
    await writer.close()


@pytest.fixture
async def reader(url: str) -> AsyncIterator[JournalReader]:
    async with JournalReader(url) as opened:
        yield opened
