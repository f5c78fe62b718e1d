"""How long one decision of the router takes, by the number of agents and of callers who wait.

Beside it, in the same run, a router that looks at everybody; its decisions must be the same.
"""

from __future__ import annotations

import gc
import math
import statistics
import time
from dataclasses import dataclass, field
from functools import reduce

from bench.cpu import machine
from bench.floors import Floor
from bench.results import Figures, Goal, Result
from bench.scan import scan_instead
from ivr.collecting import settle
from routing.effects import OfferAgent
from routing.events import CallerEntered, CallerLeft, Event, OfferAnswered, OfferRefused, TalkEnded

SIZES = (100, 1_000, 10_000, 100_000)
ROUNDS, WARMING = 2_000, 1_000
RUNS = {100: 5, 1_000: 5, 10_000: 4, 100_000: 3}
"""How often the same is done, to leave out what other work on the machine costs."""
SCANNED = {100: 300, 1_000: 100, 10_000: 15}
"""The rounds that the plain scan takes part in."""
GOAL, GOAL_AT = 100.0, 10_000


@dataclass
class Times:
    """Microseconds for one event, by what it made the router decide."""

    by_kind: dict[str, list[float]] = field(default_factory=dict)

    def apply(self, kind: str, floor: Floor, event: Event) -> list[OfferAgent]:
        began = time.perf_counter_ns()
        offers = floor.do(event)
        self.by_kind.setdefault(kind, []).append((time.perf_counter_ns() - began) / 1000)
        return offers

    def least(self, other: Times) -> Times:
        """Event by event the quicker of two runs of the same: what other work on the machine cost is left
        out."""
        pairs = {kind: zip(mine, other.by_kind[kind], strict=True) for kind, mine in self.by_kind.items()}
        return Times({kind: [min(pair) for pair in both] for kind, both in pairs.items()})

    @property
    def all(self) -> list[float]:
        return [each for times in self.by_kind.values() for each in times]


async def measure() -> Result:
    """Rounds of the five decisions on floors of growing size."""
    seen = {size: _repeated(size) for size in SIZES}
    plain = {size: _scanned(size, rounds) for size, rounds in SCANNED.items()}
    rows: dict[str, Figures] = {}
    for size, times in seen.items():
        for kind, each in times.by_kind.items():
            scan = plain[size].by_kind[kind] if size in plain else []
            rows[f"{size:,}: {kind}"] = _row(each, scan)
        rows[f"{size:,}: all"] = _row(times.all, plain[size].all if size in plain else [])
    rows["growth, exponent"] = {
        "p50 µs": _exponent({size: _share(times.all, 0.5) for size, times in seen.items()}),
        "p99 µs": _exponent({size: _share(times.all, 0.99) for size, times in seen.items()}),
        "plain scan p50 µs": _exponent({size: _share(times.all, 0.5) for size, times in plain.items()}),
    }
    worst = _share(seen[GOAL_AT].all, 0.99)
    goal = Goal(f"µs for a decision among {GOAL_AT:,} agents and {GOAL_AT:,} callers, p99", GOAL, worst)
    title = "Agents of 500 skills, no two alike, half of them free, and as many callers who wait"
    return Result("routing", title, rows, goal, machine(""))


def _repeated(size: int) -> Times:
    """After a while, in which most needs were heard once, and with the collector set as in the engine."""
    runs = []
    for _ in range(RUNS[size]):
        floor = Floor(size)
        decide(floor, WARMING)
        settle()
        floor.effects.clear()
        runs.append(decide(floor, ROUNDS))
        gc.unfreeze()
    return reduce(Times.least, runs)


def decide(floor: Floor, rounds: int) -> Times:
    """Each round leaves about as many waiting, talking and free as there were before."""
    times = Times()
    for _ in range(rounds):
        _a_talk_ends(floor, times)
        _somebody_comes(floor, times)
        _nobody_answers(floor, times)
    return times


def _a_talk_ends(floor: Floor, times: Times) -> None:
    """The agent is given the first of all who wait and can be given them; somebody else joins the line."""
    for new in times.apply("a talk ends: who is next", floor, floor.end_of_some_talk()):
        times.apply("an answer", floor, OfferAnswered(new.offer))
    for new in times.apply("somebody comes, nobody is free", floor, floor.caller(half=0)):
        floor.do(OfferAnswered(new.offer))


def _somebody_comes(floor: Floor, times: Times) -> None:
    """One of the free agents is chosen, and is free again after the talk."""
    came = floor.caller(half=1)
    offers = times.apply("somebody comes: who is rung", floor, came)
    _through(floor, came, offers)


def _nobody_answers(floor: Floor, times: Times) -> None:
    """The agent is free again and another one is chosen."""
    came = floor.caller(half=1)
    offers = floor.do(came)
    if offers:
        refused = OfferRefused(offers[0].offer, "rang_out")
        offers = times.apply("no answer: who is rung next", floor, refused)
    _through(floor, came, offers)


def _through(floor: Floor, came: CallerEntered, offers: list[OfferAgent]) -> None:
    if not any(new.call == came.call for new in offers):
        floor.do(CallerLeft(came.call))
    for new in offers:
        floor.do(OfferAnswered(new.offer))
        floor.do(TalkEnded(new.offer))


def _scanned(size: int, rounds: int) -> Times:
    """The same events on a router that looks at everybody."""
    plain, quick = Floor(size), Floor(size)
    scan_instead(plain.router)
    times = decide(plain, rounds)
    decide(quick, rounds)
    if plain.effects != quick.effects:
        raise AssertionError(f"{size} agents: the plain scan decides otherwise")
    return times


def _row(times: list[float], scan: list[float]) -> Figures:
    return {
        "p50 µs": _share(times, 0.5),
        "p99 µs": _share(times, 0.99),
        "plain scan p50 µs": _share(scan, 0.5) if scan else 0,
    }


def _share(times: list[float], share: float) -> float:
    return round(sorted(times)[int(share * (len(times) - 1))], 1)


def _exponent(by_size: dict[int, float]) -> float:
    """Of the power of the size that fits best: 1 is linear."""
    sizes = [math.log(size) for size in by_size]
    return round(statistics.linear_regression(sizes, [math.log(us) for us in by_size.values()]).slope, 2)
