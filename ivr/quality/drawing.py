"""Drawing a sample: from what was asked for to the talks that are kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from zoneinfo import ZoneInfo

from ivr.journal.shown import iso
from ivr.quality.access import Access
from ivr.quality.candidates import Watch
from ivr.quality.choosing import Candidate, drawn
from ivr.quality.entry import Person
from ivr.quality.samples import Sample, Samples
from ivr.settings import Settings

Strata = Literal["agent", "queue", "team"]
LARGEST = 10_000
"""Talks of one sample."""


@dataclass(frozen=True, slots=True)
class Wish:
    """`size` talks of recordings that began in [`since`, `until`), by a `seed`. `by`: each of them has its
    share, None for no strata. `risk`: only talks with a risk."""

    since: float | None
    until: float | None
    size: int
    seed: str
    by: Strata | None = None
    risk: bool = False


@dataclass(frozen=True, slots=True)
class Draw:
    """Who draws, and when."""

    person: Person
    now: float


def draw(access: Access, wish: Wish, found: Sequence[Candidate], by: Draw, settings: Settings) -> Sample:
    """The sample, which is kept. Raises CannotBe, DatabaseUnusable."""
    picks = drawn(_in_strata(found, wish.by, settings), wish.size, wish.seed)
    zone = ZoneInfo(settings.engine.timezone)
    criteria = {
        "from": iso(wish.since, zone),
        "to": iso(wish.until, zone),
        "size": wish.size,
        "seed": wish.seed,
        "by": wish.by or "",
        "risk": wish.risk,
        "candidates": len(found),
    }
    return Samples(access).keep(criteria, picks, by.person, by.now)


def watch_of(settings: Settings) -> Watch:
    """What is a risk where these are the settings."""
    names: dict[str, list[str]] = defaultdict(list)
    for queue in settings.queues.queues:
        for each in settings.queues.outcomes(queue):
            names[each.code] += each.names.values()
    return Watch(settings.engine.quality.risk, settings.path(settings.engine.recordings), dict(names))


def _in_strata(found: Sequence[Candidate], strata: Strata | None, settings: Settings) -> list[Candidate]:
    agents = settings.agents.agents
    teams = {name: agent.team for name, agent in agents.items()}
    of: Mapping[str | None, Callable[[Candidate], str]] = {
        None: lambda each: "",
        "agent": lambda each: each.agent,
        "queue": lambda each: each.queue,
        "team": lambda each: teams.get(each.agent, ""),
    }
    return [replace(each, stratum=of[strata](each)) for each in found]
