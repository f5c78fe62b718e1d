"""The reference page of a step, made from its module docstring and its fields: one definition, many uses."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ivr.flow.expressions import Expression, Template
from ivr.flow.prompt import Prompt
from ivr.flow.step import HoursMark, KeyMark, LinkMark, QueueMark, SourceMark, Step, StepsMark
from ivr.settings import Duration, Level, Name

_TYPES: Mapping[Any, str] = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "true or false",
    Any: "any value",
    Template: "text, may hold `{{ }}`",
    Expression: "expression",
    Prompt: "prompt",
    Name: "name",
    Level: "1 to 5",
}
_MARKS: Mapping[type, str] = {
    KeyMark: "flow, `repeat`, `continue`, `return`, `hangup`",
    LinkMark: "flow, `continue`, `return`, `hangup`",
    QueueMark: "queue of `config/queues.yaml`",
    SourceMark: "source of `config/ivr.yaml`",
    HoursMark: "hours of the dialplan",
    StepsMark: "list of steps",
}


def page(step: type[Step]) -> str:
    """Markdown: what the step is for, an example, its keys."""
    module = sys.modules[step.__module__]
    table = "\n".join(_rows(step))
    keys = f"## Keys\n\n| key | what | default |\n|---|---|---|\n{table}\n" if table else "It has no keys.\n"
    source = step.__module__.replace(".", "/")
    return f"# {step.verb}\n\n{(module.__doc__ or '').strip()}\n\n{keys}\n*Made from `{source}.py`.*\n"


def index(catalogue: Mapping[str, type[Step]]) -> str:
    """The list of all steps, with the first sentence of each."""
    lines = [f"- [{verb}]({verb}.md): {_first(catalogue[verb])}" for verb in sorted(catalogue)]
    return "# The steps of the flow language\n\n" + "\n".join(lines) + "\n"


def kind(hint: Any) -> str:
    """What may stand in a field, in plain words."""
    if hint in _TYPES:
        return _TYPES[hint]
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _annotated(inner[0], hint.__metadata__)
    if origin in (Union, UnionType):
        return " or ".join(dict.fromkeys(kind(part) for part in inner if part is not NoneType))
    if origin is Literal:
        return ", ".join(f"`{part}`" if part != "" else '`""`' for part in inner)
    if origin is tuple:
        return f"list of {kind(inner[0])}"
    if origin is not None and issubclass(origin, Mapping):
        return f"mapping: {kind(inner[0])} → {kind(inner[1])}"
    return _section(hint)


def _annotated(base: Any, marks: tuple[Any, ...]) -> str:
    for mark in marks:
        for known, words in _MARKS.items():
            if isinstance(mark, known):
                return words
        if isinstance(mark, FieldInfo) and mark.description:
            return mark.description
    return "duration, such as `5s`" if get_args(Duration)[1] in marks else kind(base)


def _section(hint: Any) -> str:
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return "mapping with " + ", ".join(f"`{name}`" for name in hint.model_fields)
    return str(getattr(hint, "__name__", hint))


def _rows(step: type[Step]) -> list[str]:
    hints = get_type_hints(step, include_extras=True)
    return [_row(step, name, kind(hints[name]), field) for name, field in step.model_fields.items()]


def _row(step: type[Step], name: str, what: str, field: FieldInfo) -> str:
    key = step.verb if step.beside and name == step.shorthand else field.alias or name
    beside = " (beside the verb)" if name in step.beside else ""
    alone = " (may stand alone behind the verb)" if name == step.shorthand and key != step.verb else ""
    return f"| `{key}`{beside}{alone} | {what} | {_default(field)} |"


def _default(field: FieldInfo) -> str:
    value = field.get_default(call_default_factory=True, validated_data={})
    if field.is_required():
        return "must be given"
    if isinstance(value, Template):
        value = value.source
    if isinstance(value, Prompt):
        return "built in" if value else ""
    if value is None or isinstance(value, BaseModel) or value in ((), {}, ""):
        return ""
    return f"`{_time(value)}`" if isinstance(value, float) else f"`{value}`"


def _time(seconds: float) -> str:
    days, rest = divmod(seconds, 86400)
    return f"{days:g}d" if days and not rest else f"{seconds:g}s"


def _first(step: type[Step]) -> str:
    return (sys.modules[step.__module__].__doc__ or "").strip().split("\n\n")[0].replace("\n", " ")
