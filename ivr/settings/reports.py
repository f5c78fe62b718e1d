"""The part `reports` of `config/ivr.yaml`: reports that are sent by mail again and again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import time
from typing import Annotated, Literal, Self, get_args

from pydantic import BeforeValidator, Field, model_validator

from ivr.document.model import Fault, node_at
from ivr.document.nodes import Document
from ivr.document.problems import Problem
from ivr.settings.mail import Address, Mail
from ivr.settings.types import Duration, Name, Section

ReportName = Literal[
    "inbound", "queue", "agent", "team", "menu", "path", "quality", "hotline", "work", "anomaly"
]
Dimension = (
    Literal["interval", "weekday", "hour", "queue", "skill", "agent", "team"]
    | Literal["line", "path", "menu", "key", "language", "category", "channel"]
)
Range = Literal[
    "today", "yesterday", "this_week", "last_week", "this_month", "last_month", "last_7_days", "last_30_days"
]
Attached = Literal["pdf", "xlsx", "csv"]
On = (
    Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    | Annotated[int, Field(ge=1, le=31)]
    | Literal["last"]
)

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
OPEN: tuple[Range, ...] = ("today", "this_week", "this_month")
"""Up to the moment at which they are sent."""
OF_ONE_DAY: tuple[Range, ...] = ("today", "yesterday")
SPLITS: Mapping[str, tuple[str, ...]] = {
    "hotline": ("interval", "weekday", "hour", "line", "category", "language"),
    "work": ("interval", "weekday", "hour", "channel", "queue", "agent", "team"),
    "anomaly": ("queue", "skill", "agent", "team", "line", "path", "menu", "language"),
}
"""Of the reports that cannot be split by everything."""
_BY_EVERYTHING = tuple(
    name for part in get_args(Dimension) for name in get_args(part) if name not in ("category", "channel")
)


def _clock(value: object) -> object:
    """A time of the day, from 08:00. Raises Fault."""
    if isinstance(value, time):
        return value
    hours, _, minutes = str(value).partition(":")
    sound = all(part.isascii() and part.isdigit() and len(part) <= 2 for part in (hours, minutes))
    if not sound or len(minutes) != 2 or int(hours) > 23 or int(minutes) > 59:
        raise Fault(
            f"'{str(value)[:40]}' is no time of the day; write it like 08:00",
            zh=f"“{str(value)[:40]}”不是一天中的时刻；请写成 08:00 的形式",
        )
    return time(int(hours), int(minutes))


def _several(value: object) -> object:
    """A list, also where one thing stands without brackets."""
    return [value] if isinstance(value, str) else value


def _days(value: object) -> object:
    """Days as they are meant. Raises Fault."""
    given = _several(value)
    if not isinstance(given, list | tuple):
        return given
    return tuple(_day(each, place) for place, each in enumerate(given))


def _day(value: object, place: int) -> object:
    if value in WEEKDAYS or value == "last" or isinstance(value, int):
        return value
    if isinstance(value, str) and value.isascii() and value.isdigit() and 1 <= int(value[:9]) <= 31:
        return int(value)
    raise Fault(
        f"'{str(value)[:40]}' is no day; write mon to sun, a day of the month from 1 to 31, or last",
        [place],
        zh=f"“{str(value)[:40]}”不是日子；请写 mon 至 sun、每月的 1 至 31，或 last",
    )


Clock = Annotated[
    time,
    BeforeValidator(_clock, json_schema_input_type=Annotated[str, Field(pattern=r"^[0-9]{1,2}:[0-9]{2}$")]),
]
Days = Annotated[tuple[On, ...], BeforeValidator(_days, json_schema_input_type=On | tuple[On, ...])]


class Scheduled(Section):
    """`report` over `range`, split `by`, sent to `to` on each of the days `on` (every day where nothing is
    said) when the clock of `timezone` shows `at`. A day of the month that a month has not is its last one.
    `attach` adds files to the mail. `only_if: unusual` sends the report anomaly only when there is something
    unusual."""

    report: ReportName
    range: Range = "yesterday"
    by: Annotated[tuple[Dimension, ...], BeforeValidator(_several)] = ()
    within: Duration | None = None
    at: Clock = time(8)
    on: Days = ()
    to: Annotated[tuple[Address, ...], BeforeValidator(_several), Field(min_length=1, max_length=50)]
    languages: Annotated[
        tuple[Literal["zh", "en"], ...], BeforeValidator(_several), Field(min_length=1, max_length=2)
    ] = ("zh",)
    attach: Annotated[tuple[Attached, ...], BeforeValidator(_several)] = ()
    only_if: Literal["unusual"] | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.report == "anomaly" and self.range not in OF_ONE_DAY:
            raise Fault(
                "the report anomaly looks at one day: today or yesterday",
                ("range",),
                zh="异常报表只看一天：today 或 yesterday",
            )
        if self.only_if and self.report != "anomaly":
            raise Fault(
                "only the report anomaly tells what is unusual",
                ("only_if",),
                at_key=True,
                zh="only_if: unusual 只用于异常报表（anomaly）",
            )
        if self.range in OPEN and self.at == time():
            raise Fault(
                f"at midnight nothing of {self.range} is over yet; write a later time, or the range before",
                ("at",),
                zh=f"零点时 {self.range} 还没有数据；请写更晚的时刻，或前一时段",
            )
        for place, dimension in enumerate(self.by):
            if dimension not in SPLITS.get(self.report, _BY_EVERYTHING):
                raise Fault(
                    f"the report {self.report} is not split by {dimension}",
                    ("by", place),
                    zh=f"报表 {self.report} 不按 {dimension} 分组",
                )
        return self


Reports = Mapping[Name, Scheduled]


def without_server(reports: Reports, mail: Mail, document: Document) -> Iterator[Problem]:
    """Reports that nobody would send."""
    if reports and document.root and not mail.host:
        yield document.problem(
            node_at(document.root, ("reports",)).mark,
            "reports are sent by mail, and there is no server for it; give host and from under mail",
            "mail",
            zh="报表通过邮件发送，但未设置邮件服务器；请在 mail 下给出 host 和 from",
        )
