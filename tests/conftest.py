"""For all tests: none fails because the machine is slow; side by side, those that wait begin first."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

HERE = Path(__file__).parent
WAITING = ("live", "asterisk", "packages")
"""The folders whose tests mostly wait, for an Asterisk or a mirror; the longest come first."""

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where several processes share the work (pytest-xdist), computing comes last, when nobody waits."""
    if hasattr(config, "workerinput"):
        items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    folder = item.path.relative_to(HERE).parts[0]
    return WAITING.index(folder) if folder in WAITING else len(WAITING)
