"""What steps ask of agents, as far as it is known before a call: for the checks, and for `ivr queues`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from ivr.flow.choosing import Choosing
from ivr.flow.dialplan import Dialplan
from ivr.flow.expressions import Template
from ivr.flow.needs import Skills
from ivr.flow.skill_text import Filling
from ivr.flow.step import Place
from routing.needs import Needs, Stage

_LANGUAGE = re.compile(r"\{\{-?\s*call\.language\s*-?\}\}")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a step asks of the agent for callers of one language. `is_whole`: nothing of it is known only in a
    call."""

    step: Choosing
    language: str
    first: Needs
    relax: tuple[Stage, ...]
    is_whole: bool

    def place(self, stage: int, skill: str) -> Place:
        """Where the skill is asked for, at first (0) or in a stage; the whole of that if it is not found."""
        labels = _labels(self.step, stage)
        for label, skills in labels:
            if isinstance(skills, Mapping):
                for written in skills:
                    if in_language(written, self.language) == skill:
                        return self.step.place_of(f"{label} {written.source}:")
        for label, _ in labels:
            place = self.step.place_where(label, lambda text: skill in text)
            if place != self.step.place_of(label):
                return place
        return self.step.place_of(labels[0][0])

    def place_of_stage(self, stage: int) -> Place:
        """Where a stage stands, 0 for what is asked for at first."""
        return self.step.place_of(_labels(self.step, stage)[0][0] + (":" if stage == 0 else ""))


def asked(dialplan: Dialplan) -> Iterator[Asked]:
    """Everything that is asked for, step by step, for each language that its callers can have."""
    for _, step in dialplan.steps():
        if isinstance(step, Choosing):
            yield from asked_by(step, dialplan.languages)


def asked_by(step: Choosing, languages: Collection[str]) -> Iterator[Asked]:
    """What one step asks for, for each language."""
    return (_in(step, language) for language in sorted(languages))


def in_language(written: Template, language: str) -> str | None:
    """The text for callers of a language; None when it is known only in a call."""
    text = _LANGUAGE.sub(language, written.source)
    return None if "{" in text else text


def _in(step: Choosing, language: str) -> Asked:
    unknown: list[Template] = []

    def text(written: Template) -> str | None:
        found = in_language(written, language)
        if found is None:
            unknown.append(written)
        return found

    first, relax = step.needed(Filling(text))
    return Asked(step, language, first, relax, not unknown)


def _labels(step: Choosing, stage: int) -> list[tuple[str, Skills | None]]:
    """The labels below which what is asked for in a stage stands, with the skills there."""
    if step.rings:
        return [("rings", None)] if stage else [("rings", None), ("skills", step.skills)]
    if stage == 0:
        return [("skills", step.skills)]
    relax, label = step.relax[stage - 1], f"relax {stage - 1}"
    return [(label, None), (f"{label} skills", relax.skills), (f"{label} add", relax.add)]
