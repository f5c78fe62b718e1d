"""What several commands share: the option that names the settings, and how faults in files are shown."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from ivr.cli.language import Language, chosen
from ivr.document.problems import InvalidFiles, Problem
from ivr.settings import Settings, load

ConfigOption = Annotated[
    Path,
    typer.Option(
        "--config",
        "-c",
        help="The folder with ivr.yaml, agents.yaml and queues.yaml. 配置文件夹。",
        envvar="CALLWRIGHT_CONFIG",
    ),
]
DEFAULT_CONFIG = Path("config")
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object a line. 每行一个JSON对象。")]

_SEVERITIES = {
    "zh": {"error": "错误", "warning": "警告"},
    "en": {"error": "error", "warning": "warning"},
}

_WIDEST = 10_000
_WIDTH_WITHOUT_TERMINAL = 200

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def say(line: str = "") -> None:
    """Print a line as it is, however long."""
    out.print(line, markup=False, soft_wrap=True)


def show_table(table: Table) -> None:
    """Print a table as wide as the terminal, or wider where that would cut words and ids: the terminal wraps
    such lines itself. Where there is no terminal, so wide that nothing is folded."""
    console = Console(highlight=False, width=None if out.is_terminal else _WIDTH_WITHOUT_TERMINAL)
    needed = Measurement.get(console, console.options.update(width=_WIDEST), table)
    least = min(needed.minimum, _WIDTH_WITHOUT_TERMINAL)
    Console(highlight=False, width=max(console.width, least)).print(table)


def settings_or_exit(config: Path) -> Settings:
    """The settings; faults are shown, all at once, and end the program with exit code 1."""
    try:
        return load(config)
    except InvalidFiles as faults:
        show_problems(faults.problems)
        raise typer.Exit(1) from None


def show_problems(problems: list[Problem], language: Language | None = None) -> None:
    """One line a problem on standard error, the place first, as compilers do."""
    for problem in problems:
        err.print(headline(problem, chosen(language)), soft_wrap=True)


def headline(problem: Problem, language: str) -> Text:
    """A problem in one line."""
    place = f"{problem.file}:{problem.line}:{problem.column}"
    colour = "red" if problem.severity == "error" else "yellow"
    severity = (_SEVERITIES[language][problem.severity], colour)
    return Text.assemble((place, "bold"), ": ", severity, f": {problem.said(language)} [{problem.check}]")


def shown(path: Path) -> str:
    """The path as a person here would write it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def stop_with(message: str) -> NoReturn:
    """End the program with a message that says what to do."""
    err.print(message, style="red", markup=False, soft_wrap=True)
    raise typer.Exit(1)
