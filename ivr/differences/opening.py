"""Opening hours in words, the same for hours that open and close at the same times."""

from __future__ import annotations

from ivr.settings.hours import DAYS, Hours, Span, Week


def opening(hours: Hours) -> str:
    """Such as `mon-fri 09:00-18:00; holidays CN; Asia/Shanghai`."""
    parts = [", ".join(sorted(f"{_days(week)} {_span(week)}" for week in hours.open)) or "-"]
    parts += [f"holidays {hours.holidays}"] if hours.holidays else []
    parts += [f"closed on {', '.join(map(str, sorted(hours.closed_on)))}"] if hours.closed_on else []
    exceptions = sorted(f"{day.on} {_span(day)}" for day in hours.open_on)
    parts += [f"open on {', '.join(exceptions)}"] if exceptions else []
    return "; ".join([*parts, hours.timezone])


def _days(week: Week) -> str:
    """`mon-fri` for days in a row, else each: `sat,sun`."""
    days = sorted(week.days)
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{DAYS[days[0]]}-{DAYS[days[-1]]}"
    return ",".join(DAYS[day] for day in days)


def _span(span: Span) -> str:
    return f"{_time(span.first)}-{_time(span.last if span.last <= 24 * 60 else span.last - 24 * 60)}"


def _time(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
