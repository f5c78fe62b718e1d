"""A scoring form, as `config/quality/*.yaml` says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Annotated, Any, Literal, Self

import orjson
from pydantic import Field, model_validator

from ivr.document.model import Fault, Faults
from ivr.settings.types import Name, Section

Kind = Literal["yes_no", "scale", "choice"]
NOT_APPLICABLE = "na"
YES, NO = "yes", "no"
_MOST_ITEMS = 200

Words = Annotated[str, Field(min_length=1, max_length=300)]


class Both(Section):
    """A text in both languages."""

    zh: Words
    en: Words

    def said(self, language: str) -> str:
        """In zh or en."""
        return self.zh if language == "zh" else self.en


class Choice(Section):
    """One answer of a choice, and how many per cent of the item's weight it gains."""

    name: Both
    gains: Annotated[float, Field(ge=0, le=100)]


class Item(Section):
    """One question. yes_no: yes gains all. scale: 1 to `points`, 1 gains nothing. choice: one of `choices`.

    `fatal`: an answer that gains nothing makes the whole score 0. `na`: it may be not applicable. `comment`:
    whether the scorer has to write why: never, where something is lost, or always."""

    id: Name
    text: Both
    kind: Kind = "yes_no"
    weight: Annotated[float, Field(ge=0, le=1000)] = 1.0
    points: Annotated[int, Field(ge=2, le=10)] = 5
    choices: Mapping[Name, Choice] = {}
    fatal: bool = False
    na: bool = False
    comment: Literal["optional", "where_lost", "always"] = "optional"

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        if self.kind != "scale" and "points" in self.model_fields_set:
            raise Fault("'points' is for scale", ("points",), at_key=True, zh="“points”只用于 scale")
        if self.kind != "choice" and self.choices:
            raise Fault("'choices' is for choice", ("choices",), at_key=True, zh="“choices”只用于 choice")
        if self.kind == "choice" and len(self.choices) < 2:
            raise Fault("a choice needs two or more 'choices'", zh="choice 至少需要两个“choices”")
        if NOT_APPLICABLE in self.choices:
            raise Fault(
                "'na' is kept for not applicable; write na: true and take another name",
                ("choices", NOT_APPLICABLE),
                at_key=True,
                zh="“na”保留给“不适用”；请写 na: true 并换一个名称",
            )
        if self.fatal and self.kind == "choice" and all(each.gains for each in self.choices.values()):
            raise Fault(
                "no choice gains 0, so this can never be fatal; let one gain 0",
                ("fatal",),
                zh="没有 gains 为 0 的选项，此项永远不会致命；请让其中一个为 0",
            )
        return self

    @property
    def answers(self) -> tuple[str, ...]:
        """All that can be answered, the worst first where there is an order."""
        own: Mapping[Kind, tuple[str, ...]] = {
            "yes_no": (NO, YES),
            "scale": tuple(str(point) for point in range(1, self.points + 1)),
            "choice": tuple(self.choices),
        }
        return (*own[self.kind], NOT_APPLICABLE) if self.na else own[self.kind]

    def gains(self, answer: str) -> float | None:
        """The part of its weight that an answer gains, 0 to 1; None for not applicable."""
        if answer == NOT_APPLICABLE:
            return None
        if self.kind == "choice":
            return self.choices[answer].gains / 100
        if self.kind == "scale":
            return (int(answer) - 1) / (self.points - 1)
        return float(answer == YES)


class Part(Section):
    """A section of a form."""

    title: Both
    items: Annotated[tuple[Item, ...], Field(min_length=1)]


class Form(Section):
    """A scoring form. `form` names it; `version` is for people."""

    form: Name
    title: Both
    version: Annotated[str, Field(max_length=40)] = ""
    sections: Annotated[tuple[Part, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _can_be_scored(self) -> Self:
        if faults := [*self._twice()]:
            raise Faults(faults)
        if len(self.items) > _MOST_ITEMS:
            raise Fault(
                f"at most {_MOST_ITEMS} items", ("sections",), at_key=True, zh=f"最多 {_MOST_ITEMS} 个项目"
            )
        if not any(item.weight for item in self.items):
            raise Fault(
                "all weights are 0, so no score can come of it; give one item a weight",
                ("sections",),
                at_key=True,
                zh="所有权重都为 0，无法算出得分；请给至少一个项目设置权重",
            )
        return self

    @property
    def items(self) -> tuple[Item, ...]:
        """Those of all sections."""
        return tuple(item for part in self.sections for item in part.items)

    @property
    def fingerprint(self) -> str:
        """What tells two versions of a form apart, whatever their names: any change changes it."""
        return sha256(orjson.dumps(self.content, option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]

    @property
    def content(self) -> dict[str, Any]:
        """All that is in it, as it is kept."""
        return self.model_dump(mode="json", exclude_defaults=True)

    def _twice(self) -> Iterator[Fault]:
        seen: set[str] = set()
        for at, part in enumerate(self.sections):
            for number, item in enumerate(part.items):
                if item.id in seen:
                    place = ("sections", at, "items", number, "id")
                    yield Fault(f"the item '{item.id}' stands twice", place, zh=f"项目“{item.id}”出现了两次")
                seen.add(item.id)
