"""The time that is asked for on the command line."""

from __future__ import annotations

from datetime import datetime

import typer

from ivr.cli.moments import moment
from ivr.cli.staffing.words import word
from ivr.staffing.replay import Period


def period(since: str, until: str, now: datetime, language: str) -> Period:
    """From `--from` to `--to`, now where that is ''. Ends the program with what may be written instead."""
    start = _moment("--from", since, now, end=False)
    end = _moment("--to", until, now, end=True) if until else now
    if start >= end:
        raise typer.BadParameter(
            word("backwards", language, since=f"{start:%F %T}", until=f"{end:%F %T}"),
            param_hint="--from/--to",
        )
    return Period(start.timestamp(), end.timestamp())


def _moment(option: str, text: str, now: datetime, *, end: bool) -> datetime:
    try:
        return moment(text, now, end=end)
    except (ValueError, OverflowError) as fault:
        raise typer.BadParameter(str(fault), param_hint=option) from None
