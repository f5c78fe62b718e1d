"""Whom a caller wants, in one piece: for the queue, the call log, and a callback that survives a restart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from ivr.ports.queues import QueueRequest
from routing.needs import Condition, Needs, Stage, parse, written

ANYBODY_AT_ALL = Needs()


@dataclass(frozen=True, slots=True)
class Wanted:
    """`needs` of the agent at first, and how they `relax`; `agent`: asked for by name, alone for `patience`
    seconds; `priority`: points that stand for time waited."""

    needs: Needs = ANYBODY_AT_ALL
    relax: tuple[Stage, ...] = ()
    agent: str = ""
    patience: float = 0.0
    priority: int = 0

    def request(self, call: str, queue: str, waited: float = 0.0, reserve: float = 0.0) -> QueueRequest:
        """For the queue."""
        return QueueRequest(
            call=call,
            queue=queue,
            needs=self.needs,
            priority=self.priority,
            waited=waited,
            reserve=reserve,
            relax=self.relax,
            agent=self.agent,
            patience=self.patience,
        )

    @classmethod
    def of(cls, request: QueueRequest) -> Self:
        """What a request wants."""
        return cls(request.needs, request.relax, request.agent, request.patience, request.priority)

    def to_plain(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            **_plain(self.needs),
            "relax": [_plain_stage(stage) for stage in self.relax],
            "agent": self.agent,
            "patience": self.patience,
            "priority": self.priority,
        }

    @classmethod
    def of_plain(cls, said: Mapping[str, Any]) -> Self:
        """From JSON. Raises ValueError, KeyError or TypeError for what is none of ours."""
        return cls(
            needs=_needs(said),
            relax=tuple(map(_stage, said["relax"])),
            agent=said["agent"],
            patience=said["patience"],
            priority=said["priority"],
        )


def _plain(needs: Needs) -> dict[str, Any]:
    return {"needs": written(needs.required), "prefer": dict(needs.preferred)}


def _needs(said: Mapping[str, Any]) -> Needs:
    return Needs(parse(said["needs"]), tuple(said["prefer"].items()))


def _plain_stage(stage: Stage) -> dict[str, Any]:
    when = stage.when and {
        "measure": stage.when.measure,
        "below": stage.when.below,
        "value": stage.when.value,
    }
    return {**_plain(stage.needs), "after": stage.after, "when": when}


def _stage(said: Mapping[str, Any]) -> Stage:
    when = said["when"]
    return Stage(_needs(said), said["after"], Condition(**when) if when else None)
