"""The dialplans that a command works on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from ivr.cli.language import Language
from ivr.cli.options import show_problems, shown, stop_with
from ivr.cli.texts import text
from ivr.flow.dialplan import Dialplan
from ivr.flow.library import files_in
from ivr.flow.reader import read_dialplan
from ivr.steps import CATALOGUE


def plans_or_exit(paths: Sequence[Path], language: Language | None) -> list[Dialplan]:
    """The dialplans of these files and folders; those that cannot be read end the program with all their
    problems."""
    files = [Path(shown(file)) for file in files_in(paths)]
    if not files:
        stop_with(f"{', '.join(map(str, paths))}: {text('no_dialplans', language)}")
    read = [read_dialplan(file, CATALOGUE) for file in files]
    problems = [problem for _, problems in read for problem in problems if problem.severity == "error"]
    if problems:
        show_problems(problems, language)
        raise typer.Exit(1)
    return [plan for plan, _ in read if plan]
