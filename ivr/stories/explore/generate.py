"""A file of stories for the ways that no story takes, each of them played before it is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

from ivr.flow.dialplan import Dialplan
from ivr.flow.exits import Exit

from ..coverage import Coverage
from ..player import Player
from ..reader import read_stories
from ..story import Centre
from .explorer import Explorer, Found, Limits
from .writing import USUAL, as_written, written


@dataclass(frozen=True, slots=True)
class Generated:
    """What was written for one dialplan: `text`, '' for nothing, with so many `stories`.

    `left` are the ways that are still without a story; of these `unreached` belong to steps that no call came
    to. `calls` were tried, `is_complete` is false when a limit ended that.
    """

    text: str
    stories: int
    left: tuple[Exit, ...]
    unreached: frozenset[Exit]
    calls: int
    is_complete: bool


def generate(
    plan: Dialplan, centre: Centre, uncovered: Sequence[Exit], limits: Limits | None = None
) -> Generated:
    """Look for calls that take these ways, and write those that pass as stories."""
    calls, search = Explorer(plan, centre, limits).find(uncovered)
    trial = _Trial(plan, centre)
    left, kept = set(uncovered), list[dict[str, Any]]()
    for call in calls:
        new = trial.takes(call) & left
        if new:
            left -= new
            kept.append(as_written(trial.simplest(call, new), trial.dialled))
    unreached = frozenset(way for way in left if way.flow and way not in search.reached)
    ways = tuple(way for way in uncovered if way in left)
    text = written(kept) if kept else ""
    return Generated(text, len(kept), ways, unreached, search.calls, search.is_complete)


class _Trial:
    """Plays what was found as the story that would be written."""

    def __init__(self, plan: Dialplan, centre: Centre) -> None:
        self._plan = plan
        self._centre = centre
        self.dialled = next((number for number in plan.numbers if "x" not in number), "")

    def takes(self, call: Found) -> set[Exit]:
        """The ways that the story takes; none when it fails."""
        stories, _ = read_stories(written([as_written(call, self.dialled)]), self.dialled)
        coverage = Coverage([self._plan])
        with Player(self._centre, coverage) as player:
            passes = all(player.play(story).failure is None for story in stories)
        return coverage.taken if passes else set()

    def simplest(self, call: Found, ways: Set[Exit]) -> Found:
        """The call without all that it can do without and still take these ways."""
        simpler = True
        while simpler:
            simpler = False
            for other in _simpler(call):
                if ways <= self.takes(other):
                    call, simpler = other, True
                    break
        return call


def _simpler(call: Found) -> Iterator[Found]:
    """The call without one of its facts, and with a number that is usual."""
    for name, usual in USUAL.items():
        if call.caller[name] != usual:
            yield replace(call, caller={**call.caller, name: usual})
    for world in _without_one(call.world, 2):
        yield replace(call, world=world)


def _without_one(facts: Mapping[str, Any], depth: int) -> Iterator[dict[str, Any]]:
    for name, below in facts.items():
        rest = {other: value for other, value in facts.items() if other != name}
        yield rest
        if depth > 1 and isinstance(below, dict) and len(below) > 1:
            yield from ({**rest, name: fewer} for fewer in _without_one(below, depth - 1))
