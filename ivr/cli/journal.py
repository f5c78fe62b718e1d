"""What the commands that look into the call log share: finding it, and running questions on it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from ivr.cli.language import chosen
from ivr.cli.options import stop_with
from ivr.journal.database import DatabaseUnusable, absolute_url
from ivr.journal.reader import JournalReader
from ivr.settings import Settings

T = TypeVar("T")


def ask(settings: Settings, question: Callable[[JournalReader], Awaitable[T]]) -> T:
    """The answer of the call log; a log that cannot be read ends the program with what to do."""

    async def run() -> T:
        url = absolute_url(settings.engine.database, settings.root)
        async with JournalReader(url) as reader:
            return await question(reader)

    try:
        return asyncio.run(run())
    except DatabaseUnusable as fault:
        stop_with(fault.said(chosen(None)))


def zone_of(settings: Settings) -> ZoneInfo:
    """The time zone that times are shown in."""
    return ZoneInfo(settings.engine.timezone)


def names_of(settings: Settings, language: str) -> Mapping[str, str]:
    """What dispositions, queues and agents are called, by their names in the settings."""
    queues = settings.queues.queues.items()
    outcomes = [each for name, _ in queues for each in settings.queues.outcomes(name)]
    classified = {each.code: each.names.get(language, each.code) for each in outcomes}
    spoken = {name: queue.name.get("zh" if language == "zh" else "en", name) for name, queue in queues}
    return classified | spoken | {name: agent.name for name, agent in settings.agents.agents.items()}


def iso(at: float | None, zone: ZoneInfo) -> str | None:
    """For programs: 2026-11-22T10:02:11.250+08:00."""
    return None if at is None else datetime.fromtimestamp(at, zone).isoformat(timespec="milliseconds")
