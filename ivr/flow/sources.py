"""What of a step is worked out in a call: its templates and expressions, those of its prompts included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pydantic import BaseModel

from ivr.flow.expressions import Expression, Template
from ivr.flow.prompt import Prompt
from ivr.flow.step import Place, Step

Source = Template | Expression


class Written(NamedTuple):
    """A template or an expression and the label under which it stands in a step."""

    label: str
    source: Source

    def place(self, step: Step) -> Place:
        return step.place_where(self.label, lambda text: self.source.source in text)


def sources(step: Step) -> Iterator[tuple[str, Source]]:
    """(label, template or expression), with labels for `Step.place_of`; nested steps are left out."""
    return _in_model(step, "")


def _in_model(model: BaseModel, label: str) -> Iterator[tuple[str, Source]]:
    for name, field in type(model).model_fields.items():
        yield from _in(getattr(model, name), f"{label} {field.alias or name}".strip())


def _in(value: object, label: str) -> Iterator[tuple[str, Source]]:
    if isinstance(value, Template | Expression):
        yield label, value
    elif isinstance(value, Prompt):
        yield from ((label, template) for template in value.templates())
    elif isinstance(value, Mapping):
        yield from _in_mapping(value, label)
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _in(item, f"{label} {index}")
    elif isinstance(value, BaseModel) and not isinstance(value, Step):
        yield from _in_model(value, label)


def _in_mapping(value: Mapping[object, object], label: str) -> Iterator[tuple[str, Source]]:
    for key, below in value.items():
        name = key.source if isinstance(key, Template | Expression) else key
        yield from _in(key, f"{label} {name}:")
        yield from _in(below, f"{label} {name}")
