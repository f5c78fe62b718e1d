"""What a prompt is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ivr.flow.expressions import Template

LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Words:
    """A text in whatever language the call has."""

    text: Template


@dataclass(frozen=True, slots=True)
class Value:
    """A value said by `ivr.spoken`; money and counts have a `unit`: the currency, what is counted."""

    kind: str
    value: Template
    unit: Template | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """Parts for each language; a language that is not there is spoken in the other."""

    parts: Mapping[str, tuple[Part, ...]]

    def pick(self, language: str) -> tuple[str, tuple[Part, ...]]:
        found = language if language in self.parts else next(iter(self.parts))
        return found, self.parts[found]


@dataclass(frozen=True, slots=True)
class Recording:
    """A recorded file by its name; `words` is what is said in it, by language."""

    file: str
    words: Mapping[str, Template] = field(default_factory=dict)


Part = Words | Value | Choice | Recording
