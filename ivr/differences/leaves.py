"""A step as the single things that make it up, by their places in it: words, links, values.

Two steps with the same leaves are the same for a caller: how the YAML is laid out, the order of keys, and
defaults that are written or left out make no leaf.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel

from ivr.flow.dialplan import Dialplan
from ivr.flow.expressions import Expression, Template
from ivr.flow.needs import condition_text
from ivr.flow.prompt import LANGUAGES, Prompt
from ivr.flow.step import HoursMark, LinkMark, Step, StepsMark, is_marked
from ivr.flow.wording import exact
from routing.needs import Condition

from .opening import opening

Kind = Literal["words", "link", "value"]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One thing: the words heard in a language, the flow or word that a link names, or another value."""

    kind: Kind
    text: str


Leaves = Mapping[str, Leaf]
"""By label: the way to it by YAML's keys (`keys 1`), and for words the language after a `/`."""


def leaves(step: Step, plan: Dialplan) -> Leaves:
    """All of a step but the steps nested in it."""
    links = {label: Leaf("link", str(target)) for label, target in step.links()}
    also = (_words(f"also {number}", prompt) for number, prompt in enumerate(step.said()))
    return {**dict(_fields(step, plan)), **links, **{label: leaf for each in also for label, leaf in each}}


def _fields(model: BaseModel, plan: Dialplan, label: str = "") -> Iterator[tuple[str, Leaf]]:
    for name, field in type(model).model_fields.items():
        value, below = getattr(model, name), f"{label} {field.alias or name}".strip()
        if is_marked(field, HoursMark) and value in plan.hours:
            yield below, Leaf("value", opening(plan.hours[value]))
        elif not is_marked(field, StepsMark) and not (is_marked(field, LinkMark) and isinstance(value, str)):
            yield from _of(value, plan, below)


def _of(value: object, plan: Dialplan, label: str) -> Iterator[tuple[str, Leaf]]:
    if isinstance(value, Prompt):
        yield from _words(label, value)
    elif isinstance(value, BaseModel):
        yield from _fields(value, plan, label)
    elif isinstance(value, Mapping):
        for key, below in value.items():
            yield from _of(below, plan, f"{label} {_plain(key)}")
    elif isinstance(value, list | tuple):
        for number, below in enumerate(value):
            yield from _of(below, plan, f"{label} {number}")
    elif value is not None and value != "":
        yield label, Leaf("value", _plain(value))


def _words(label: str, prompt: Prompt) -> Iterator[tuple[str, Leaf]]:
    for language in LANGUAGES if prompt else ():
        yield f"{label}/{language}", Leaf("words", exact(prompt, language))


def _plain(value: object) -> str:
    if isinstance(value, Template | Expression):
        return " ".join(value.source.split())
    if isinstance(value, Condition):
        return condition_text(value)
    return f"{value:g}s" if isinstance(value, float) else str(value)
