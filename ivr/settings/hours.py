"""When a line is open: weekdays, times, public holidays and single dates, in one time zone.

office:
  timezone: Asia/Shanghai
  open: ["mon-fri 09:00-18:00", "sat 10:00-16:00"]   # 22:00-02:00 goes on after midnight
  holidays: CN                                       # closed on the public holidays of a country
  closed_on: [2026-12-31]
  open_on: ["2026-10-10 09:00-18:00"]                # wins over all of the above
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from ivr.document.model import Fault
from ivr.document.problems import nearest
from ivr.settings.types import TimeZone

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(r"(\d\d?):(\d\d)-(\d\d?):(\d\d)")
_DAY = timedelta(days=1)


class Span(BaseModel):
    """Minutes of a day from `first` to before `last`; more than 1440 reaches into the next day."""

    model_config = ConfigDict(frozen=True)

    first: int
    last: int


class Week(Span):
    """A span on some days of the week, 0 for Monday."""

    days: frozenset[int]


class Day(Span):
    """A span on one date."""

    on: date


def _span(text: str) -> tuple[int, int]:
    found = _SPAN.fullmatch(text.strip())
    first, last = (
        (int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])) if found else (0, 0)
    )
    if not found or max(first, last) > 24 * 60 or int(found[2]) > 59 or int(found[4]) > 59 or first == last:
        raise Fault(
            f"'{text}' is not a span of time; write it like 09:00-18:00",
            zh=f"“{text}”不是时间段；请写成 09:00-18:00 的形式",
        )
    return first, last if last > first else last + 24 * 60


def _days(text: str) -> frozenset[int]:
    days: set[int] = set()
    for part in text.lower().split(","):
        ends = part.strip().split("-")
        for name in ends:
            if name not in DAYS:
                raise Fault(
                    f"'{name}' is no day of the week; {nearest(name, DAYS)}",
                    zh=f"“{name}”不是星期几；{nearest(name, DAYS, 'zh')}",
                )
        first, last = DAYS.index(ends[0]), DAYS.index(ends[-1])
        days |= {day % 7 for day in range(first, last + 1 if last >= first else last + 8)}
    return frozenset(days)


def _week(value: object) -> object:
    if not isinstance(value, str):
        return value
    days, _, span = value.strip().rpartition(" ")
    if not days:
        raise Fault(
            f"'{value}' is not complete; write it like mon-fri 09:00-18:00",
            zh=f"“{value}”不完整；请写成 mon-fri 09:00-18:00 的形式",
        )
    first, last = _span(span)
    return Week(first=first, last=last, days=_days(days))


def _open_on(value: object) -> object:
    if not isinstance(value, str):
        return value
    day, _, span = value.strip().partition(" ")
    first, last = _span(span)
    return Day(first=first, last=last, on=_date(day))


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Fault(
            f"'{text}' is not a date; write it like 2026-10-01",
            zh=f"“{text}”不是日期；请写成 2026-10-01 的形式",
        ) from None


def _country(code: str) -> str:
    if code:
        _holidays(code)
    return code


@lru_cache(maxsize=64)
def _holidays(code: str) -> Any:
    import holidays  # takes a while to import: only lines with holidays pay for it

    try:
        return holidays.country_holidays(code)
    except NotImplementedError:
        raise Fault(
            f"no public holidays are known for '{code}'; write a country like CN",
            zh=f"没有“{code}”的法定节假日；请写国家代码，例如 CN",
        ) from None


_TIMES = r"\d\d?:\d\d-\d\d?:\d\d\s*$"
_OnDays = Annotated[str, Field(pattern=rf"^\s*[A-Za-z]{{3}}[A-Za-z, -]*\s{_TIMES}")]
_OnDate = Annotated[str, Field(pattern=rf"^\s*\S+\s+{_TIMES}")]


class Hours(BaseModel):
    """Opening hours: `open` on which days from when to when, `closed_on` dates, `open_on` dates that win.

    `holidays` is the country on whose public holidays the line is closed, such as CN.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    timezone: TimeZone = "Asia/Shanghai"
    open: tuple[Annotated[Week, BeforeValidator(_week, json_schema_input_type=_OnDays)], ...] = ()
    holidays: Annotated[str, AfterValidator(_country)] = ""
    closed_on: tuple[date, ...] = ()
    open_on: tuple[Annotated[Day, BeforeValidator(_open_on, json_schema_input_type=_OnDate)], ...] = ()

    def is_open(self, at: datetime) -> bool:
        """Whether the line is open at this moment; `at` must be aware (it knows its time zone)."""
        local = at.astimezone(ZoneInfo(self.timezone))
        minute = local.hour * 60 + local.minute
        today = local.date()
        return self._covers(today, minute) or self._covers(today - _DAY, minute + 24 * 60)

    def spans(self, day: date) -> Sequence[Span]:
        """When it opens and closes, on this day; the earliest first. They may overlap."""
        exceptions = [span for span in self.open_on if span.on == day]
        if not exceptions and (day in self.closed_on or (self.holidays and day in _holidays(self.holidays))):
            return []
        found: list[Span] = [*exceptions] or [span for span in self.open if day.weekday() in span.days]
        return sorted(found, key=lambda span: (span.first, span.last))

    def _covers(self, day: date, minute: int) -> bool:
        """Whether a span that begins on this day holds this minute, counted from its midnight."""
        return any(span.first <= minute < span.last for span in self.spans(day))
