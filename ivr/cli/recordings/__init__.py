"""`ivr recordings`: what was recorded, whether it is whole, and who listened to it."""

from __future__ import annotations

import typer

from ivr.cli.recordings.checking import get, verify
from ivr.cli.recordings.erasing import erase
from ivr.cli.recordings.keeping import hold, prune, release
from ivr.cli.recordings.listing import list_recordings, show, trail

recordings = typer.Typer(
    no_args_is_help=True,
    help="""Recordings: list, listen, verify, keep, remove. 录音：列表、取出、校验、保全、清理。

    ivr recordings list --from today

    ivr recordings show 1234

    ivr recordings get 1234 --to /tmp

    ivr recordings verify

    ivr recordings prune --dry-run

    ivr recordings hold 1234 --note "court 2026-117"

    ivr recordings erase --number 13800138000 --dry-run
    """,
)
recordings.command("list")(list_recordings)
recordings.command()(show)
recordings.command()(get)
recordings.command()(verify)
recordings.command("audit")(trail)
recordings.command()(prune)
recordings.command()(hold)
recordings.command()(release)
recordings.command()(erase)
