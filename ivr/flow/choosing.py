"""The fields of a step that looks for an agent: whom the caller needs, and how that changes with time."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from ivr.document.model import Fault
from ivr.flow.expressions import Template
from ivr.flow.needs import NO_SKILLS, NOTHING_PREFERRED, Preferred, Relax, Rings, Skills, SkillTexts
from ivr.flow.relaxing import relaxed, ringed, wish
from ivr.flow.skill_text import Filling
from ivr.flow.step import QueueName, Step
from ivr.settings import Duration
from ivr.settings.types import WithinDay
from routing.needs import Needs, Stage

LAST = "last"
_WHOM = ("skills", "exclude", "prefer", "relax", "rings", "agent")
AgentWanted = Annotated[Template, Field(description="`last`, or an agent of `config/agents.yaml`")]


class Choosing(Step):
    """Base of the steps that put somebody in a queue."""

    to: QueueName
    skills: Skills = NO_SKILLS
    exclude: SkillTexts = ()
    prefer: Preferred = NOTHING_PREFERRED
    relax: tuple[Relax, ...] = ()
    rings: Rings | None = None
    agent: Annotated[Template, Field(description="`last`, or an agent of `config/agents.yaml`")] = Template(
        ""
    )
    patience: WithinDay = 30.0
    last_within: Duration = 2_592_000.0
    priority: Template = Template("0")

    @model_validator(mode="after")
    def _one_way_to_relax(self) -> Self:
        if self.rings and self.relax:
            raise Fault(
                "'rings' is a short form of 'relax'; write one of them",
                ("rings",),
                at_key=True,
                zh="“rings”是“relax”的简写；两者只写一个",
            )
        return self

    @model_validator(mode="after")
    def _waits_for_somebody(self) -> Self:
        for name in ("patience", "last_within"):
            if name in self.model_fields_set and not self.agent.source:
                raise Fault(
                    f"'{name}' is for who waits for one agent; write 'agent: last' beside it, or a name",
                    (name,),
                    at_key=True,
                    zh=f"“{name}”用于等候某位坐席；请同时写“agent: last”或坐席名",
                )
        return self

    def waits_beyond(self, seconds: float) -> bool:
        """Whether the caller may wait on the line for longer than that, and so overflow."""
        return False

    def for_anybody_of(self, queue: str) -> Self:
        """The same step in another queue, whoever of its agents answers."""
        anybody = {name: Choosing.model_fields[name].default for name in _WHOM}
        return self.model_copy(update={**anybody, "to": queue})

    def needed(self, filling: Filling) -> tuple[Needs, tuple[Stage, ...]]:
        """What is needed at first, and the stages that follow."""
        first = wish(self.skills, self.exclude, self.prefer, filling)
        if self.rings:
            inner, wider = ringed(first, self.rings, filling)
            return inner.needs(), wider
        return first.needs(), tuple(relaxed(first, self.relax, filling))
