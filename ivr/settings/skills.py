"""What agents can do, with the dates between which it counts, and expressions of skills in the settings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, Field, GetCoreSchemaHandler, model_validator
from pydantic_core import CoreSchema, core_schema

from ivr.document.model import Fault
from ivr.settings.types import Level, Name, Section
from routing.needs import All, AnyOf, Expression, Has, NeedsError, Not, needs, parse


class Skill(Section):
    """A skill at a level, from the first of two days to the second, both included; without them always."""

    level: Level
    from_: Annotated[date | None, Field(alias="from")] = None
    until: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.from_ and self.until and self.until < self.from_:
            raise Fault(
                f"ends on {self.until}, before it begins on {self.from_}",
                ["until"],
                zh=f"结束日期 {self.until} 早于开始日期 {self.from_}",
            )
        return self

    def counts_on(self, day: date) -> bool:
        """Whether it counts on this day."""
        return (self.from_ is None or self.from_ <= day) and not self.is_over(day)

    def is_over(self, day: date) -> bool:
        """Whether it counts neither on this day nor later."""
        return self.until is not None and self.until < day


RESERVED = frozenset({"and", "or", "not", "anybody", "nobody"})


def reserved(name: str) -> Fault | None:
    """What is wrong with a skill that is a word of expressions."""
    if name not in RESERVED:
        return None
    return Fault(
        f"'{name}' cannot be a skill: it is a word of expressions",
        zh=f"“{name}”是表达式用词，不能作技能名",
    )


def _no_word_of_expressions(name: str) -> str:
    if fault := reserved(name):
        raise fault
    return name


SkillId = Annotated[Name, AfterValidator(_no_word_of_expressions)]


def _level_alone(written: object) -> object:
    return {"level": written} if isinstance(written, str | int) else written


DatedSkill = Annotated[
    Skill,
    BeforeValidator(_level_alone, json_schema_input_type=Level | Skill),
    Field(description="level, 1 to 5, or mapping with `level`, `from`, `until`"),
]


class _Read:
    """Reads an expression from its text, or from a mapping of skills to levels."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        written = handler.generate_schema(str | Mapping[str, Level])
        return core_schema.no_info_plain_validator_function(cls._read, json_schema_input_schema=written)

    @staticmethod
    def _read(value: object) -> Expression:
        if isinstance(value, Has | All | AnyOf | Not):
            return value
        if isinstance(value, Mapping):
            return needs({str(name): _level(name, level) for name, level in value.items()}).required
        try:
            return parse(str(value))
        except NeedsError as error:
            raise Fault(f"'{value}': {error.text}", zh=f"“{value}”：{error.zh}") from None


def _level(name: object, written: object) -> int:
    if str(written) in ("1", "2", "3", "4", "5"):
        return int(str(written))
    raise Fault(
        f"expected a level from 1 to 5, found '{written}'",
        [str(name)],
        zh=f"应为 1 到 5 的等级，实际为“{written}”",
    )


SkillExpression = Annotated[
    Expression,
    _Read,
    Field(description="text, such as `support and (zh or en >= 2)`, or mapping: skill → level"),
]
