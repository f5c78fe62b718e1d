"""What steps and prompts say, in words that stand for them in pictures, lists and comparisons."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from ivr.flow.expressions import Expression, Template
from ivr.flow.prompt import Prompt
from ivr.flow.prompt_parts import Choice, Part, Recording, Words
from ivr.flow.step import RESERVED, LinkMark, Step, is_marked, values


def summary(step: Step, language: str = "zh") -> str:
    """What a step is about, in its own words: what it says first, else what it names first."""
    for _, prompt in values(step, Prompt):
        if prompt:
            return spoken(prompt, language)
    return " · ".join(list(_named(step))[:3])


def spoken(prompt: Prompt, language: str) -> str:
    """A prompt's words; what is only known in a call stands as it is written."""
    return "".join(_words(prompt.parts, language, exact=False)).strip()


def exact(prompt: Prompt, language: str) -> str:
    """As `spoken`, but two prompts have the same text only if a caller hears the same: how a value is said,
    and which recording is played, stands in it."""
    pieces = (piece.strip() for piece in _words(prompt.parts, language, exact=True))
    return " ".join(piece for piece in pieces if piece)


def _words(parts: tuple[Part, ...], language: str, *, exact: bool) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Words):
            yield part.text.source
        elif isinstance(part, Choice):
            chosen, below = part.pick(language)
            yield from _words(below, chosen if exact else language, exact=exact)
        elif isinstance(part, Recording):
            words = part.words[language].source if language in part.words else ""
            yield f"♪ {part.file} {words}".rstrip() if exact or not words else words
        elif exact:
            unit = f" {part.unit.source}" if part.unit else ""
            yield f"[{part.kind} {part.value.source}{unit}]"
        else:
            yield f" {part.value.source} "


def _named(model: BaseModel) -> Iterator[str]:
    """What stands in the step's own fields, links and defaults left out."""
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        if is_marked(field, LinkMark) or name not in model.model_fields_set:
            continue
        if isinstance(value, Template | Expression):
            yield value.source
        elif isinstance(value, str) and value and value not in RESERVED:
            yield value
        elif isinstance(value, dict):
            yield ", ".join(f"{_plain(key)}: {_plain(below)}" for key, below in value.items())


def _plain(value: object) -> str:
    return value.source if isinstance(value, Template | Expression) else str(value)
