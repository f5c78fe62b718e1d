"""What becomes of recordings after the talk."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from ivr.document.model import Fault
from ivr.settings.types import Section, WithinDay, Written, seconds

DAY = 86_400.0
FOR_EVER = "forever"

Kind = Literal["conversation", "message", "suggestion", "comment", "voicemail"]
Line = Annotated[str, Field(pattern=r"^[0-9A-Za-z*#+_.-]{1,40}$")]


def _kept(value: object) -> object:
    """Seconds, infinite for `forever`. Raises Fault."""
    if not isinstance(value, str):
        return value
    if value.strip() == FOR_EVER:
        return math.inf
    lasts = seconds(value)
    if lasts < DAY:
        raise Fault(
            f"'{value}' is less than a day, and recordings are removed once a day; write 1d or more",
            zh=f"“{value}”不足一天，而录音每天清理一次；请写 1d 以上",
        )
    return lasts


Kept = Annotated[float, BeforeValidator(_kept, json_schema_input_type=Written | Literal["forever"])]


class Archive(Section):
    """`format`: what recordings are compressed to, so long `after` their call ended; wav: they are not.

    `keep`: how long recordings are kept, by kind; for ever where nothing is said. `lines`: what holds instead
    where one of these numbers was dialled.
    """

    format: Literal["flac", "opus", "wav"] = "flac"
    after: WithinDay = 60.0
    keep: Mapping[Kind, Kept] = {}
    lines: Mapping[Line, Mapping[Kind, Kept]] = {}
