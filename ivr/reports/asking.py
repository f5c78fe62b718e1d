"""From what somebody wrote to what is asked of a report; what cannot be meant is told with what can."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from ivr.document.model import Fault
from ivr.document.problems import nearest
from ivr.intervals.definition import Definition
from ivr.journal.shown import names_of
from ivr.measures.intervals import Interval
from ivr.measures.service_level import DEFAULT, FORMULAS
from ivr.reports.asked import Asked, Reckoning
from ivr.reports.definitions import REPORTS, Report
from ivr.reports.lengths import LENGTHS, how_many, length_of, suitable
from ivr.settings import Settings
from ivr.settings.types import seconds

MOST_ROWS = 20_000
_LONGEST_DAY = 25 * 3600.0
WITHIN = 20.0
"""Seconds, of the service level of a queue that the settings do not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A report over [since, until) as somebody wrote it, '' for what they did not. `language` is the one that
    the report speaks."""

    name: str
    since: datetime
    until: datetime
    by: str = ""
    interval: str = ""
    formula: str = DEFAULT
    within: str = ""
    short: str = "5s"
    language: str = "en"


def asked_of(written: Written, settings: Settings, now: datetime) -> Asked:
    """What is asked. Raises `Fault`, whose path is the name of the field at fault."""
    report = report_named(written.name)
    lasts = (written.until - written.since).total_seconds()
    _check_range(written, report, lasts, now)
    by = _by(written, report)
    return Asked(
        report=report,
        since=written.since,
        until=written.until,
        by=by,
        reckoning=_reckoning(written, settings, _interval(written, by, lasts)),
        formula=_formula(written),
        language=written.language,
        names=names_of(settings, written.language),
        now=now,
    )


def report_named(name: str) -> Report:
    """The report of this name. Raises `Fault`."""
    name = name.strip().lower()
    _known(name, REPORTS, "name")
    return REPORTS[name]


def _known(given: str, allowed: Iterable[str], field: str) -> None:
    if given not in (names := list(allowed)):
        shown = given[:80]
        raise Fault(
            f"there is no '{shown}'; {nearest(given, names)}",
            [field],
            zh=f"没有“{shown}”；{nearest(given, names, 'zh')}",
        )


def _check_range(written: Written, report: Report, lasts: float, now: datetime) -> None:
    begin, end = f"{written.since:%Y-%m-%d %H:%M}", f"{written.until:%Y-%m-%d %H:%M}"
    if written.since >= now:
        raise Fault(
            f"the range begins in the future: {begin}",
            ["from"],
            zh=f"时间范围的开始还没有到：{begin}",
        )
    if lasts <= 0:
        raise Fault(
            f"the range ends before it begins, or there: {begin} to {end}; exchange 'from' and 'to', or"
            " give a later 'to'",
            ["from"],
            zh=f"时间范围颠倒或为空：{begin} 开始，{end} 结束；请对调 from 与 to，或写更晚的 to",
        )
    if report.name == "anomaly" and lasts > _LONGEST_DAY:
        day = f"{written.since:%Y-%m-%d}"
        raise Fault(
            f"this report looks at one day: give {day} as 'from' and as 'to'",
            ["from"],
            zh=f"异常报表只看一天；from 与 to 都请写 {day}",
        )


def _by(written: Written, report: Report) -> tuple[str, ...]:
    if not written.by.strip():
        return report.by
    names = [name.strip().lower() for name in written.by.replace("，", ",").split(",")]
    for name in names:
        _known(name, (*report.splits, "all"), "by")
    return tuple(dict.fromkeys(name for name in names if name != "all"))


def _interval(written: Written, by: tuple[str, ...], lasts: float) -> Interval:
    try:
        length = length_of(written.interval) if written.interval else suitable(lasts)
    except ValueError:
        given, known = written.interval[:80], ", ".join(LENGTHS)
        raise Fault(
            f"'{given}' is no length of an interval; allowed: {known}, or minutes like 15m (1 to 1440)",
            ["interval"],
            zh=f"“{given}”不是时段长度；可用：{known}，或 15m 等分钟数（1 至 1440）",
        ) from None
    rows = how_many(length, lasts) if "interval" in by else 1
    if rows > MOST_ROWS:
        raise _too_fine(rows, suitable(lasts))
    return length


def _too_fine(rows: int, fit: Interval) -> Fault:
    return Fault(
        f"this range has {rows:,} intervals, at most {MOST_ROWS:,} are possible: give the interval '{fit}',"
        " or a shorter range",
        ["interval"],
        zh=f"此范围共 {rows:,} 个时段，最多 {MOST_ROWS:,} 个；请用时段长度 {fit}，或缩短时间范围",
    )


def _formula(written: Written) -> str:
    letter = written.formula.strip().upper()
    _known(letter, FORMULAS, "formula")
    return letter


def usual(settings: Settings) -> Definition:
    """By what a report is reckoned where nothing else is asked for: that is kept ready."""
    now = datetime.now(ZoneInfo(settings.engine.timezone))
    found = Definition.of(_reckoning(Written(name="inbound", since=now, until=now), settings, "half_hour"))
    assert found
    return found


def _reckoning(written: Written, settings: Settings, interval: Interval) -> Reckoning:
    queues = settings.queues.queues
    own = {name: queue.target.within for name, queue in queues.items() if name in settings.queues.for_calls}
    if written.within:
        within, own = _duration(written.within, "within"), {}
    else:
        within = next(iter(own.values())) if len(set(own.values())) == 1 else WITHIN
    return Reckoning(
        within=within,
        targets={name: each for name, each in own.items() if each != within},
        short=_duration(written.short, "short"),
        zone=ZoneInfo(settings.engine.timezone),
        teams={name: agent.team for name, agent in settings.agents.agents.items()},
        interval=interval,
    )


def _duration(text: str, field: str) -> float:
    try:
        return seconds(text[:80])
    except Fault as fault:
        raise Fault(str(fault), [field], zh=fault.zh) from None
