"""Opening hours that overlap, leave a gap of a few minutes, contradict each other, or meet a clock change.

A day ends at 24:00; what ends at 23:59 is closed for a minute each night.

Wrong:

```yaml
dialplan: shop
numbers: ["95188"]
start: welcome
hours:
  service: {open: ["mon-sun 00:00-23:59"]}
flows:
  welcome:
    - hours: {of: service, closed: hangup}
```

Right:

```yaml
dialplan: shop
numbers: ["95188"]
start: welcome
hours:
  service: {open: ["mon-sun 00:00-24:00"]}
flows:
  welcome:
    - hours: {of: service, closed: hangup}
```

Where the clocks are changed, a time in the hour that is left out or comes twice is not what it seems: a line
that closes at 02:30 is open again at 02:00 when the clock is put back from 03:00. The changes of the next 400
days are looked at.

Wrong:

```yaml
dialplan: shop
numbers: ["95188"]
start: welcome
hours:
  night: {timezone: Europe/Berlin, open: ["mon-sun 22:00-02:30"]}
flows:
  welcome:
    - hours: {of: night, closed: hangup}
```

Right:

```yaml
dialplan: shop
numbers: ["95188"]
start: welcome
hours:
  night: {timezone: Europe/Berlin, open: ["mon-sun 22:00-02:00"]}
flows:
  welcome:
    - hours: {of: night, closed: hangup}
```

Wrong:

```yaml
dialplan: shop
numbers: ["95188"]
start: welcome
hours:
  office: {open: ["mon-fri 09:00-18:00", "fri 17:00-20:00"]}
flows:
  welcome:
    - hours: {of: office, closed: hangup}
```

Right:

```yaml
dialplan: shop
numbers: ["95188"]
start: welcome
hours:
  office: {open: ["mon-thu 09:00-18:00", "fri 09:00-12:00", "fri 13:00-20:00"]}
flows:
  welcome:
    - hours: {of: office, closed: hangup}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from ivr.document.problems import Problem
from ivr.flow.checks import at
from ivr.flow.clock_changes import ClockChange, clock_changes
from ivr.flow.dialplan import Dialplan, Hours
from ivr.flow.site import Site
from ivr.settings.hours import DAYS, Span

ID = "opening_hours"
SEVERITY = "warning"
_DAY = 24 * 60  # minutes
_WEEK = 7 * _DAY
_SHORT = 5  # minutes; who closes for less has written the wrong end


class _Open(NamedTuple):
    """Minutes of a week, or of a day, and the entry of the list that they come from."""

    first: int
    last: int
    entry: int


class _Found(NamedTuple):
    """A label below the hours, and what is wrong there in English and in Chinese."""

    label: str
    text: str
    zh: str


def check(dialplan: Dialplan, site: Site) -> Iterator[Problem]:
    for name, hours in dialplan.hours.items():
        found = [*_never(hours), *_in_week(hours), *_on_dates(hours), *_at_changes(hours, site.today)]
        for label, text, zh in dict.fromkeys(found):
            yield at(dialplan.place_of(f"hours {name} {label}".strip()), ID, text, SEVERITY, zh)


def _never(hours: Hours) -> Iterator[_Found]:
    if not hours.open and not hours.open_on:
        yield _Found("", "these hours are never open; give 'open'", "这些时间从不开放；请写“open”")


def _in_week(hours: Hours) -> Iterator[_Found]:
    spans = sorted(
        _Open(day * _DAY + span.first, day * _DAY + span.last, entry)
        for entry, span in enumerate(hours.open)
        for day in span.days
    )
    again = [_Open(span.first + _WEEK, span.last + _WEEK, span.entry) for span in spans]
    first_of_each: dict[str, _Found] = {}
    for found in _between([*spans, *again[:1]]):
        first_of_each.setdefault(found.label, found)
    yield from first_of_each.values()


def _between(spans: list[_Open]) -> Iterator[_Found]:
    """What is wrong between each span and the next one; the longest of those that overlap counts on."""
    longest = spans[0] if spans else None
    for span in spans[1:]:
        assert longest
        gap = span.first - longest.last
        if gap < 0:
            until = min(span.last, longest.last)
            text = f"overlaps another entry from {_moment(span.first)} to {_moment(until)}"
            zh = f"与另一项重叠：{_moment(span.first)} 至 {_moment(until)}"
            yield _Found(f"open {max(span.entry, longest.entry)}", text, zh)
        elif 0 < gap < _SHORT:
            text = (
                f"closed for {gap} min from {_moment(longest.last)}; is {_time(span.first)} meant as the end?"
            )
            text = text.replace("00:00 meant", "24:00 meant")
            zh = f"从 {_moment(longest.last)} 起关闭 {gap} 分钟；结束时间是否应为 {_time(span.first)}？"
            yield _Found(f"open {longest.entry}", text, zh.replace("00:00？", "24:00？"))
        longest = max(longest, span, key=lambda one: one.last)


def _on_dates(hours: Hours) -> Iterator[_Found]:
    by_date: dict[date, list[_Open]] = {}
    for entry, span in enumerate(hours.open_on):
        by_date.setdefault(span.on, []).append(_Open(span.first, span.last, entry))
    for spans in by_date.values():
        for earlier, later in pairwise(sorted(spans)):
            if later.first < earlier.last:
                entry = max(earlier.entry, later.entry)
                yield _Found(
                    f"open_on {entry}", "overlaps another entry of this date", "与该日期的另一项重叠"
                )
    for entry, day in enumerate(hours.closed_on):
        if day in by_date:
            text = f"{day} is in 'open_on' as well, which wins"
            yield _Found(f"closed_on {entry}", text, f"{day} 也在“open_on”中，以“open_on”为准")


def _at_changes(hours: Hours, today: date | None) -> Iterator[_Found]:
    for change in clock_changes(hours.timezone, today) if today else ():
        for entry, week in enumerate(hours.open):
            began = [change.on - timedelta(days=back) for back in (0, 1)]
            if days := [day for day in began if day.weekday() in week.days]:
                yield from _troubled(f"open {entry}", week, days, change, hours.timezone)
        for entry, day in enumerate(hours.open_on):
            yield from _troubled(f"open_on {entry}", day, [day.on], change, hours.timezone)


def _troubled(label: str, span: Span, days: list[date], change: ClockChange, zone: str) -> Iterator[_Found]:
    """The ends of a span begun on one of these days that the change leaves out or lets come twice."""
    ends = (end - (change.on - day).days * _DAY for day in days for end in (span.first, span.last))
    for end in ends:
        if change.concerns(end):
            clock = f"{_time(change.before)} to {_time(change.after)}"
            left_out = change.after > change.before
            text = f"on {change.on} the clock of {zone} goes from {clock}: {_time(end)} "
            text += (
                "does not exist on that day" if left_out else "comes twice, so the line opens or closes twice"
            )
            zh = f"{change.on} {zone} 的时钟从 {_time(change.before)} 拨到 {_time(change.after)}："
            zh += f"当天 {_time(end)} " + ("不存在" if left_out else "出现两次，会两次开放或关闭")
            yield _Found(label, text, zh)
            return


def _moment(minute: int) -> str:
    return f"{DAYS[minute // _DAY % 7]} {_time(minute)}"


def _time(minute: int) -> str:
    return f"{minute % _DAY // 60:02}:{minute % 60:02}"
