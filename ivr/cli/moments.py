"""Moments as people type them: today, yesterday, 2026-11-22, 2026-11-22 10:30, 18:00, 90m, 2h, 7d."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime, timedelta, tzinfo

import typer

from ivr.cli.language import Language, chosen
from ivr.cli.texts import text
from ivr.document.model import Fault

_AGO = re.compile(r"([0-9]{1,5})([mhd])")
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_ON_A_DAY = re.compile(r"(?:([a-z]+|[周星期礼拜]+[一二三四五六日天]) *)?([01]?[0-9]|2[0-3]):([0-5][0-9])")
_ENGLISH_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAYS = {
    **{day[:length]: at for at, day in enumerate(_ENGLISH_DAYS) for length in (3, 4, len(day))},
    **{f"{week}{day}": at for week in ("周", "星期", "礼拜") for at, day in enumerate("一二三四五六日")},
    **{f"{week}天": 6 for week in ("周", "星期", "礼拜")},
}
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_DAYS = {"today": 0, "yesterday": 1, "今天": 0, "昨天": 1}
_FORMATS = ("%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")


def moment(text: str, now: datetime, *, end: bool = False) -> datetime:
    """The moment meant, in the zone of `now`; of a day its beginning, or with `end` the next day's beginning.

    Raises `Fault` with what may be written instead.
    """
    with suppress(OverflowError, ValueError):  # the first and the last days of the calendar
        if found := _meant(text.strip(), now, end):
            found.timestamp()
            return found
    raise Fault(
        f"'{text}' is no time; write today, yesterday, 2026-11-22, '2026-11-22 10:30',"
        " or 90m, 2h, 7d for so long ago",
        zh=f"“{text}”不是时间；请写成 today、yesterday、2026-11-22、'2026-11-22 10:30'，"
        "或以 90m、2h、7d 表示多久以前",
    )


def time_range(
    since: str, until: str, now: datetime, language: Language | None = None
) -> tuple[float | None, float | None]:
    """What `--from` and `--to` mean, in seconds since 1970; None for ''. Ends the program with what may be
    written instead."""
    start = option_moment("--from", since, now, language) if since else None
    end = option_moment("--to", until, now, language, end=True) if until else None
    if start and end and start >= end:
        said = text("range_backwards", language, since=f"{start:%F %T}", until=f"{end:%F %T}")
        raise typer.BadParameter(said, param_hint="--from/--to")
    return start.timestamp() if start else None, end.timestamp() if end else None


def option_moment(
    option: str, written: str, now: datetime, language: Language | None = None, *, end: bool = False
) -> datetime:
    """The moment that an option has. Ends the program with what may be written instead."""
    try:
        return moment(written, now, end=end)
    except Fault as fault:
        said = fault.zh if chosen(language) == "zh" else str(fault)
        raise typer.BadParameter(said, param_hint=option) from None


def _meant(text: str, now: datetime, end: bool) -> datetime | None:
    if text in _DAYS:
        return _day(now - timedelta(days=_DAYS[text]), end)
    if ago := _AGO.fullmatch(text):
        return now - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
    assert now.tzinfo is not None
    return _parsed(text, now.tzinfo, end)


def deadline(text: str, now: datetime) -> datetime:
    """The end meant, in the zone of `now`: `18:00` today, `2026-12-31` with that day, `2h` for in two hours.

    Raises ValueError with what may be written instead.
    """
    return _to_come(text, now, end=True)


def start(text: str, now: datetime) -> datetime:
    """The beginning meant, as `deadline`; of a day its first moment. Raises ValueError."""
    return _to_come(text, now, end=False)


def _to_come(text: str, now: datetime, *, end: bool) -> datetime:
    text = text.strip()
    if ahead := _AGO.fullmatch(text):
        return now + timedelta(**{_UNITS[ahead[2]]: int(ahead[1])})
    if clock := _CLOCK.fullmatch(text):
        return now.replace(hour=int(clock[1]), minute=int(clock[2]), second=0, microsecond=0)
    assert now.tzinfo is not None
    found = _parsed(text, now.tzinfo, end)
    if found is None:
        raise ValueError(
            f"'{text}' is no time; write 18:00, 2026-12-31, '2026-12-31 18:00', or 90m, 2h, 7d for in so long"
        )
    return found


def to_come(text: str, now: datetime) -> datetime:
    """The moment meant, in the zone of `now`: `sun 10:00` the next Sunday (周日 10:00), `18:30` the next
    time it is that late, 2026-10-01 10:00. Raises `Fault` with what may be written instead."""
    found = _ON_A_DAY.fullmatch(text.strip().lower())
    day = _WEEKDAYS.get(found[1] or "") if found else None
    if found and (not found[1] or day is not None):
        ahead = now.replace(hour=int(found[2]), minute=int(found[3]), second=0, microsecond=0)
        days = 0 if day is None else (day - now.weekday()) % 7
        moment = ahead + timedelta(days=days)
        return moment if moment > now else moment + timedelta(days=1 if day is None else 7)
    assert now.tzinfo is not None
    written = _parsed(text.strip(), now.tzinfo, end=False)
    if written is None:
        raise Fault(
            f"'{text}' is no time; write sun 10:00, 18:30 or 2026-10-01 10:00",
            zh=f"“{text}”不是时间；请写成 周日 10:00、18:30 或 2026-10-01 10:00",
        )
    return written


def _parsed(text: str, zone: tzinfo, end: bool) -> datetime | None:
    for form in _FORMATS:
        try:
            found = datetime.strptime(text, form).replace(tzinfo=zone)
        except ValueError:
            continue
        return _day(found, end) if form == _FORMATS[0] else found
    return None


def _day(within: datetime, end: bool) -> datetime:
    start = within.replace(hour=0, minute=0, second=0, microsecond=0)
    return start + timedelta(days=1) if end else start
