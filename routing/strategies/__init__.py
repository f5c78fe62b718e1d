"""Ways to choose among the able agents: one file each, found by its name. A file defines `STRATEGY`."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from routing.strategy import Strategy


def catalogue() -> dict[str, Strategy]:
    """All strategies of this folder by name, for the composition root to hand to the router."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: import_module(f"{__name__}.{name}").STRATEGY for name in names}
