"""What can be counted: the Mandarin measure word, and the English noun for one and for several."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """两 `zh`, one `one`, two `many`."""

    zh: str
    one: str
    many: str


UNITS = (
    Unit("位", "person", "people"),
    Unit("件", "item", "items"),
    Unit("个", "piece", "pieces"),
    Unit("笔", "order", "orders"),
    Unit("条", "message", "messages"),
    Unit("次", "time", "times"),
    Unit("分", "point", "points"),
    Unit("分钟", "minute", "minutes"),
    Unit("个小时", "hour", "hours"),
    Unit("天", "day", "days"),
    Unit("周", "week", "weeks"),
    Unit("个月", "month", "months"),
    Unit("年", "year", "years"),
)
BY_NAME: Mapping[str, Unit] = {name: unit for unit in UNITS for name in (unit.zh, unit.one, unit.many)}
