"""The command `ivr`: one file per command."""

from __future__ import annotations

import sys
from importlib.metadata import version
from typing import Annotated

import structlog
import typer

from ivr.cli.agents import agents
from ivr.cli.asterisk import asterisk
from ivr.cli.broadcast import broadcast
from ivr.cli.call import call
from ivr.cli.callbacks import callbacks
from ivr.cli.calls import calls
from ivr.cli.canary import canary
from ivr.cli.check import check
from ivr.cli.demo import demo
from ivr.cli.diff import diff
from ivr.cli.forecast import forecast
from ivr.cli.graph import graph
from ivr.cli.list import lists
from ivr.cli.prompts import prompts
from ivr.cli.quality import quality
from ivr.cli.queues import queues
from ivr.cli.recordings import recordings
from ivr.cli.replay import replay
from ivr.cli.report import report
from ivr.cli.rollback import rollback
from ivr.cli.run import run
from ivr.cli.schema import schema
from ivr.cli.simulate import simulate
from ivr.cli.test import stories
from ivr.cli.verify import verify
from ivr.cli.versions import versions
from ivr.cli.voicemail import voicemail
from ivr.cli.waits import waits
from ivr.cli.warehouse import warehouse
from ivr.cli.webhooks import webhooks
from ivr.cli.why import why
from ivr.cli.work import work

app = typer.Typer(
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


app.command()(run)
app.command()(demo)
app.command()(check)
app.command()(call)
app.command("test")(stories)
app.command()(graph)
app.command()(schema)
app.command()(versions)
app.command()(diff)
app.command()(rollback)
app.command()(agents)
app.command()(queues)
app.command()(replay)
app.command()(simulate)
app.command()(why)
app.command()(forecast)
app.command()(report)
app.command()(voicemail)
app.command()(callbacks)
app.command()(waits)
app.command()(verify)
app.add_typer(calls, name="calls")
app.add_typer(work, name="work")
app.add_typer(recordings, name="recordings")
app.add_typer(webhooks, name="webhooks")
app.add_typer(quality, name="quality")
app.add_typer(warehouse, name="warehouse")
app.add_typer(canary, name="canary")
app.add_typer(lists, name="list")
app.add_typer(broadcast, name="broadcast")
app.add_typer(prompts, name="prompts")
app.add_typer(asterisk, name="asterisk")


def main() -> None:
    """Run the command line. Log lines go to standard error, so that what a command prints can be piped."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer()
            if sys.stderr.isatty()
            else structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    app()
