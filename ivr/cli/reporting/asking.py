"""From the options of `ivr report` to what is asked; what cannot be meant ends the program with what can."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import typer

from ivr.cli.language import Language
from ivr.cli.moments import option_moment
from ivr.document.model import Fault
from ivr.reports import asking
from ivr.reports.asked import Asked
from ivr.reports.asking import Written, report_named
from ivr.settings import Settings

_HINTS = {"name": "NAME", "from": "--from/--to"}


@dataclass(frozen=True, slots=True)
class Options:
    """As they were typed, '' for what was not; `language` is the one to tell everything in."""

    name: str
    since: str
    until: str
    by: str
    interval: str
    formula: str
    within: str
    short: str
    language: str


def asked_of(options: Options, settings: Settings, now: datetime) -> Asked:
    """What is asked. Raises typer.BadParameter."""
    try:
        report_named(options.name)
        return asking.asked_of(_written(options, now), settings, now)
    except Fault as fault:
        field = str(fault.path[0])
        said = fault.zh if options.language == "zh" else str(fault)
        raise typer.BadParameter(said, param_hint=_HINTS.get(field, f"--{field}")) from None


def _written(options: Options, now: datetime) -> Written:
    language = Language(options.language)
    return Written(
        name=options.name,
        since=option_moment("--from", options.since or "today", now, language),
        until=option_moment("--to", options.until, now, language, end=True) if options.until else now,
        by=options.by,
        interval=options.interval,
        formula=options.formula,
        within=options.within,
        short=options.short,
        language=options.language,
    )
