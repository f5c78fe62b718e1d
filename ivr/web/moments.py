"""Times in a query: `from` and `to`, as programs write them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, model_validator

from ivr.document.model import Fault
from ivr.web.routes import Fields

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)(Z|[+ -]\d\d:\d\d)?", re.ASCII)
_UTC = ZoneInfo("UTC")


def _is_a_moment(text: str) -> str:
    if text and _moment(text, _UTC, end=True) is None:
        raise Fault(
            "no time; write 2026-11-25, 2026-11-25T10:30 or 2026-11-25T10:30:00+08:00 (+ as %2B)",
            zh="不是时间；请写成 2026-11-25、2026-11-25T10:30 或 2026-11-25T10:30:00+08:00（+ 写作 %2B）",
        )
    return text


_WRITTEN = rf"^({_DAY.pattern}|{_TIME.pattern})?$".replace(r"\d", "[0-9]")
Moment = Annotated[
    str, Field(max_length=40, json_schema_extra={"pattern": _WRITTEN}), AfterValidator(_is_a_moment)
]


class Between(Fields):
    """What began in a time."""

    since: Annotated[Moment, Field(alias="from", description="Began then, or later.")] = ""
    until: Annotated[Moment, Field(alias="to", description="Began before; of a day, before its end.")] = ""

    @model_validator(mode="after")
    def _some_time(self) -> Self:
        since, until = self.moments(_UTC)
        if since is not None and until is not None and since >= until:
            raise Fault(
                "to is not after from; give a later time", ["to"], zh="to 不晚于 from；请写更晚的时间"
            )
        return self

    def moments(self, zone: ZoneInfo) -> tuple[float | None, float | None]:
        """In seconds since 1970; times without a zone are of this one."""
        return _moment(self.since, zone, end=False), _moment(self.until, zone, end=True)


def _moment(text: str, zone: ZoneInfo, *, end: bool) -> float | None:
    """Seconds since 1970; None for what is no time. Of a day its beginning, or with `end` the next one's."""
    try:
        if _DAY.fullmatch(text):
            day = datetime.fromisoformat(text)
            return ((day + timedelta(days=1) if end else day).replace(tzinfo=zone)).timestamp()
        if found := _TIME.fullmatch(text):
            # An unescaped + has become a space on its way.
            written = datetime.fromisoformat(found[1] + (found[2] or "").replace(" ", "+"))
            return (written if written.tzinfo else written.replace(tzinfo=zone)).timestamp()
    except (ValueError, OverflowError):
        pass
    return None
