"""What `config/agents.yaml` says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from ivr.ports import Mode
from ivr.settings.channels import Contacts
from ivr.settings.skills import DatedSkill, SkillId
from ivr.settings.types import Duration, Name, Section


class Agent(Section):
    """One agent of `config/agents.yaml`. `phone` is the SIP account and the extension, `password` that of the
    sample phone; `pinyin` is how the name is read where that is not the usual way: `zeng zhi wei`. `language`
    is what the agent is spoken to in. `at_once`: contacts of a channel, where not as many as others have.
    `may`: what they may do with the talks of others, as a supervisor. `team`: for reports."""

    name: str
    pinyin: Annotated[str, Field(pattern=r"^[A-Za-zÜü' ]*$")] = ""
    phone: Annotated[str, Field(pattern=r"^[0-9]{2,8}$")]
    password: str = ""
    skills: Mapping[SkillId, DatedSkill] = {}
    language: Literal["zh", "en"] = "zh"
    at_once: Mapping[Name, Contacts] = {}
    may: tuple[Mode, ...] = ()
    team: Name | Literal[""] = ""

    def levels(self, day: date) -> dict[str, int]:
        """The skills that count on this day, with their levels."""
        return {name: skill.level for name, skill in self.skills.items() if skill.counts_on(day)}

    def in_sight(self, day: date) -> dict[str, int]:
        """The skills that count on this day or will do so later, with their levels."""
        return {name: skill.level for name, skill in self.skills.items() if not skill.is_over(day)}


class Agents(Section):
    """`config/agents.yaml`. `more_wrap_up`: by how much an agent makes a wrap-up longer at a time."""

    agents: Mapping[Name, Agent]
    more_wrap_up: Annotated[Duration, Field(gt=0)] = 60.0
    pause_reasons: tuple[Name, ...] = ("break", "lunch", "training", "meeting")
