"""What is said to the caller: `Prompt`, a field type for steps.

prompt: "{{ member.name }}"                      a text, spoken in the call's language
prompt: {zh: 您好。, en: Hello.}                   a text per language
prompt: {file: welcome, zh: 您好。, en: Hello.}    a recorded file; texts: what it says
prompt: {digits: "{{ order.number }}"}           also number, money, date, time, … (`ivr.spoken`)
prompt: [{zh: 您的余额是}, {money: "12.50"}]        a list of these; zh and en may hold lists as well
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from ivr.flow.expressions import ExpressionFailed, Template
from ivr.flow.prompt_parts import LANGUAGES, Choice, Part, Recording, Value, Words
from ivr.flow.prompt_reader import parts_of
from ivr.flow.secrets import MASK, Secret, revealed
from ivr.ports import Phrase
from ivr.spoken.values import speak

__all__ = ["LANGUAGES", "Prompt"]

Render = Callable[[Template], str | Secret]
"""The text of a template in this call; a `Secret` where it reads a secure value."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One or more parts. Empty (false) when there is nothing to say."""

    parts: tuple[Part, ...] = ()

    @classmethod
    def of(cls, **texts: str) -> Prompt:
        """A prompt from Python: `Prompt.of(zh="…", en="…")`."""
        return cls((Choice({language: (Words(Template(text)),) for language, text in texts.items()}),))

    def __bool__(self) -> bool:
        return bool(self.parts)

    def __add__(self, other: Prompt) -> Prompt:
        return Prompt(self.parts + other.parts)

    def phrases(self, render: Render, language: str) -> tuple[Phrase, ...]:
        """The pieces to play in this language. Raises `ExpressionFailed`."""
        return tuple(_phrases(self.parts, render, language))

    def known(self, default: str = "zh") -> Iterator[tuple[int, Phrase]]:
        """What is known of it before a call: the part's index and the phrase. A text without a language is in
        `default`; a recorded file is there for each language, its text empty where it is not known."""
        for index, part in enumerate(self.parts):
            yield from ((index, phrase) for phrase in _known((part,), default))

    def texts(self, default: str = "zh") -> Iterator[tuple[str, str]]:
        """(language, text) of all that is known before a call; a text without a language is in `default`."""
        return ((phrase.language, phrase.text) for _, phrase in self.known(default) if phrase.text)

    def templates(self) -> Iterator[Template]:
        """All texts in it that are worked out in a call."""
        return _templates(self.parts)

    def lacks(self) -> frozenset[str]:
        """The languages that some part of it does not have although it has another."""
        choices = (part for part in self.parts if isinstance(part, Choice))
        return frozenset(language for c in choices for language in LANGUAGES if language not in c.parts)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(cls._read)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"$ref": "#/$defs/prompt"}

    @classmethod
    def _read(cls, value: object) -> Self:
        return value if isinstance(value, cls) else cls(parts_of(value))


def _phrases(parts: tuple[Part, ...], render: Render, language: str) -> Iterator[Phrase]:
    for part in parts:
        if isinstance(part, Words):
            phrase = _phrase(render(part.text), language)
            if phrase.text:
                yield phrase
        elif isinstance(part, Choice):
            chosen, below = part.pick(language)
            yield from _phrases(below, render, chosen)
        elif isinstance(part, Recording):
            words = part.words.get(language)
            yield _phrase(render(words) if words else "", language, part.file)
        else:
            yield from _said(part, render, language)


def _phrase(text: str | Secret, language: str, file: str = "") -> Phrase:
    masked = text.shown.strip() if isinstance(text, Secret) else None
    return Phrase(revealed(text).strip(), language, file, masked)


def _said(part: Value, render: Render, language: str) -> Iterator[Phrase]:
    """Of a secure value the first word is shown as the mask, and the others not at all."""
    said = [render(template) for template in (part.value, part.unit) if template is not None]
    secure = any(isinstance(text, Secret) for text in said)
    try:
        words = speak(part.kind, " ".join(map(revealed, said)), language)
    except ValueError as error:
        why = "the value is secure and not shown" if secure else error
        raise ExpressionFailed(f"'{part.value.source}' cannot be said as {part.kind}: {why}") from None
    for index, word in enumerate(words):
        yield Phrase(word, language, masked=("" if index else MASK) if secure else None)


def _templates(parts: tuple[Part, ...]) -> Iterator[Template]:
    for part in parts:
        if isinstance(part, Words):
            yield part.text
        elif isinstance(part, Choice):
            yield from (template for below in part.parts.values() for template in _templates(below))
        elif isinstance(part, Recording):
            yield from part.words.values()
        else:
            yield part.value
            yield from (part.unit,) if part.unit else ()


def _known(parts: tuple[Part, ...], language: str) -> Iterator[Phrase]:
    for part in parts:
        if isinstance(part, Words) and part.text.is_static:
            yield Phrase(part.text.source.strip(), language)
        elif isinstance(part, Choice):
            for chosen, below in part.parts.items():
                yield from _known(below, chosen)
        elif isinstance(part, Recording):
            for chosen in LANGUAGES:
                words = part.words.get(chosen)
                yield Phrase(words.source.strip() if words and words.is_static else "", chosen, part.file)
