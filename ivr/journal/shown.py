"""How what the log says is shown: names as people know them, times as programs read them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from ivr.settings import Settings


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
