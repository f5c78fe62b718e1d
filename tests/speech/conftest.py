"""One espeak voice for all tests of this folder that need real speech."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from ivr.speech.voices.espeak import EspeakVoice


@pytest_asyncio.fixture
async def espeak() -> AsyncIterator[EspeakVoice]:
    voice = EspeakVoice()
    yield voice
    await voice.close()
