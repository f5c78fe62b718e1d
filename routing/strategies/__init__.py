"""Ways to choose among the able agents: one file each, found by its name.

A file defines `rank(agent, waiting, now)`; the lowest rank is rung, equal ranks by who was idle first.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import Protocol

from routing.agents import Agent
from routing.queues import Waiting


class Strategy(Protocol):
    def __call__(self, agent: Agent, waiting: Waiting, now: float) -> tuple[float, ...]: ...


def catalogue() -> dict[str, Strategy]:
    """All strategies of this folder by name, for the composition root to hand to the router."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: import_module(f"{__name__}.{name}").rank for name in names}
