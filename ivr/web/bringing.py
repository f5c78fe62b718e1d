"""What `POST /work` takes, and what of it makes no sense."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlsplit

import orjson
from pydantic import (
    AfterValidator,
    Field,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic.config import JsonDict

from ivr.document.model import Fault
from ivr.document.problems import nearest
from ivr.ports.work import NewWork
from ivr.settings.types import Duration
from ivr.web.one_line import ONE_LINE, UNSEEN, on_one_line
from ivr.web.routes import WHOLE, Fields
from routing.needs import Expression, NeedsError, named, needs, parse, written
from routing.rules import PHONE

LARGEST_PAYLOAD = 8 * 1024
DEEPEST_PAYLOAD = 20
"""Levels of lists and objects in each other: what is answered and told has it inside others, and JSON is not
written at any depth."""
LONGEST = 366 * 86400.0
"""Seconds from now until something may be due."""
MOST_PRIORITY = 100

_DURATION: TypeAdapter[float] = TypeAdapter(Duration)
_DURATION_BEGINS = re.compile(r"\s*[0-9]+(\.[0-9]+)?[dhms]")


Line = Annotated[
    str, Field(max_length=200, json_schema_extra={"pattern": ONE_LINE}), AfterValidator(on_one_line)
]
_WEB_ADDRESS = rf"https?://[^{UNSEEN}\s/?#\[\]]+([/?#][^{UNSEEN}\s]*)?"
_LINK: JsonDict = {"pattern": f"^({_WEB_ADDRESS})?$"}


@dataclass(frozen=True, slots=True)
class Known:
    """What can be named: the channel of each queue, and the skills that agents have; and the time."""

    channels: Mapping[str, str]
    skills: frozenset[str]
    now: datetime


class Bring(Fields):
    """An e-mail, a chat or a task for one of the agents of a queue. `skills`: `{"zh": 3}`, or as written in a
    dialplan: `seller >= 3 and (zh or en)`. `due`: `2026-12-01T18:00:00+08:00`, or in so long: `24h`. `key`:
    the name that whoever brings it has for it; brought twice under one it exists once."""

    queue: Annotated[str, Field(max_length=40)]
    channel: Annotated[str, Field(max_length=40)] = ""
    subject: Line = ""
    reference: Line = ""
    sender: Annotated[Line, Field(alias="from")] = ""
    url: Annotated[str, Field(max_length=2000, json_schema_extra=_LINK)] = ""
    payload: Mapping[str, Any] = {}
    skills: Annotated[str, Field(max_length=1000)] | Mapping[str, Annotated[int, WHOLE]] = ""
    priority: Annotated[int, Field(ge=-MOST_PRIORITY, le=MOST_PRIORITY), WHOLE] = 0
    due: Annotated[str, Field(max_length=40)] | None = None
    key: Line = ""

    @field_validator("queue")
    @classmethod
    def _takes_work(cls, queue: str, info: ValidationInfo) -> str:
        others = [name for name, channel in _known(info).channels.items() if channel != PHONE]
        if queue not in others:
            takes_calls = queue in _known(info).channels
            en = f"queue '{queue}' takes calls" if takes_calls else f"no queue '{queue}'"
            zh = f"队列“{queue}”只接电话" if takes_calls else f"没有队列“{queue}”"
            raise Fault(f"{en}; {nearest(queue, others)}", zh=f"{zh}；{nearest(queue, others, 'zh')}")
        return queue

    @field_validator("channel")
    @classmethod
    def _is_the_queues(cls, channel: str, info: ValidationInfo) -> str:
        queue = info.data.get("queue", "")
        own = _known(info).channels.get(queue, "")
        if channel and own and channel != own:
            raise Fault(
                f"queue '{queue}' is for {own}, not for '{channel}'",
                zh=f"队列“{queue}”处理 {own}，不处理“{channel}”",
            )
        return channel

    @field_validator("url")
    @classmethod
    def _can_be_opened(cls, url: str) -> str:
        if url and not _is_web_address(url):
            raise Fault("a link begins with http:// or https://", zh="链接应以 http:// 或 https:// 开头")
        return url

    @field_validator("payload")
    @classmethod
    def _is_small(cls, payload: Mapping[str, Any]) -> Mapping[str, Any]:
        if _is_deeper(payload, DEEPEST_PAYLOAD):
            raise Fault(f"nested deeper than {DEEPEST_PAYLOAD}", zh=f"嵌套超过{DEEPEST_PAYLOAD}层")
        size = len(orjson.dumps(dict(payload)))
        if size > LARGEST_PAYLOAD:
            raise Fault(
                f"at most {LARGEST_PAYLOAD} bytes, found {size}",
                zh=f"最多{LARGEST_PAYLOAD}字节，实际{size}字节",
            )
        return payload

    @field_validator("skills")
    @classmethod
    def _somebody_has(cls, skills: str | Mapping[str, int], info: ValidationInfo) -> str | Mapping[str, int]:
        for skill in sorted(named(_expression(skills)) - _known(info).skills):
            known = _known(info).skills
            shown = skill[:40]
            raise Fault(
                f"no agent has the skill '{shown}'; {nearest(shown, known)}",
                zh=f"没有坐席具备技能“{shown}”；{nearest(shown, known, 'zh')}",
            )
        return skills

    @field_validator("due")
    @classmethod
    def _is_to_come(cls, due: str | None, info: ValidationInfo) -> str | None:
        if due is not None:
            _moment(due, _known(info).now)
        return due

    def wanted(self, by: str, known: Known) -> NewWork:
        """As it is kept."""
        return NewWork(
            queue=self.queue,
            channel=known.channels[self.queue],
            by=by,
            needs=written(_expression(self.skills)) if self.skills else "",
            priority=self.priority,
            due=None if self.due is None else _moment(self.due, known.now),
            subject=self.subject,
            reference=self.reference,
            sender=self.sender,
            url=self.url,
            payload=dict(self.payload),
            key=self.key,
        )


def _known(info: ValidationInfo) -> Known:
    assert isinstance(info.context, Known), "the route gives it"
    return info.context


def _expression(skills: str | Mapping[str, int]) -> Expression:
    if isinstance(skills, str):
        try:
            return parse(skills) if skills else needs({}).required
        except NeedsError as fault:
            raise Fault(str(fault), zh=getattr(fault, "zh", "")) from None
    for skill, level in skills.items():
        if not 1 <= level <= 5:
            raise Fault(f"levels are 1 to 5, found {level}", (skill,), zh=f"级别为1至5，实际为{level}")
    return needs(skills).required


def _is_deeper(value: object, levels: int) -> bool:
    """Whether lists and objects are in each other by more levels than these."""
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else None
    return parts is not None and (levels == 0 or any(_is_deeper(part, levels - 1) for part in parts))


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(parts.hostname) and re.fullmatch(_WEB_ADDRESS, url) is not None


def _moment(due: str, now: datetime) -> float:
    """When it is due, in seconds since 1970. Raises Fault."""
    at = _from_now(due, now) if _DURATION_BEGINS.match(due) else _on_the_clock(due)
    if not now.timestamp() < at <= now.timestamp() + LONGEST:
        raise Fault(
            "it must be due in the future, within a year; leave it out for as soon as possible",
            zh="期限必须在未来一年之内；如需尽快处理，请不要写期限",
        )
    return at


def _from_now(due: str, now: datetime) -> float:
    try:
        return now.timestamp() + _DURATION.validate_python(due)
    except ValidationError:
        raise _no_time(due) from None


def _on_the_clock(due: str) -> float:
    try:
        at = datetime.fromisoformat(due)
        if at.tzinfo is None:
            raise _no_time(due)
        return at.timestamp()
    except (ValueError, OverflowError):
        raise _no_time(due) from None


def _no_time(due: str) -> Fault:
    return Fault(
        f"'{due}' is no time; write 2026-12-01T18:00:00+08:00, with its zone, or 24h for in so long",
        zh=f"“{due}”不是时间；请写成带时区的 2026-12-01T18:00:00+08:00，或用 24h 表示多久以后",
    )
