"""What `GET /agents` and `GET /queues` are asked for: which of them, and from where on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from ivr.acd import AgentNow
from ivr.settings import Settings
from ivr.web.named import check_names
from ivr.web.paging import MOST, Cursors, Limit, whole
from ivr.web.routes import Fields
from routing.expression import met, named

Named = Annotated[str, Field(max_length=40)]
States = Literal["", "logged_out", "available", "ringing", "talking", "wrap_up", "paused"]


AGENTS, QUEUES = Cursors("a"), Cursors("q")


class Paged(Fields):
    limit: Annotated[Limit, BeforeValidator(whole, json_schema_input_type=Limit)] = MOST


class AgentsWanted(Paged):
    """Which agents, in the order of the settings. What is '' does not matter."""

    cursor: Annotated[str, AGENTS.field(), AfterValidator(AGENTS.checked)] = ""
    team: Named = ""
    state: States = ""
    skill: Annotated[Named, Field(description="Has it, at any level.")] = ""
    queue: Annotated[Named, Field(description="Serves it.")] = ""

    def check(self, settings: Settings) -> None:
        """Raises Invalid for what is not in the settings."""
        check_names({"team": self.team, "skill": self.skill, "queue": self.queue}, settings)

    def fits(self, agent: AgentNow, settings: Settings) -> bool:
        return (
            self.team in ("", agent.team)
            and self.state in ("", agent.state)
            and (not self.skill or self.skill in agent.skills)
            and (not self.queue or met(settings.queues.queues[self.queue].members, agent.skills))
        )


class QueuesWanted(Paged):
    """Which queues, in the order of the settings. What is '' does not matter."""

    cursor: Annotated[str, QUEUES.field(), AfterValidator(QUEUES.checked)] = ""
    queue: Named = ""
    team: Annotated[Named, Field(description="Some agent of it serves the queue.")] = ""
    skill: Annotated[Named, Field(description="Who serves the queue is chosen by it.")] = ""

    def check(self, settings: Settings) -> None:
        """Raises Invalid for what is not in the settings."""
        check_names({"team": self.team, "skill": self.skill, "queue": self.queue}, settings)

    def fits(self, queue: str, agents: Sequence[AgentNow], settings: Settings) -> bool:
        members = settings.queues.queues[queue].members
        team = (agent for agent in agents if agent.team == self.team)
        return (
            self.queue in ("", queue)
            and (not self.skill or self.skill in named(members))
            and (not self.team or any(met(members, agent.skills) for agent in team))
        )
