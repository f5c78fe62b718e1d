"""Many agents become free in one turn: who is given to whom, beside SciPy's solver of the assignment problem.

The solver is given a table of costs, the place in the line where the agent is able and far more where not, so
that it serves as many as can be served. It serves as many; whom, and what it takes, is told.
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from bench.cpu import machine
from bench.results import Figures, Goal, Result
from routing.agents import AgentSpec
from routing.effects import OfferAgent
from routing.events import AgentLoggedIn, CallerEntered, OfferAnswered, TalkEnded, TimePassed
from routing.needs import Needs, met, needs
from routing.queues import QueueSpec
from routing.router import Router
from routing.strategies import catalogue

SIZES = (10, 100, 1_000)
GOAL = 1.0
NEVER = 1e9


@dataclass
class Turn:
    """All agents come out of wrap-up at once, and as many callers wait as there are agents."""

    size: int

    def __post_init__(self) -> None:
        chance = random.Random(self.size)
        names = [f"s{number}" for number in range(self.size)]
        self.skills = [dict.fromkeys(chance.choices(names, k=chance.randrange(1, 4)), 1) for _ in names]
        self.wanted = [needs({chance.choice(names): 1}) for _ in names]
        specs = [AgentSpec(f"a{n}", skills) for n, skills in enumerate(self.skills)]
        self.router = Router(specs, [QueueSpec("q")], catalogue())
        for number, spec in enumerate(specs, 1):
            self.router.apply(AgentLoggedIn(spec.id), 0.0)
            self.router.apply(CallerEntered(f"before-{spec.id}", "q"), 0.0)
            self.router.apply(OfferAnswered(number), 0.0)
        for number in range(1, self.size + 1):
            self.router.apply(TalkEnded(number), 0.0)
        for number, wanted in enumerate(self.wanted):
            self.router.apply(CallerEntered(f"c{number}", "q", wanted), 1.0)

    def routed(self) -> tuple[float, int]:
        """Milliseconds, and how many callers are served."""
        began = time.perf_counter()
        effects = self.router.apply(TimePassed(), 10.0)
        took = 1000 * (time.perf_counter() - began)
        return took, sum(isinstance(effect, OfferAgent) for effect in effects)

    def solved(self) -> tuple[float, int]:
        """The same by the solver, which is given its table ready made."""
        table = [[_cost(n, wanted, has) for has in self.skills] for n, wanted in enumerate(self.wanted)]
        costs = np.array(table)
        began = time.perf_counter()
        rows, columns = linear_sum_assignment(costs)
        took = 1000 * (time.perf_counter() - began)
        return took, int((costs[rows, columns] < NEVER).sum())


async def measure() -> Result:
    rows: dict[str, Figures] = {}
    for size in SIZES:
        turn = Turn(size)
        (solver, solved), (router, routed) = turn.solved(), turn.routed()
        rows[f"{size:,} agents, {size:,} callers"] = {
            "router ms": round(router, 2),
            "served": routed,
            "SciPy ms": round(solver, 2),
            "served by SciPy": solved,
        }
    share = min(row["served"] / row["served by SciPy"] for row in rows.values())
    goal = Goal(
        "Callers whom the solver serves, for one whom the router does, worst", GOAL, round(1 / share, 3)
    )
    return Result("together", "All agents become free in one turn", rows, goal, machine(""))


def _cost(place: int, wanted: Needs, skills: dict[str, int]) -> float:
    return float(place) if met(wanted.required, skills) else NEVER
