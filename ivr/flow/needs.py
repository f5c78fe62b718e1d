"""What a dialplan can say of the agent that a caller needs: skills, relaxation, rings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    Tag,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from ivr.document.model import Fault
from ivr.document.problems import nearest
from ivr.flow.skill_text import SkillName, SkillText
from ivr.settings.types import Duration, WithinDay, seconds
from routing.needs import Condition

_Level = Annotated[int, Field(ge=1, le=5)]
_AtLeast = Annotated[str, Field(pattern=r"^\s*>=\s*[1-5]\s*$")]


def _number(written: object) -> object:
    """`>= 3` is 3."""
    if not isinstance(written, str):
        return written
    found = re.fullmatch(r"\s*(?:>=)?\s*([0-9]{1,9})\s*", written)
    if not found:
        raise Fault(
            f"'{written}' is no level; write 3 or '>= 3', a level from 1 to 5",
            zh=f'“{written}”不是等级；请写 3 或 ">= 3"，等级为 1 到 5',
        )
    return found[1]


def _text_alone(written: object) -> object:
    """A text alone is a list of one."""
    return [written] if isinstance(written, str) else written


def _weights(written: object) -> object:
    """Skills without weights weigh 1."""
    names = [written] if isinstance(written, str) else written
    plain = isinstance(names, list) and all(isinstance(name, str) for name in names)
    return dict.fromkeys(names, 1) if isinstance(names, list) and plain else names


def _form(written: object) -> str:
    return "a mapping" if isinstance(written, Mapping) else "a text"


class _ByForm:
    """For editors: a mapping is judged as one, so that a fault is told where it stands."""

    @staticmethod
    def __get_pydantic_json_schema__(schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        mapping, text = handler(schema)["oneOf"]
        return {"if": {"type": "object"}, "then": mapping, "else": text}


Needed = Annotated[
    int,
    BeforeValidator(_number, json_schema_input_type=_Level | _AtLeast),
    Field(ge=1, le=5, description="level, 1 to 5"),
]
Levels = Mapping[SkillName, Needed]
Skills = Annotated[
    Annotated[Levels, Tag("a mapping")] | Annotated[SkillText, Tag("a text")],
    Discriminator(_form),
    _ByForm,
    Field(description="mapping: skill → level, 1 to 5; or text, such as `seller >= 3 and (zh or en)`"),
]
NO_SKILLS: Levels = {}
SkillTexts = Annotated[
    tuple[SkillText, ...],
    BeforeValidator(_text_alone, json_schema_input_type=str | tuple[str, ...]),
    Field(description="list of skills"),
]
Names = Annotated[
    tuple[SkillName, ...],
    BeforeValidator(_text_alone, json_schema_input_type=str | tuple[str, ...]),
    Field(description="list of skills"),
]
Weight = Annotated[int, Field(ge=1, le=100)]
Preferred = Annotated[
    Mapping[SkillName, Weight],
    BeforeValidator(_weights, json_schema_input_type=str | tuple[str, ...] | Mapping[str, Weight]),
    Field(description="list of skills, or mapping: skill → weight, 1 to 100"),
]

NOTHING_PREFERRED: Mapping[SkillName, int] = {}

_PERCENT = re.compile(r"(\d{1,2}(?:\.\d+)?|100)\s*%")
_CONDITION = re.compile(r"\s*([^\s<>=]+)\s*([<>])\s*([^\s<>=].*?)\s*")
_FORMS = "'idle_agents < 1', 'service_level < 70%' or 'expected_wait > 2m'"
_FORMS_ZH = "idle_agents < 1、service_level < 70% 或 expected_wait > 2m"


def _share(written: str) -> float:
    found = _PERCENT.fullmatch(written)
    if not found:
        raise Fault(
            f"'{written}' is no share; write it like 70%", zh=f"“{written}”不是百分比；请写成 70% 的形式"
        )
    return float(found[1]) / 100


def _count(written: str) -> float:
    if not re.fullmatch(r"\d{1,6}", written):
        raise Fault(f"'{written}' is no number of agents", zh=f"“{written}”不是坐席人数")
    return float(written)


Measure = Literal["service_level", "idle_agents", "expected_wait"]
_VALUES: Mapping[Measure, Callable[[str], float]] = {
    "service_level": _share,
    "idle_agents": _count,
    "expected_wait": seconds,
}


def condition(written: str) -> Condition:
    """`idle_agents < 1`, `service_level < 70%`, `expected_wait > 2m`. Raises Fault."""
    found = _CONDITION.fullmatch(written)
    if not found:
        raise Fault(
            f"'{written}' is no condition; write it like {_FORMS}",
            zh=f"“{written}”不是条件；请写成 {_FORMS_ZH}",
        )
    for measure, read in _VALUES.items():
        if found[1] == measure:
            return Condition(measure, found[2] == "<", read(found[3]))
    raise Fault(
        f"nothing is measured as '{found[1]}'; {nearest(found[1], _VALUES)}",
        zh=f"没有名为“{found[1]}”的指标；{nearest(found[1], _VALUES, 'zh')}",
    )


def condition_text(found: Condition) -> str:
    """The text that `condition` reads as this."""
    if found.measure == "service_level":
        value = f"{found.value * 100:g}%"
    else:
        value = f"{found.value:g}" + ("s" if found.measure == "expected_wait" else "")
    return f"{found.measure} {'<' if found.below else '>'} {value}"


class _When:
    """Reads a condition from its text."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls._read, json_schema_input_schema=core_schema.str_schema()
        )

    @staticmethod
    def _read(written: object) -> Condition:
        if isinstance(written, Condition):
            return written
        return condition(str(written))


When = Annotated[Condition, _When, Field(description=f"condition: {_FORMS.replace(chr(39), '`')}")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Relax(_Part):
    """One stage of relaxation, taken after `after` and, where it is given, once `when` has held since.

    `drop`: skills that are neither required nor excluded any more. `swap`: one skill in the place of another,
    at the same level. `skills`: new levels of these skills; as a text, all that is required from now on.
    `add`: required as well.
    """

    after: WithinDay = 0.0
    when: When | None = None
    drop: Names = ()
    swap: Mapping[SkillName, SkillName] = {}
    skills: Skills = NO_SKILLS
    add: Skills = NO_SKILLS

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.after and self.when is None:
            raise Fault(
                "when does this begin? give 'after: 45s' or 'when: idle_agents < 1'",
                zh="何时开始放宽？请写 after: 45s 或 when: idle_agents < 1",
            )
        if not (self.drop or self.swap or self.skills or self.add):
            raise Fault(
                "what changes then? give 'skills', 'drop', 'add' or 'swap'",
                zh="届时放宽什么？请写 skills、drop、add 或 swap",
            )
        return self


class Rings(_Part):
    """Bullseye rings: `skill` is required at the first of the `levels`, after `every` at the second, and so
    on."""

    skill: SkillName
    levels: Annotated[tuple[_Level, ...], Field(min_length=2)]
    every: Annotated[Duration, Field(gt=0)]

    @model_validator(mode="after")
    def _falling(self) -> Self:
        for at, (wider, inner) in enumerate(zip(self.levels[1:], self.levels, strict=False), 1):
            if wider >= inner:
                raise Fault(
                    f"each ring needs a lower level than the one before; {wider} comes behind {inner}",
                    ("levels", at),
                    zh=f"每一环的等级要低于前一环；{inner} 之后是 {wider}",
                )
        return self
