"""The schedule that a report is to go by."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import typer

from ivr.cli.list_file import csv_text
from ivr.cli.options import show_problems
from ivr.document.problems import InvalidFiles
from ivr.measures.schedule_file import Known, read_schedule
from ivr.reports.asked import Asked
from ivr.settings import Settings


def scheduled(asked: Asked, file: Path | None, settings: Settings) -> Asked:
    """What is asked, with the schedule of a file. Its faults are shown, all at once, and end the program."""
    if file is None:
        return asked
    known = Known(settings.agents.agents, settings.agents.pause_reasons, asked.zone)
    try:
        schedule = read_schedule(csv_text(file), str(file), known)
    except InvalidFiles as faults:
        show_problems(faults.problems)
        raise typer.Exit(1) from None
    return replace(asked, reckoning=replace(asked.reckoning, schedule=schedule))
