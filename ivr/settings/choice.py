"""How a queue chooses: the strategies, the service level to be kept, what priority is worth."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from ivr.document.model import Fault
from ivr.settings.types import Duration, Section

StrategyName = Literal[
    "longest_idle", "best_skill", "least_skilled", "fewest_calls", "agent_speed", "service_level"
]
"""The files in `routing/strategies`."""


def _share(written: object) -> object:
    """`80%` is 0.8."""
    if not isinstance(written, str):
        return written
    found = re.fullmatch(r"\s*(\d{1,2}(?:\.\d+)?|100)\s*%\s*", written)
    if not found:
        raise Fault(f"'{written}' is no share; write it like 80%", zh=f"“{written}”不是百分比；请写成 80%")
    return float(found[1]) / 100


_Percent = Annotated[str, Field(pattern=r"^\s*(?:[0-9]{1,2}(?:\.[0-9]+)?|100)\s*%\s*$")]
Share = Annotated[
    float,
    BeforeValidator(_share, json_schema_input_type=_Percent),
    Field(ge=0, le=1, description="share, such as `80%`"),
]


class Target(Section):
    """The service level to be kept: `share` of the callers answered `within` this time."""

    share: Share = 0.8
    within: Annotated[Duration, Field(gt=0)] = 20.0


class Priority(Section):
    """What priority is worth: each point counts for `worth` of waiting, and priorities beyond `most` points
    on either side of 0 count as that. So nobody is overtaken by callers who come more than
    `worth` x 2 x `most` later."""

    worth: Duration = 6.0
    most: Annotated[int, Field(ge=0, le=10_000)] = 100
