"""The time that is asked for on the command line."""

from __future__ import annotations

from datetime import datetime

import typer

from ivr.cli.language import Language
from ivr.cli.moments import option_moment
from ivr.cli.staffing.words import word
from ivr.staffing.replay import Period


def period(since: str, until: str, now: datetime, language: str) -> Period:
    """From `--from` to `--to`, now where that is ''. Ends the program with what may be written instead."""
    start = option_moment("--from", since, now, Language(language))
    end = option_moment("--to", until, now, Language(language), end=True) if until else now
    if start >= end:
        raise typer.BadParameter(
            word("backwards", language, since=f"{start:%F %T}", until=f"{end:%F %T}"),
            param_hint="--from/--to",
        )
    return Period(start.timestamp(), end.timestamp())
