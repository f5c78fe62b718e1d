"""A value as YAML gives it: a text with `{{ }}` in it, or one `{{ }}` alone, which keeps its kind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from pydantic import PlainValidator

from ivr.document.model import Fault
from ivr.flow.expressions import Expression, Template, keepable
from ivr.flow.secrets import Secret

if TYPE_CHECKING:
    from ivr.flow.session import Session

_ALONE = re.compile(r"\s*\{\{((?:(?!\{\{|\}\}).)*)\}\}\s*", re.DOTALL)


def _value(written: object) -> Template | Expression:
    if not isinstance(written, str):
        raise Fault("expected a text, found a list or a mapping", zh="应为文本，实际为列表或映射")
    alone = _ALONE.fullmatch(written)
    return Expression(alone[1].strip()) if alone else Template(written)


Value = Annotated[Template | Expression, PlainValidator(_value, json_schema_input_type=str)]


def worked_out(session: Session, written: Template | Expression) -> object:
    """The value in this call, a `Secret` if it reads a secure one. Raises `ExpressionFailed`."""
    if isinstance(written, Template):
        return session.text(written)
    value = session.value(written)
    keepable(written, value.reveal() if isinstance(value, Secret) else value)
    return value
