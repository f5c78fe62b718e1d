"""What `GET /calls` is asked for: which calls, and from where on."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta
from math import isfinite
from typing import Annotated, Self
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import orjson
from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from ivr.document.model import Fault
from ivr.document.problems import nearest
from ivr.journal.reader import Filter
from ivr.journal.record import OUTCOMES, CallRecord
from ivr.web.routes import Fields

MOST = 200
"""Calls in one answer."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)(Z|[+ -]\d\d:\d\d)?", re.ASCII)
_WHOLE = re.compile(r"[0-9]{1,6}", re.ASCII)
_UTC = ZoneInfo("UTC")


def _is_a_moment(text: str) -> str:
    if text and _moment(text, _UTC, end=True) is None:
        raise Fault(
            "no time; write 2026-11-25, 2026-11-25T10:30 or 2026-11-25T10:30:00+08:00 (+ as %2B)",
            zh="不是时间；请写成 2026-11-25、2026-11-25T10:30 或 2026-11-25T10:30:00+08:00（+ 写作 %2B）",
        )
    return text


def _is_an_outcome(text: str) -> str:
    if text and text not in OUTCOMES:
        raise Fault(
            f"found '{text}'; {nearest(text, OUTCOMES)}",
            zh=f"实际为“{text}”；{nearest(text, OUTCOMES, 'zh')}",
        )
    return text


def _is_from_an_answer(text: str) -> str:
    if text:
        position(text)
    return text


def _number(written: object) -> object:
    return int(written) if isinstance(written, str) and _WHOLE.fullmatch(written) else written


Moment = Annotated[str, Field(max_length=40), AfterValidator(_is_a_moment)]
Named = Annotated[str, Field(max_length=40)]
Limit = Annotated[int, Field(ge=1, le=MOST)]
_OUTCOMES = {"enum": ["", *OUTCOMES]}


class CallsWanted(Fields):
    """Which calls, newest first. What is '' does not matter."""

    since: Annotated[Moment, Field(alias="from", description="Began then, or later.")] = ""
    until: Annotated[Moment, Field(alias="to", description="Began before; of a day, before its end.")] = ""
    number: Annotated[str, Field(max_length=40, description="The caller's; * stands for anything.")] = ""
    agent: Annotated[Named, Field(description="Talked with the caller.")] = ""
    queue: Annotated[Named, Field(description="The last one.")] = ""
    outcome: Annotated[str, AfterValidator(_is_an_outcome), Field(json_schema_extra=_OUTCOMES)] = ""
    disposition: Annotated[Named, Field(description="The id of one in config/queues.yaml.")] = ""
    line: Annotated[Named, Field(description="The number that was dialled.")] = ""
    limit: Annotated[Limit, BeforeValidator(_number, json_schema_input_type=Limit)] = 50
    cursor: Annotated[
        str,
        Field(max_length=1000, description="`next` of an answer: the calls behind it."),
        AfterValidator(_is_from_an_answer),
    ] = ""

    @model_validator(mode="after")
    def _some_time(self) -> Self:
        wanted = self.fitting(_UTC)
        if wanted.since is not None and wanted.until is not None and wanted.since >= wanted.until:
            raise Fault(
                "to is not after from; give a later time", ["to"], zh="to 不晚于 from；请写更晚的时间"
            )
        return self

    def fitting(self, zone: ZoneInfo) -> Filter:
        """As the log is asked; times without a zone are of this one."""
        return Filter(
            since=_moment(self.since, zone, end=False),
            until=_moment(self.until, zone, end=True),
            number=self.number,
            agent=self.agent,
            queue=self.queue,
            outcome=self.outcome,
            disposition=self.disposition,
            line=self.line,
            before=position(self.cursor) if self.cursor else None,
            limit=self.limit,
        )

    def going_on(self, cursor: str) -> str:
        """The query that asks for what comes behind."""
        asked: Mapping[str, object] = self.model_dump(by_alias=True, exclude_defaults=True)
        return urlencode({**asked, "cursor": cursor})


def cursor_of(record: CallRecord) -> str:
    """Where a call stands among all, for `cursor`. Says nothing of how many are before it, so that calls
    which come meanwhile move nothing."""
    return urlsafe_b64encode(orjson.dumps([record.began, record.id])).decode().rstrip("=")


def position(cursor: str) -> tuple[float, str]:
    """What `cursor_of` was made of. Raises Fault."""
    try:
        began, call = orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, TypeError):
        began, call = None, None
    if not isinstance(began, float) or not isfinite(began) or not isinstance(call, str):
        raise Fault(
            "no cursor of ours; give the `next` of an answer as it came",
            zh="不是有效的游标；请原样填写应答中的 next",
        )
    return began, call


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
