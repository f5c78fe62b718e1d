"""A dialplan in memory: its numbers, its hours and its flows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ivr.document.nodes import Ignore
from ivr.flow.step import Place, Step
from ivr.settings.hours import Hours
from ivr.settings.types import Texts

__all__ = ["Dialplan", "Hours", "steps_below"]

Flow = tuple[Step, ...]


@dataclass(frozen=True, eq=False)
class Dialplan:
    """One YAML file. `version`: a short hash of its text; `titles`: what flows are called when they are told
    to an agent, by flow and language; `places`: of what is not a step; `ignores`: what
    its comments say about findings, so that it is judged alike whenever it is judged again."""

    name: str
    file: str
    version: str
    numbers: tuple[str, ...]
    language: str
    start: str
    flows: Mapping[str, Flow]
    hours: Mapping[str, Hours] = field(default_factory=dict)
    on_error: str = ""
    titles: Mapping[str, Texts] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    ignores: tuple[Ignore, ...] = ()

    def place_of(self, label: str) -> Place:
        """Where something stands: `start`, `numbers 0`, `flows welcome`; else the top of the file."""
        return self.places.get(label, Place(self.file, 1, 1))

    @cached_property
    def secures(self) -> bool:
        """Whether some step takes secure values."""
        return any(step.secures for _, step in self.steps())

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages that its callers can have."""
        return frozenset({self.language}).union(*(step.languages() for _, step in self.steps()))

    def steps(self) -> Iterator[tuple[str, Step]]:
        """(flow, step) for every step, nested ones included."""
        for name, flow in self.flows.items():
            yield from ((name, step) for step in steps_below(flow))


def steps_below(flow: Flow) -> Iterator[Step]:
    """Every step of a flow or block, each before those nested in it."""
    for step in flow:
        yield step
        for _, nested in step.children():
            yield from steps_below(nested)


def pattern(number: str) -> re.Pattern[str]:
    """The dialled numbers that a number of a dialplan stands for: x is any digit."""
    return re.compile("".join("[0-9]" if character == "x" else re.escape(character) for character in number))
