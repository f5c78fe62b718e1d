"""What `config/queues.yaml` says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from ivr.document.model import Fault, Faults
from ivr.ports import Disposition
from ivr.settings.channels import PHONE, Channel, misfits
from ivr.settings.choice import Priority, StrategyName, Target
from ivr.settings.skills import SkillExpression
from ivr.settings.types import Duration, Name, Section, Texts, WithinDay, WithinWeek
from ivr.settings.waiting import Announce, Expect, Overflow
from routing.needs import ANYBODY

Heard = Literal["queue", "waited", "choices"]
Digit = Annotated[str, Field(pattern=r"^[0-9]$")]


class Outcome(Section):
    """One way in which a call can come out, as agents classify it: `id` in the log and `name` for people."""

    id: Name
    name: Mapping[Literal["zh", "en"], Annotated[str, Field(pattern=r"^[^{}]{1,60}$")]]


def _each_once(outcomes: Mapping[str, Outcome]) -> Mapping[str, Outcome]:
    names = [outcome.id for outcome in outcomes.values()]
    for name in names:
        if names.count(name) > 1:
            raise Fault(f"'{name}' stands behind two keys", zh=f"“{name}”出现在两个按键后")
    return outcomes


Outcomes = Annotated[Mapping[Digit, Outcome], AfterValidator(_each_once)]


class Queue(Section):
    """One queue of `config/queues.yaml`. `members`: who serves it, by skills; everybody if left out.
    `strategy`: who of those who can serve a caller is rung. `target`: the service level to be kept. At most
    `max_length` callers wait; who is cut off and calls again within `keep_place` has the old place, 0s for
    never. `agent_hears`: what agents are told before they are joined with a caller; `confirm`: whether they
    must press 1 to take the call. `pause_after`: so many offers in a row that an agent did not answer pause
    them, 0 for never. `dispositions`: how calls can come out, by the agent's key; those of the whole file
    where it has none."""

    name: Texts
    members: SkillExpression = ANYBODY
    strategy: StrategyName = "longest_idle"
    target: Target = Target()
    overdue: Annotated[Duration, Field(gt=0)] = 300.0
    ring: Annotated[WithinDay, Field(ge=1)] = 15.0
    wrap_up: WithinDay = 10.0
    rest: Annotated[Duration, Field(ge=1)] = 5.0
    music: Name = "default"
    announce: Announce = Announce()
    expect: Expect = Expect()
    max_length: Annotated[int, Field(ge=1)] | None = None
    overflow: Overflow | None = None
    keep_place: WithinWeek = 120.0
    record: bool = True
    channel: Name = PHONE
    agent_hears: tuple[Heard, ...] = ()
    confirm: bool = False
    pause_after: Annotated[int, Field(ge=0, le=100)] = 0
    dispositions: Outcomes = {}  # noqa: RUF012
    extension: Annotated[str, Field(pattern=r"^[0-9]{0,20}$", coerce_numbers_to_str=True)] = ""
    escalate_to: Name | Literal[""] = ""

    @property
    def telling(self) -> float:
        """Seconds that an agent may take between the answer and the talk."""
        return 30.0 if self.agent_hears or self.confirm else 0.0


class QueueFile(Section):
    """`config/queues.yaml`. `dispositions` are those of the queues that have none of their own. Work that is
    due counts from `urgent` before that; until then calls go first."""

    queues: Mapping[Name, Queue]
    priority: Priority = Priority()
    dispositions: Outcomes = {}  # noqa: RUF012
    channels: Mapping[Name, Channel] = {}
    urgent: Duration = 7200.0

    @model_validator(mode="after")
    def _channels_are_there(self) -> Self:
        used = {name: queue.channel for name, queue in self.queues.items()}
        if faults := list(misfits(self.channels, used)):
            raise Faults(faults)
        return self

    @property
    def for_calls(self) -> frozenset[str]:
        """The queues that take calls, and not work of another channel."""
        return frozenset(name for name, queue in self.queues.items() if queue.channel == PHONE)

    def outcomes(self, queue: str) -> tuple[Disposition, ...]:
        """How calls of this queue can come out. Raises KeyError."""
        found = self.queues[queue].dispositions or self.dispositions
        return tuple(
            Disposition(key, each.id, {str(language): name for language, name in each.name.items()})
            for key, each in found.items()
        )
