"""What a caller needs of an agent, as queue and callback take it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

from pydantic import BeforeValidator, Field

from ivr.flow.expressions import Template

if TYPE_CHECKING:
    from ivr.flow.session import Session


def _number(written: object) -> object:
    return re.sub(r"^\s*>=\s*", "", written) if isinstance(written, str) else written


_Level = Annotated[int, Field(ge=1, le=5)]
_AtLeast = Annotated[str, Field(pattern=r"^\s*>=\s*[1-5]\s*$")]
Needed = Annotated[
    int,
    BeforeValidator(_number, json_schema_input_type=_Level | _AtLeast),
    Field(ge=1, le=5, description="level, 1 to 5"),
]
Needs = Mapping[Template, Needed]
NOBODY_IN_PARTICULAR: Needs = {}


def needs(session: Session, skills: Needs) -> dict[str, int]:
    """The skills and levels in this call. Raises `ExpressionFailed`."""
    found = {session.render(name): level for name, level in skills.items()}
    return {name: level for name, level in found.items() if name}
