"""A load by rates, for `ivr simulate`: who calls how often, wants whom, talks and waits how long."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from ivr.document.model import Fault, fill, node_at
from ivr.document.nodes import Document
from ivr.document.problems import InvalidFiles, Problem, nearest
from ivr.document.reader import read, unreadable
from ivr.settings.types import Duration, Name, Section
from routing.needs import ANYBODY, Expression, NeedsError, parse


def _expression(text: object) -> object:
    if not isinstance(text, str):
        return text
    try:
        return parse(text)
    except NeedsError as fault:
        raise Fault(fault.text, zh=fault.zh) from None


Wanted = Annotated[Expression, BeforeValidator(_expression, json_schema_input_type=str)]
Positive = Annotated[float, Field(gt=0, le=1_000_000)]


class Callers(Section):
    """Callers of one kind, `per_hour` of them, who want an agent as the step `queue` says it. `talk` and
    `patience` are means; without `patience` nobody gives up."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    queue: Name
    per_hour: Positive
    talk: Annotated[Duration, Field(gt=0)]
    patience: Annotated[Duration, Field(gt=0)] | None = None
    needs: Wanted = ANYBODY
    priority: Annotated[int, Field(ge=-100, le=100)] = 0


class Load(Section):
    """A load file. `hours` of callers after `warm_up`, `replications` times. `answer`: how soon phones are
    answered. `agents`: who is there, with their pace (1.2: talks a fifth longer); all, at pace 1, if left
    out."""

    callers: tuple[Callers, ...]
    hours: Annotated[float, Field(gt=0, le=24 * 31)] = 8.0
    warm_up: Duration = 1800.0
    replications: Annotated[int, Field(ge=2, le=1000)] = 10
    answer: Duration = 3.0
    agents: Mapping[Name, Annotated[float, Field(gt=0, le=10)]] = {}

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if not self.callers:
            raise Fault(
                "nobody calls: give at least one kind of caller",
                ["callers"],
                zh="没有来电：请至少写一类来电者",
            )
        return self


def read_load(path: Path, queues: Mapping[str, Any], agents: Mapping[str, Any]) -> Load:
    """A load file for these queues and agents. Raises `InvalidFiles` with all its problems."""
    try:
        document = read(path.read_bytes().decode("utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        text, zh = unreadable(error)
        raise InvalidFiles([Problem(str(path), 1, 1, text, zh=zh)]) from None
    load, problems = fill(Load, document.root, document) if document.root else (None, [])
    found = [*document.problems, *problems]
    if load is not None:
        found += _unknown(load, document, queues, agents)
    if load is None or found:
        raise InvalidFiles(sorted(found))
    return load


def _unknown(
    load: Load, document: Document, queues: Mapping[str, Any], agents: Mapping[str, Any]
) -> list[Problem]:
    found: list[Problem] = []
    assert document.root is not None
    for number, callers in enumerate(load.callers):
        if callers.queue not in queues:
            mark = node_at(document.root, ("callers", number, "queue")).mark
            found.append(
                document.problem(
                    mark,
                    f"there is no queue '{callers.queue}'; {nearest(callers.queue, queues)}",
                    zh=f"没有队列“{callers.queue}”；{nearest(callers.queue, queues, 'zh')}",
                )
            )
    for agent in load.agents:
        if agent not in agents:
            mark = node_at(document.root, ("agents", agent)).mark
            found.append(
                document.problem(
                    mark,
                    f"there is no agent '{agent}'; {nearest(agent, agents)}",
                    zh=f"没有坐席“{agent}”；{nearest(agent, agents, 'zh')}",
                )
            )
    return found
