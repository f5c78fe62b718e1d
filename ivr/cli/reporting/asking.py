"""From the options of `ivr report` to what is asked; what cannot be meant ends the program with what can."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import typer

from ivr.cli.journal import names_of, zone_of
from ivr.cli.moments import moment
from ivr.cli.staffing.typed import duration
from ivr.cli.texts import TEXTS
from ivr.document.problems import nearest
from ivr.measures.intervals import Interval
from ivr.measures.service_level import FORMULAS
from ivr.reports.asked import Asked, Reckoning
from ivr.reports.definitions import REPORTS, Report
from ivr.reports.lengths import LENGTHS, how_many, length_of, suitable
from ivr.settings import Settings

MOST_ROWS = 20_000
_LONGEST_DAY = 25 * 3600.0
WITHIN = 20.0
"""Seconds, of the service level of a queue that the settings do not have."""


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
    report = _report(options)
    begin, end = _range(options, now)
    if report.name == "anomaly" and (end - begin).total_seconds() > _LONGEST_DAY:
        raise _complaint(options, "report_one_day", "--from/--to", day=f"{begin:%Y-%m-%d}")
    by = _by(options, report)
    return Asked(
        report=report,
        since=begin,
        until=end,
        by=by,
        reckoning=_reckoning(options, settings, _interval(options, by, (end - begin).total_seconds())),
        formula=_formula(options),
        language=options.language,
        names=names_of(settings, options.language),
        now=now,
    )


def _complaint(options: Options, text: str, option: str, **values: object) -> typer.BadParameter:
    return typer.BadParameter(TEXTS[text][options.language].format(**values), param_hint=option)


def _known(options: Options, given: str, allowed: Mapping[str, object], option: str) -> None:
    if given not in allowed:
        hint = nearest(given, allowed, options.language)
        raise _complaint(options, "report_unknown", option, given=given[:80], nearest=hint)


def _report(options: Options) -> Report:
    name = options.name.strip().lower()
    _known(options, name, REPORTS, "NAME")
    return REPORTS[name]


def _range(options: Options, now: datetime) -> tuple[datetime, datetime]:
    begin = _moment(options, "--from", options.since or "today", now, end=False)
    end = _moment(options, "--to", options.until, now, end=True) if options.until else now
    if begin >= end:
        shown = {"begin": f"{begin:%Y-%m-%d %H:%M}", "end": f"{end:%Y-%m-%d %H:%M}"}
        raise _complaint(options, "report_range", "--from/--to", **shown)
    return begin, end


def _moment(options: Options, option: str, text: str, now: datetime, *, end: bool) -> datetime:
    try:
        found = moment(text, now, end=end)
        found.timestamp()
    except (ValueError, OverflowError):
        raise _complaint(options, "report_moment", option, given=text[:80]) from None
    return found


def _by(options: Options, report: Report) -> tuple[str, ...]:
    if not options.by.strip():
        return report.by
    names = [name.strip().lower() for name in options.by.replace("，", ",").split(",")]
    for name in names:
        _known(options, name, dict.fromkeys((*report.splits, "all")), "--by")
    return tuple(dict.fromkeys(name for name in names if name != "all"))


def _interval(options: Options, by: tuple[str, ...], seconds: float) -> Interval:
    try:
        length = length_of(options.interval) if options.interval else suitable(seconds)
    except ValueError:
        known = ", ".join(LENGTHS)
        raise _complaint(
            options, "report_interval", "--interval", given=options.interval[:80], known=known
        ) from None
    rows = how_many(length, seconds) if "interval" in by else 1
    if rows > MOST_ROWS:
        said = {"rows": f"{rows:,}", "most": f"{MOST_ROWS:,}", "fit": suitable(seconds)}
        raise _complaint(options, "report_rows", "--interval", **said)
    return length


def _formula(options: Options) -> str:
    letter = options.formula.strip().upper()
    _known(options, letter, FORMULAS, "--formula")
    return letter


def _reckoning(options: Options, settings: Settings, interval: Interval) -> Reckoning:
    queues = settings.queues.queues
    own = {name: queue.target.within for name, queue in queues.items() if name in settings.queues.for_calls}
    if options.within:
        within, own = duration("--within", options.within, options.language), {}
    else:
        within = next(iter(own.values())) if len(set(own.values())) == 1 else WITHIN
    return Reckoning(
        within=within,
        targets={name: seconds for name, seconds in own.items() if seconds != within},
        short=duration("--short", options.short, options.language),
        zone=zone_of(settings),
        teams={name: agent.team for name, agent in settings.agents.agents.items()},
        interval=interval,
    )
