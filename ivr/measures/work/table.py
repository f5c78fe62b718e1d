"""Facts of work → parts, split by any dimensions.

A piece of work, what became of it and how long it waited count in the interval in which it arrived, for the
agent who finished it or has it; an offer in that in which it began; the time that an agent had it in that in
which they had done with it. What has no agent is in the row with '': the rows always add up to the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ivr.measures.intervals import Intervals
from ivr.measures.settings import Settings
from ivr.measures.work.facts import WorkFacts
from ivr.measures.work.parts import WorkParts

DIMENSIONS = ("interval", "weekday", "hour", "channel", "queue", "agent", "team")
"""What it can be split by; times as in `ivr.measures.split`."""

_OFFERED = {
    "accepted": "accepted",
    "rejected": "rejected",
    "rang_out": "unanswered",
    "withdrawn": "withdrawn",
    "": "asked",
}
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    at: float
    channel: str
    queue: str
    agent: str


def table(facts: Iterable[WorkFacts], by: Sequence[str], settings: Settings) -> dict[Key, WorkParts]:
    """The parts of each combination of these dimensions that occurs, in the order of the keys.

    `settings.known_until` is the time until which everything is known. Raises ValueError for a dimension that
    is none.
    """
    read = [_reader(name, settings) for name in by]
    found: dict[Key, WorkParts] = {}
    for each in facts:
        for place, parts in _atoms(each, settings.known_until):
            if settings.counts(place.at):
                key = tuple(of(place) for of in read)
                found[key] = found.get(key, WorkParts()) + parts
    return {key: found[key] for key in sorted(found)}


def _atoms(facts: WorkFacts, known_until: float | None) -> Iterator[tuple[_Place, WorkParts]]:
    if facts.arrived is not None:
        place = _Place(facts.arrived, facts.channel, facts.queue, facts.agent)
        yield place, _of_arrival(facts, facts.arrived, known_until)
    for offer in facts.offers:
        outcome = _OFFERED.get(offer.outcome, "unreached")
        yield _Place(offer.at, facts.channel, offer.queue, offer.agent), WorkParts(offers=1, **{outcome: 1})
    for own in facts.handlings:
        if own.ended is not None:
            place = _Place(own.ended, facts.channel, own.queue, own.agent)
            yield place, WorkParts(handled=1, handle_time=own.took, released=int(own.released))


def _of_arrival(facts: WorkFacts, arrived: float, known_until: float | None) -> WorkParts:
    known = max(filter(None, (known_until, facts.over, facts.taken, arrived)))
    ends = next(at for at in (facts.taken, facts.over, known) if at is not None)
    waited = max(0.0, ends - arrived)
    met = _is_in_time(facts, known)
    return WorkParts(
        arrived=1,
        taken=int(facts.taken is not None),
        waited=waited if facts.taken is not None else 0.0,
        longest=waited,
        due_met=int(met is True),
        due_missed=int(met is False),
        **{facts.fate: 1},
    )


def _is_in_time(facts: WorkFacts, known: float) -> bool | None:
    """None without a due time, while that is to come, and for what was cancelled before it."""
    if facts.due is None:
        return None
    if facts.fate == "finished" and facts.over is not None and facts.over <= facts.due:
        return True
    return False if (known if facts.over is None else facts.over) > facts.due else None


def _reader(name: str, settings: Settings) -> Callable[[_Place], str]:
    grid, zone, teams = Intervals(settings.interval, settings.zone), settings.zone, settings.teams
    readers: Mapping[str, Callable[[_Place], str]] = {
        "interval": lambda place: grid.key(place.at),
        "weekday": lambda place: str(datetime.fromtimestamp(place.at, zone).isoweekday()),
        "hour": lambda place: f"{datetime.fromtimestamp(place.at, zone).hour:02}",
        "channel": lambda place: place.channel,
        "queue": lambda place: place.queue,
        "agent": lambda place: place.agent,
        "team": lambda place: teams.get(place.agent, ""),
    }
    if name not in readers:
        raise ValueError(f"no dimension '{name}' of work; possible: {', '.join(DIMENSIONS)}")
    return readers[name]
