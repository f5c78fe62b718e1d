"""The command `ivr`: one file per command, imported when it is called (`commands.py` lists them)."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated

import typer

from ivr.cli.lazily import LazyGroup, listed
from ivr.files.log import log_to_standard_error

app = typer.Typer(
    cls=LazyGroup,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    help="Call flows in YAML, skills-based routing and a complete call log, on Asterisk.",
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"callwright {version('callwright')}")
        raise typer.Exit


@app.callback()
def _options(
    _: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Print the version. 显示版本。"
        ),
    ] = False,
) -> None: ...


listed(app)


def log_level(arguments: Sequence[str], on_terminal: bool) -> int:
    """From which level on is logged. What an engine logs is what the commands that run one are for."""
    return logging.WARNING if on_terminal and arguments[:1] not in (["run"], ["demo"]) else logging.INFO


def main() -> None:
    """Run the command line. Log lines go to standard error, so that what a command prints can be piped; on a
    terminal only what is wrong is logged, for there the command says itself what it did."""
    log_to_standard_error(log_level(sys.argv[1:], sys.stderr.isatty()))
    app()
