"""What is asked of a report in a query, and how long the asker waits for it."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from datetime import datetime
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field
from pydantic.config import JsonDict

from ivr.document.model import Fault
from ivr.measures.service_level import DEFAULT, FORMULAS
from ivr.reports.asked import Asked
from ivr.reports.asking import Written, asked_of
from ivr.settings import Settings
from ivr.settings.types import WRITTEN
from ivr.web.answers import Complaint, Invalid, said
from ivr.web.moments import Between

TYPES: Mapping[str, str] = {
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html",
    "pdf": "application/pdf",
    "parquet": "application/vnd.apache.parquet",
}
"""Content types by the form of a report."""
_PATIENCE, _MOST_PATIENCE = 5.0, 8.0
_WAIT = re.compile(r"wait\s*=\s*\"?([0-9]{1,3})\"?", re.ASCII)
_FIRST, _LAST = 1970, 2999

_FORMULA: JsonDict = {"pattern": rf"^\s*[{''.join(FORMULAS)}{''.join(FORMULAS).lower()}]\s*$"}
_DURATION: JsonDict = {"pattern": rf"^$|{WRITTEN}"}
SHORT = "5s"
Text = Annotated[str, Field(max_length=200)]
Duration = Annotated[Text, Field(json_schema_extra=_DURATION)]


class ReportWanted(Between):
    """Which figures: today's up to now if no time is given."""

    by: Annotated[Text, Field(description="Dimensions, with commas between; 'all' for one row.")] = ""
    interval: Annotated[Text, Field(description="half_hour, hour, day, week, month, all, or 15m.")] = ""
    formula: Annotated[Text, Field(description="Of the service level.", json_schema_extra=_FORMULA)] = DEFAULT
    within: Annotated[Duration, Field(description="Its time, as 20s; else each queue's own.")] = ""
    short: Annotated[Duration, Field(description="Up to which an abandon is short.")] = SHORT
    language: Annotated[Literal["", "zh", "en"], Field(description="Else that of Accept-Language.")] = ""
    format: Literal["json", "csv", "xlsx", "html", "pdf", "parquet"] = "json"

    def asked(self, name: str, language: str, settings: Settings, now: datetime) -> Asked:
        """What is asked of the report with this name. Raises Invalid."""
        try:
            return asked_of(self._written(name, language, now), settings, now)
        except Fault as fault:
            raise Invalid(Complaint(str(fault.path[0]), said(str(fault), fault.zh))) from None

    def question(self, name: str, language: str, now: datetime) -> Hashable:
        """The same for whoever means the same on the same day."""
        return name, language, now.date(), self.model_dump_json()

    def _written(self, name: str, language: str, now: datetime) -> Written:
        zone = now.tzinfo
        assert isinstance(zone, ZoneInfo)
        since, until = self.moments(zone)
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        return Written(
            name=name,
            since=midnight if since is None else _in(zone, since),
            until=now if until is None else _in(zone, until),
            by=self.by,
            interval=self.interval,
            formula=self.formula,
            within=self.within,
            short=self.short or SHORT,
            language=language,
        )


def _in(zone: ZoneInfo, moment: float) -> datetime:
    if not _begin(_FIRST) <= moment < _begin(_LAST):
        raise Fault(f"give times from {_FIRST} to {_LAST}", ["from"], zh=f"时间须在{_FIRST}年至{_LAST}年之间")
    return datetime.fromtimestamp(moment, zone)


def _begin(year: int) -> float:
    return datetime(year, 1, 2, tzinfo=ZoneInfo("UTC")).timestamp()


def patience(headers: Mapping[str, str]) -> tuple[float, str]:
    """Seconds until the asker would rather have a job than wait on, and which preference of theirs (RFC 7240)
    that is, '' for none."""
    preferences = [each.strip() for each in headers.get("Prefer", "")[:200].lower().split(",")]
    if "respond-async" in preferences:
        return 0.0, "respond-async"
    found = next(filter(None, map(_WAIT.fullmatch, preferences)), None)
    return (min(float(found[1]), _MOST_PATIENCE), f"wait={found[1]}") if found else (_PATIENCE, "")
