"""Schedules as people bring them: a CSV file, one line for each span of an agent's day.

```
agent,activity,begin,end,paid
li,work,2026-11-25 09:00,2026-11-25 12:00,yes
li,lunch,2026-11-25 12:00,2026-11-25 12:30,no
```
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from ivr.document.problems import InvalidFiles, Problem, nearest
from ivr.measures.schedule import WORK, Scheduled

COLUMNS = ("agent", "activity", "begin", "end", "paid")
_PAID = {"yes": True, "no": False, "": True, "是": True, "否": False}
_FORMATS = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")


@dataclass(frozen=True, slots=True)
class Known:
    """What a schedule may name: `agents`, and `reasons` for pauses. Times are of the `zone`."""

    agents: Collection[str]
    reasons: Collection[str]
    zone: tzinfo


def read_schedule(text: str, file: str, known: Known) -> tuple[Scheduled, ...]:
    """The spans of a file, in their order. Raises InvalidFiles with all that is wrong."""
    reading = _Reading(file, known)
    lines = csv.reader(text.lstrip("\ufeff").splitlines(keepends=True), strict=True)
    try:
        names = [name.strip() for name in next(lines, [])]
        missing = [name for name in COLUMNS[:-1] if name not in names]
        for name in missing:
            hint, zh = nearest(name, names), nearest(name, names, "zh")
            reading.fault(1, f"no column named '{name}'; {hint}", f"没有名为“{name}”的列；{zh}")
        for fields in () if missing else lines:
            if any(part.strip() for part in fields):
                reading.take(lines.line_num, dict(zip(names, map(str.strip, fields), strict=False)))
    except csv.Error as error:
        reading.fault(max(1, lines.line_num), f"not CSV: {error}", f"不是CSV：{error}")
    if reading.problems:
        raise InvalidFiles(reading.problems)
    return tuple(reading.found)


class _Bad(Exception):
    """What is wrong with one line, in English and Chinese."""


@dataclass
class _Reading:
    file: str
    known: Known
    found: list[Scheduled] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _of: dict[str, list[Scheduled]] = field(default_factory=lambda: defaultdict(list))

    def fault(self, line: int, text: str, zh: str) -> None:
        self.problems.append(Problem(self.file, line, 1, text, check="schedule", zh=zh))

    def take(self, line: int, row: Mapping[str, str]) -> None:
        try:
            each = self._span(row)
            self._alone(each)
        except _Bad as bad:
            self.fault(line, *bad.args)
        else:
            self.found.append(each)
            self._of[each.agent].append(each)

    def _span(self, row: Mapping[str, str]) -> Scheduled:
        agent, activity = row.get("agent", ""), row.get("activity", "")
        _named("agent", "坐席", agent, self.known.agents)
        _named("activity", "活动", activity, (WORK, *self.known.reasons))
        began, ended = self._moment(row.get("begin", "")), self._moment(row.get("end", ""))
        if ended <= began:
            raise _Bad("'end' is not after 'begin'", "“end”不晚于“begin”")
        paid = _PAID.get(row.get("paid", "").lower())
        if paid is None:
            said = row["paid"]
            raise _Bad(f"'{said}' in 'paid'; allowed: yes, no", f"“paid”为“{said}”；可用：yes、no")
        return Scheduled(agent, activity, began, ended, paid)

    def _moment(self, text: str) -> float:
        for form in _FORMATS:
            try:
                return datetime.strptime(text, form).replace(tzinfo=self.known.zone).timestamp()
            except (ValueError, OverflowError):
                continue
        raise _Bad(
            f"'{text}' is no time; write 2026-11-25 09:00", f"“{text}”不是时间；请写成 2026-11-25 09:00"
        )

    def _alone(self, each: Scheduled) -> None:
        for other in self._of[each.agent]:
            if each.began < other.ended and other.began < each.ended:
                raise _Bad(
                    f"'{each.agent}' has another span at that time", f"“{each.agent}”在该时间已有其他安排"
                )


def _named(column: str, zh: str, value: str, known: Collection[str]) -> None:
    if value not in known:
        hint, zh_hint = nearest(value, known), nearest(value, known, "zh")
        raise _Bad(f"no {column} '{value}'; {hint}", f"没有{zh}“{value}”；{zh_hint}")
