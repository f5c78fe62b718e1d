"""What a measure is: a name, a unit, and how it comes of the parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from ivr.measures.parts import Parts

Unit = Literal["count", "seconds", "share", "score", "direction"]


@dataclass(frozen=True, slots=True)
class Measure:
    """`title` and `formula` are the words for people, by language (zh, en). `of` gives the value, None for no
    data, which is never 0 % and never 100 %; a share lies between 0 and 1; a direction is 1, 0 or -1."""

    name: str
    unit: Unit
    title: Mapping[str, str]
    formula: Mapping[str, str]
    of: Callable[[Parts], float | None]


def words(zh: str, en: str) -> Mapping[str, str]:
    """A text in both languages."""
    return {"zh": zh, "en": en}
