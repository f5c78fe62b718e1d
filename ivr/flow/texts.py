"""Every text that the dialplans in use can say, so that its audio can be made before the first call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ivr.flow import built_in, in_talk
from ivr.flow.dialplan import Dialplan
from ivr.flow.prompt import Prompt
from ivr.flow.step import Place, Step, values
from ivr.ports import Phrase


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase of a dialplan and where it stands; both empty for what the engine says by itself."""

    phrase: Phrase
    dialplan: str = ""
    place: Place | None = None


def texts(dialplans: Iterable[Dialplan]) -> Iterator[tuple[str, str]]:
    """(language, text), those of the engine itself included; a text may come several times."""
    return ((one.phrase.language, one.phrase.text) for one in said(dialplans) if one.phrase.text)


def said(dialplans: Iterable[Dialplan]) -> Iterator[Said]:
    """Every phrase that is known before a call, the engine's own first; one may come several times."""
    yield from (Said(Phrase(text, language)) for language, text in (*built_in.texts(), *in_talk.texts()))
    for dialplan in dialplans:
        for flow, words in dialplan.titles.items():
            place = dialplan.place_of(f"titles {flow}")
            yield from (Said(Phrase(text, name), dialplan.name, place) for name, text in words.items())
        for _, step in dialplan.steps():
            yield from _of(step, dialplan)


def _of(step: Step, dialplan: Dialplan) -> Iterator[Said]:
    for label, prompt in values(step, Prompt):
        for index, phrase in prompt.known(dialplan.language):
            yield Said(phrase, dialplan.name, _place(step, label, index, phrase.language))
    for prompt in step.said():
        yield from (Said(phrase, dialplan.name, step.place) for _, phrase in prompt.known(dialplan.language))


def _place(step: Step, label: str, index: int, language: str) -> Place:
    """The nearest place there is: of the language's text, of the part, of the prompt."""
    whole = step.place_of(label)
    labels = (f"{label} {index} {language}", f"{label} {language}")
    return next((place for name in labels if (place := step.place_of(name)) != whole), whole)
