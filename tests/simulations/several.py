"""Several kinds of callers, agents who differ: priorities, partial skills, the experiment with six skills."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import fmean

from routing.agents import AgentSpec
from routing.erlang import ErlangC
from routing.events import CallerEntered
from routing.load import Draw, Kind, exponential, fixed
from routing.needs import needs
from routing.queues import QueueSpec
from routing.rules import Rules
from routing.simulate import Person
from tests.simulations.agreement import Case, Figures, Known, exact
from tests.simulations.floors import Floor, Seen, equal, watch

STRICT = Rules(worth=1e6)
"""A point of priority is worth more than anybody waits: who has more goes first without exception."""


def _class(name: str) -> CallerEntered:
    return CallerEntered(name, "q", priority=int(name == "first"))


def _of(seen: Seen, name: str) -> Seen:
    return seen.where(lambda stay: stay.caller.entry.call.startswith(name))


def two_classes(rates: tuple[float, float], mu: float, agents: int, known: dict[str, Known]) -> Case:
    """Priority without interruption, in minutes. Both classes together wait as Erlang C says (Cobham)."""
    kinds = [
        Kind(rate, _class(name), exponential(1 / mu))
        for name, rate in zip(("first", "second"), rates, strict=True)
    ]
    together = ErlangC(sum(rates), 1 / mu, agents)
    known = known | {"both wait": Known(together.asa), "P(wait)": Known(together.wait_share)}

    def play(seed: int, calls: int) -> Figures:
        seen = watch(Floor(equal(agents), rules=STRICT), kinds, seed, calls)
        figures = {"both wait": seen.asa, "P(wait)": seen.waited_at_all}
        for name in ("first", "second"):
            waits = _of(seen, name).answered
            figures |= {f"{name} waits": fmean(waits), f"{name} SL20": fmean(w <= 1 / 3 for w in waits)}
        return figures

    name = f"Two priorities, λ {rates[0]:g} and {rates[1]:g}, {agents} agents"
    return Case(name, "Cobham 1954, Kella and Yechiali 1985", play, known)


def one_agent_two_classes(talk: Draw, mean: float, square: float, how: str) -> Case:
    """Cobham, one agent: W₁ = W₀ / (1 - ρ₁), W₂ = W₁ / (1 - ρ), W₀ = λ E[S²] / 2."""
    rates = (0.3 / mean, 0.5 / mean)
    residual = sum(rates) * square / 2
    first = residual / (1 - 0.3)
    known = {"first waits": Known(first), "second waits": Known(first / (1 - 0.8))}
    kinds = [Kind(rate, _class(name), talk) for name, rate in zip(("first", "second"), rates, strict=True)]

    def play(seed: int, calls: int) -> Figures:
        seen = watch(Floor(equal(1), rules=STRICT), kinds, seed, calls)
        return {f"{name} waits": _of(seen, name).asa for name in ("first", "second")}

    return Case(f"Two priorities, one agent, {how} talks", "Cobham 1954", play, known)


def partly_skilled() -> Case:
    """In minutes. A rule that took a random idle agent instead would move the utilisations by up to .04."""
    people = [
        Person(AgentSpec(name, dict.fromkeys(skills, 1)), pace=1 / speed)
        for name, skills, speed in (("one", "a", 1.0), ("both", "ab", 0.8), ("two", "b", 0.9))
    ]
    kinds = [Kind(rate, needing(skill), exponential(1)) for skill, rate in (("a", 0.8), ("b", 0.7))]
    known = exact(
        {
            "a: P(wait)": 0.405276,
            "b: P(wait)": 0.391929,
            "a: ASA": 0.460119,
            "b: ASA": 0.451473,
            "one works": 0.513797,
            "both works": 0.668437,
            "two works": 0.501615,
        }
    )

    def play(seed: int, calls: int) -> Figures:
        seen = watch(Floor(people), kinds, seed, calls)
        figures = {f"{name} works": seen.busy([name]) for name in ("one", "both", "two")}
        for skill in "ab":
            of = _of(seen, skill)
            figures |= {f"{skill}: P(wait)": of.waited_at_all, f"{skill}: ASA": of.asa}
        return figures

    return Case("Longest idle, partly skilled agents", "Adan and Weiss 2012, product form", play, known)


def needing(skill: str) -> CallerEntered:
    return CallerEntered(skill, "q", needs({skill: 1}))


ALONE, POOLED = 2.455490, 0.450023
"""ASA of the six types in minutes where each agent has one skill, and where each has all."""


def six_types(skills: int, known: dict[str, Known]) -> Case:
    """In minutes: 84 erlang, 90 agents in six groups with so many skills each, 30 waiting places."""
    people = [Person(AgentSpec(f"agent-{number}", six_skills(number, skills))) for number in range(90)]
    kinds = [Kind(8.4 / 6, needing(f"type-{kind}-"), exponential(10)) for kind in range(6)]
    floor = Floor(people, QueueSpec("q", wrap_up=0.0, strategy="best_skill"), places=30)

    def play(seed: int, calls: int) -> Figures:
        seen = watch(floor, kinds, seed, calls)
        blocked = seen.share(lambda stay: stay.fate == "blocked")
        gained = (ALONE - seen.asa) / (ALONE - POOLED)
        figures = {"blocked": blocked, "P(wait)": seen.waited_at_all, "ASA": seen.asa}
        return figures | {"gained of 6 skills": gained}

    return Case(f"Six types, {skills} skills", "after Wallace and Whitt 2005", play, known)


def six_skills(number: int, many: int) -> dict[str, int]:
    """The agent's primary skill and the first of the others, best first; levels count down from 6."""
    primary, turn = number // 15, number % 15 % 5
    others = [(primary + step) % 6 for step in range(1, 6)]
    order = [primary, *others[turn:], *others[:turn]][:many]
    return {f"type-{kind}-": 6 - place for place, kind in enumerate(order)}


def cases() -> Iterator[Case]:
    yield two_classes((2, 2.2), 0.5, 12, _classes(0.045972, 0.153241, 0.951527, 0.886698))
    yield two_classes((4, 4.4), 0.1, 90, _classes(0.082391, 1.235872))
    yield one_agent_two_classes(exponential(1), 1, 2, "exponential")
    yield one_agent_two_classes(fixed(1), 1, 1, "equally long")
    yield partly_skilled()
    yield six_types(1, exact({"blocked": 0.038584, "P(wait)": 0.533740, "ASA": ALONE}))
    yield six_types(6, exact({"blocked": 0.003643, "P(wait)": 0.378322, "ASA": POOLED}))
    yield six_types(2, {"gained of 6 skills": Known(0.5, at_least=True)})


def _classes(first: float, second: float, *levels: float) -> dict[str, Known]:
    known = {"first waits": first, "second waits": second}
    return exact(known | dict(zip(("first SL20", "second SL20"), levels, strict=False)))
