"""A report as it is to be written, whatever the form: what it is about, one table, and charts of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from ivr.files.sound import sound

Unit = Literal["text", "count", "seconds", "share", "score", "direction"]
Cell = str | float | None
"""None is no data, which is neither nought nor a hundred per cent."""


@dataclass(frozen=True, slots=True)
class Column:
    """`name` for programs, `title` for people. Seconds are seconds, shares are parts of 1."""

    name: str
    title: str
    unit: Unit


@dataclass(frozen=True, slots=True)
class Series:
    """One thing drawn: a figure for each category of its chart."""

    title: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """`parts` add up and are stacked; `figures` stand for themselves. `in_time`: the categories follow one
    another, and are drawn from left to right."""

    title: str
    kind: Literal["parts", "figures"]
    unit: Unit
    in_time: bool
    categories: tuple[str, ...]
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """`facts`: heading and text of all that must be known to read the figures; `notes` are further
    sentences; `told`: the same facts for programs. `rows` and `total` have a cell for each column. `keys`:
    what the texts in the first columns of each row stand for, as the log has it; () where they are that."""

    name: str
    title: str
    language: str
    facts: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    rows: tuple[Sequence[Cell], ...]
    total: Sequence[Cell] | None = None
    charts: tuple[Chart, ...] = ()
    notes: tuple[str, ...] = ()
    told: Mapping[str, Any] = field(default_factory=dict)
    keys: tuple[tuple[str, ...], ...] = ()

    @property
    def all_rows(self) -> tuple[Sequence[Cell], ...]:
        """The rows, and the total as the last one."""
        return self.rows if self.total is None else (*self.rows, self.total)

    @property
    def exact_rows(self) -> tuple[Sequence[Cell], ...]:
        """The rows with their keys in place of the texts, for programs."""
        if not self.keys:
            return self.rows
        found = zip(self.keys, self.rows, strict=True)
        return tuple((*map(sound, key), *row[len(key) :]) for key, row in found)
