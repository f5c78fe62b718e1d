"""The settings, for commands that take calls."""

from __future__ import annotations

from pathlib import Path

import typer

from ivr.cli.options import settings_or_exit, show_problems
from ivr.lookups.check import unusable
from ivr.settings import Settings


def settings_for_calls_or_exit(config: Path) -> Settings:
    """As `settings_or_exit`, and the sources of look-ups must be usable as well."""
    settings = settings_or_exit(config)
    if faults := unusable(settings.engine, config):
        show_problems(faults)
        raise typer.Exit(1)
    return settings
