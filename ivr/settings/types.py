"""What the values of the settings are made of: durations, names, levels, texts, and the base of a section."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from ivr.document.model import Fault
from ivr.numbers import COUNTRIES

_UNITS = (r"([0-9]+)d", r"([0-9]+)h", r"([0-9]+)m", r"([0-9]+(?:\.[0-9]+)?)s")
_DURATION = re.compile("".join(f"(?:{unit})?" for unit in _UNITS))


def seconds(value: str) -> float:
    """The seconds of a duration such as `1h30m`. Raises Fault."""
    found = _DURATION.fullmatch(value.strip())
    if not found or not any(found.groups()):
        raise Fault(
            f"'{value}' is not a duration; write it like 5s, 1.5s, 2m, 1h30m or 30d",
            zh=f"“{value}”不是时长；请写成 5s、1.5s、2m、1h30m 或 30d 的形式",
        )
    days, hours, minutes, rest = (float(part or 0) for part in found.groups())
    return days * 86400 + hours * 3600 + minutes * 60 + rest


def _seconds(value: object) -> object:
    return seconds(value) if isinstance(value, str) else value


def time_zone(name: str) -> str:
    """The name of a time zone. Raises ValueError for one that does not exist."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise Fault(
            f"there is no time zone '{name}'; write it like Asia/Shanghai",
            zh=f"没有时区“{name}”；请写成 Asia/Shanghai 的形式",
        ) from None
    return name


def country(code: str) -> str:
    """The code of a country. Raises ValueError for one that does not exist."""
    if code not in COUNTRIES:
        raise Fault(
            f"there is no country '{code}'; write two capital letters like CN",
            zh=f"没有代码为“{code}”的国家或地区；请写两个大写字母，如 CN",
        )
    return code


Country = Annotated[str, AfterValidator(country)]
TimeZone = Annotated[str, AfterValidator(time_zone)]
# How a duration is written, for editors: some unit, then smaller ones. `seconds` has the last word.
_FROM = ("".join([unit, *(f"(?:{less})?" for less in _UNITS[at + 1 :])]) for at, unit in enumerate(_UNITS))
WRITTEN = rf"^\s*(?:{'|'.join(_FROM)})\s*$"
"""A pattern for a duration."""
Written = Annotated[str, Field(pattern=WRITTEN)]
Duration = Annotated[float, BeforeValidator(_seconds, json_schema_input_type=Written), Field(ge=0)]


def _no_longer(most: str) -> AfterValidator:
    """Beyond that a unit is mistaken, or nobody can mean it. Raises Fault."""

    def check(given: float) -> float:
        if given > seconds(most):
            raise Fault(
                f"{given:g} s is longer than {most}, the most that makes sense here; look at the unit",
                zh=f"{given:g} 秒超过了此处的上限 {most}；请检查单位",
            )
        return given

    return AfterValidator(check)


WithinDay = Annotated[Duration, _no_longer("1d")]
WithinWeek = Annotated[Duration, _no_longer("7d")]
Level = Annotated[int, Field(ge=1, le=5)]
Name = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,39}$")]
Port = Annotated[int, Field(ge=0, le=65535)]
Texts = Mapping[Literal["zh", "en"], str]


class Section(BaseModel):
    """A part of the settings; unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")
