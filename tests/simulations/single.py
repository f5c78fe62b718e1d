"""One kind of caller, equal agents: Erlang's formulas, and others for talks that are not exponential.

Times are in seconds unless said. P(wait), ASA and the like of Erlang C and A are the tables of the manual's
sources; the rest are classics: Pollaczek and Khinchine for one agent,
Sevastyanov for lost calls (only the mean of the talk matters), Baccelli and Hebuterne for fixed patience.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import exp

from ivr.measures.parts import Parts
from ivr.measures.service_level import FORMULAS
from ivr.measures.visits import Visit, counted
from routing.erlang import erlang_b
from routing.events import CallerEntered
from routing.load import Draw, Kind, exponential, fixed
from routing.queues import QueueSpec
from routing.simulate import Chance, Stay
from tests.simulations.agreement import Case, Figures, Known, exact
from tests.simulations.floors import Floor, Seen, equal, watch

WITHIN = 20.0
ANYBODY = CallerEntered("c", "q")


def _parts(seen: Seen) -> Parts:
    return counted((Visit("q", s.caller.at, s.waited, OUTCOMES[s.fate]) for s in seen.stays), WITHIN)


OUTCOMES = {"answered": "answered", "gone": "abandoned", "blocked": "full", "waiting": "waiting"}


def _level(seen: Seen, formula: str) -> float:
    found = FORMULAS[formula].of(_parts(seen))
    assert found is not None
    return found


def _waiting(seen: Seen) -> Figures:
    return {
        "P(wait)": seen.waited_at_all,
        "ASA": seen.asa,
        "SL20": _level(seen, "D"),
        "mean queue": seen.queue,
        "occupancy": seen.busy(),
    }


def erlang_c(calls_an_hour: float, agents: int, *known: float) -> Case:
    """`known`: P(wait), ASA, SL20, mean queue as printed."""
    rate, load = calls_an_hour / 3600, calls_an_hour / 20
    printed = exact({"P(wait)": known[0], "SL20": known[2], "mean queue": known[3]})
    printed |= exact({"ASA": known[1]}, digits=4) | {"occupancy": Known(load / agents)}

    def play(seed: int, calls: int) -> Figures:
        return _waiting(watch(Floor(equal(agents)), [Kind(rate, ANYBODY, exponential(180))], seed, calls))

    return Case(f"Erlang C, {calls_an_hour:g} calls/h, {agents} agents", "table of Erlang C", play, printed)


def erlang_a(calls_an_hour: float, agents: int, *known: float) -> Case:
    """`known`: P(wait), P(abandon), ASA, occupancy, service level by A, B, D, E as printed."""
    names = ("P(wait)", "P(abandon)", "ASA", "occupancy", "SL20 A", "SL20 B", "SL20 D", "SL20 E")
    printed = exact(dict(zip(names, known, strict=True))) | exact({"ASA": known[2]}, digits=4)
    rate = calls_an_hour / 3600
    printed |= {"wait of all / patience": printed["P(abandon)"]}

    def play(seed: int, calls: int) -> Figures:
        kind = Kind(rate, ANYBODY, exponential(180), exponential(120))
        seen = watch(Floor(equal(agents)), [kind], seed, calls)
        lost = seen.share(lambda stay: stay.fate == "gone")
        waits = sum(stay.waited for stay in seen.stays) / len(seen.stays)
        return {
            "P(wait)": seen.waited_at_all,
            "P(abandon)": lost,
            "ASA": seen.asa,
            "occupancy": seen.busy(),
            **{f"SL20 {formula}": _level(seen, formula) for formula in "ABDE"},
            "wait of all / patience": waits / 120,
        }

    return Case(f"Erlang A, {calls_an_hour:g} calls/h, {agents} agents", "table of Erlang A", play, printed)


def lost_calls(agents: int, erlangs: float, blocked: float, talk: Draw, how: str) -> Case:
    """Nobody waits: blocking depends on the mean of the talk alone."""

    def play(seed: int, calls: int) -> Figures:
        floor = Floor(equal(agents), places=0)
        seen = watch(floor, [Kind(erlangs, ANYBODY, talk)], seed, calls)
        return {"blocked": seen.share(lambda stay: stay.fate == "blocked")}

    name = f"Erlang B, {agents} agents, {erlangs:g} erlang, {how} talks"
    return Case(
        name, "Erlang B; insensitivity: Sevastyanov 1957", play, exact({"blocked": blocked}, digits=8)
    )


def one_agent(name: str, work: tuple[Draw, float, float], ring: float = 0.0, wrap_up: float = 0.0) -> Case:
    """Pollaczek and Khinchine: the wait for the agent is λ E[S²] / 2(1 - ρ), and `ring` more to the answer.
    `work`: how the talk is drawn, its mean, and its mean square. S is ring + talk + wrap-up; λ makes ρ .8."""
    talk, mean, square = work
    rest = ring + wrap_up
    service, squared = mean + rest, square + 2 * rest * mean + rest * rest
    rate = 0.8 / service
    known = {"ASA": Known(rate * squared / (2 * (1 - 0.8)) + ring)}

    def play(seed: int, calls: int) -> Figures:
        floor = Floor(equal(1, ring), QueueSpec("q", ring=1000.0, wrap_up=wrap_up))
        return {"ASA": watch(floor, [Kind(rate, ANYBODY, talk)], seed, calls).asa}

    return Case(f"One agent, {name}", "Pollaczek 1930, Khinchine 1932", play, known)


def fixed_patience(agents: int, rate: float, patience: float) -> Case:
    """M/M/n+D, talks of mean 1: the wait that somebody of endless patience would have has the density
    π λ exp((λ - n) x) up to the patience, and beyond it π λ exp(λ patience - n x)."""
    drift = rate - agents
    within = (exp(drift * patience) - 1) / drift
    beyond = exp(drift * patience) / agents
    idle = 1 / erlang_b(agents - 1, rate)
    scale = 1 / (idle + rate * (within + beyond))
    spent = (patience * exp(drift * patience) - within) / drift
    known = {
        "P(abandon)": Known(scale * rate * beyond),
        "ASA": Known(scale * rate * spent / (1 - scale * rate * beyond)),
    }

    def play(seed: int, calls: int) -> Figures:
        kind = Kind(rate, ANYBODY, exponential(1), fixed(patience))
        seen = watch(Floor(equal(agents)), [kind], seed, calls)
        return {"P(abandon)": seen.share(_gave_up), "ASA": seen.asa}

    name = f"M/M/{agents}+D, load {rate / agents:.2f}, patience {patience:g}"
    return Case(name, "Baccelli and Hebuterne 1981", play, known)


def _gave_up(stay: Stay) -> bool:
    return stay.fate == "gone"


def two_speeds(chance: Chance) -> float:
    """H2 with c² = 4, mean 1, equal shares of the work."""
    slow = (1 - (3 / 5) ** 0.5) / 2
    return chance.expovariate(2 * slow if chance.random() < slow else 2 * (1 - slow))


def cases() -> Iterator[Case]:
    yield erlang_c(60, 5, 0.236152, 21.2536, 0.810905, 0.354227)
    yield erlang_c(200, 13, 0.285270, 17.1162, 0.795595, 0.950902)
    yield erlang_c(200, 14, 0.174132, 7.8359, 0.888350, 0.435330)
    yield erlang_c(400, 24, 0.298072, 13.4133, 0.808882, 1.490361)
    yield erlang_c(1000, 56, 0.309348, 9.2804, 0.841176, 2.577898)
    yield erlang_c(2000, 106, 0.445783, 13.3735, 0.771128, 7.429710)
    yield erlang_a(120, 7, 0.363798, 0.107911, 10.6514, 0.764648, 0.821340, 0.732709, 0.769515, 0.780539)
    yield erlang_a(200, 11, 0.382816, 0.094155, 9.7825, 0.823495, 0.819355, 0.742209, 0.779898, 0.790534)
    yield erlang_a(1000, 50, 0.470406, 0.061991, 7.0721, 0.938009, 0.860410, 0.807073, 0.847978, 0.855311)
    yield lost_calls(10, 5, 0.01838457, exponential(1), "exponential")
    yield lost_calls(10, 5, 0.01838457, fixed(1), "equally long")
    yield lost_calls(120, 100, 0.00569005, exponential(1), "exponential")
    yield one_agent("exponential talks", (exponential(60), 60, 2 * 60**2))
    yield one_agent("equally long talks", (fixed(60), 60, 60**2))
    yield one_agent("talks of two kinds, c² = 4", (two_speeds, 1, 5))
    yield one_agent("10 s of ringing, 20 s of wrap-up", (exponential(60), 60, 2 * 60**2), 10, 20)
    yield fixed_patience(10, 12, 0.2)
    yield fixed_patience(20, 19, 0.1)
