"""What a story takes as given: who calls, and how the world around the call is.

caller: {number: "13900000003", dialled: "95188", at: 2026-03-03 10:00}
world:
  http: {"*/members/13900000003": {json: {level: diamond}}, "*/orders/*": down}
  agents: {li: answers, wang: rings_out}
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from ivr.document.model import Fault
from ivr.ports import DialOutcome
from ivr.settings import Duration, Level, Name
from ivr.settings.hours import DAYS

_MONDAY = datetime(2026, 3, 2)  # an ordinary week: no public holiday, no change of the clock
_TUESDAY_AT_TEN = _MONDAY + timedelta(days=1, hours=10)
_WEEKDAY = re.compile(r"([a-z]{3})[a-z]* +(\d\d?):(\d\d)")


class Facts(BaseModel):
    """A part of a story; unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def over(self, base: Self) -> Self:
        """These facts, and those of `base` where nothing is said."""
        return base.model_copy(update={name: getattr(self, name) for name in self.model_fields_set})


def _moment(written: object) -> object:
    if not isinstance(written, str):
        return written
    if (day := _WEEKDAY.fullmatch(written.strip().lower())) and day[1] in DAYS:
        hour, minute = int(day[2]), int(day[3])
        if hour < 24 and minute < 60:
            return _MONDAY + timedelta(days=DAYS.index(day[1]), hours=hour, minutes=minute)
    try:
        return datetime.fromisoformat(written.strip())
    except ValueError:
        raise Fault(
            f"'{written}' is no time of a call; write 2026-10-01 10:00 or sun 10:00",
            zh=f"“{written}”不是通话时间；请写成2026-10-01 10:00或sun 10:00",
        ) from None


CallTime = Annotated[datetime, BeforeValidator(_moment)]
Called = Annotated[str, Field(pattern=r"^\+?[0-9*#]{1,20}$")]


class Caller(Facts):
    """Who calls whom, and when. `at` is a time at the site (`sun 10:00`: on an ordinary Sunday), `phone` the
    phone of ours that the call comes from, '' for one from outside, `language` the first that is heard."""

    number: Annotated[str, Field(max_length=40)] = "13800000000"
    name: Annotated[str, Field(max_length=100)] = ""
    dialled: Called = ""
    at: CallTime = _TUESDAY_AT_TEN
    phone: str = ""
    language: Literal["zh", "en"] | None = None

    def when(self, zone: str) -> datetime:
        """The moment of the call; where no offset is written, in this time zone."""
        return self.at if self.at.tzinfo else self.at.replace(tzinfo=ZoneInfo(zone))


Failing = Literal["down", "slow", "nonsense"]


class Answer(Facts):
    """How a web service answers the addresses that `url` stands for (`*`: anything): with a status and JSON
    after `takes` seconds, or not at all: `down`, `slow` (later than anyone waits), `nonsense` (not JSON)."""

    url: str
    status: Annotated[int, Field(ge=100, le=599)] = 200
    json_: Any = Field(default=None, alias="json")
    takes: Duration = 0.0
    fault: Failing | None = None

    def is_for(self, url: str) -> bool:
        return re.fullmatch(".*".join(map(re.escape, self.url.split("*"))), url, re.DOTALL) is not None


_Does = Literal["answers", "rings_out", "busy", "unreachable", "unconfirmed"]
_OUTCOMES: Mapping[str, DialOutcome] = {
    "answers": "answered",
    "rings_out": "rang_out",
    "busy": "busy",
    "unreachable": "unreachable",
    "unconfirmed": "unconfirmed",
}


class Phone(Facts):
    """What a phone does when it is rung: it answers `after` seconds and hangs up when the talk has lasted as
    long as `talks`. `unconfirmed`: it is picked up, and the call is not taken where that needs a key."""

    does: _Does = "answers"
    after: Duration = 2.0
    talks: Duration = 10.0

    @property
    def outcome(self) -> DialOutcome:
        return _OUTCOMES[self.does]


class Agent(Phone):
    """An agent who is there. One who is not in config/agents.yaml has `skills`, and a phone if it matters."""

    skills: Mapping[Name, Level] | None = None
    phone: Annotated[str, Field(pattern=r"^[0-9]{2,8}$")] | None = None


def _by_word(written: object) -> object:
    return {"does": written} if isinstance(written, str) else written


def _kept(written: object) -> object:
    """What is remembered is a text; anything else is kept as JSON."""
    return written if isinstance(written, str) else json.dumps(written, ensure_ascii=False)


def _none(written: object) -> object:
    return {} if written == "none" else written


class World(Facts):
    """The world around the call.

    `agents`: those who are there, all of config/agents.yaml when None; `free_after` seconds one of them is
    free; `ahead`: so many callers were in the queue before, and each is served in such a time first;
    `phones`: other phones that flows may ring; `remembered`: what is known from earlier calls, by kind and
    key (usually the caller's number); `counted`: how often something was counted before, such as calls of a
    number; `lists`: numbers on lists; `sources`: the rows that a source of config/ivr.yaml has, or how it
    fails.
    """

    http: tuple[Answer, ...] = ()
    agents: Annotated[
        Mapping[Name, Annotated[Agent, BeforeValidator(_by_word)]] | None, BeforeValidator(_none)
    ] = None
    free_after: Duration = 3.0
    ahead: Annotated[int, Field(ge=0, le=1000)] = 0
    phones: Mapping[Called, Annotated[Phone, BeforeValidator(_by_word)]] = {}
    remembered: Mapping[str, Mapping[str, Annotated[str, BeforeValidator(_kept)]]] = {}
    counted: Mapping[str, Mapping[str, Annotated[int, Field(ge=0, le=10_000)]]] = {}
    lists: Mapping[str, tuple[str, ...]] = {}
    sources: Mapping[str, Failing | tuple[Mapping[str, Any], ...]] = {}

    def over(self, base: Self) -> Self:
        """As for all facts; the answers of both, these first."""
        return super().over(base).model_copy(update={"http": (*self.http, *base.http)})
