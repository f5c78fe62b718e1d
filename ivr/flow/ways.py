"""Where a call can go from each step of a dialplan, and what can become of it there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from ivr.flow.dialplan import Dialplan
from ivr.flow.step import RESERVED, CallMark, HoursMark, QueueMark, SilenceMark, Step, marked


@dataclass(frozen=True, slots=True)
class Ways:
    """All ways from one step: `gotos` to flows, `calls` of flows that come back, `words` of the language,
    nested `blocks`. `person`: the caller may come to talk with somebody here. `clock`: the time of the day
    decides, so that a way out that is not open now is none."""

    step: Step
    gotos: tuple[str, ...]
    calls: tuple[str, ...]
    words: frozenset[str]
    blocks: tuple[tuple[str, Block], ...]
    person: bool
    clock: bool = False


Block = tuple[Ways, ...]


class Fate(NamedTuple):
    """What can become of a call in some steps: it `ends`, it `returns` to whoever called, it gets to the end
    of them (`passes`)."""

    ends: bool
    returns: bool
    passes: bool


class Trap(NamedTuple):
    """`flows` that lead to nothing but one another, and `walked`: they and the flows they call."""

    flows: tuple[str, ...]
    walked: tuple[str, ...]


class Chart:
    """The ways of a dialplan. `silent`: those of a caller who never presses a key.

    `ending`: the flows in which, or behind which, a call can end or come to a person; `returning`: those that
    can come back to the flow that called them.
    """

    def __init__(self, dialplan: Dialplan, silent: bool = False) -> None:
        self.flows: Mapping[str, Block] = {n: _block(f, silent) for n, f in dialplan.flows.items()}
        self.ending: set[str] = set()
        self.returning: set[str] = set()
        self._start = [name for name in (dialplan.start, dialplan.on_error) if name in dialplan.flows]
        while self._grow():
            pass

    def goes_on(self, ways: Ways) -> bool:
        """Whether the call can come to the step behind this one."""
        return self._one(ways).passes

    def reached(self) -> list[str]:
        """The flows that a call can get to, in the order of the file."""
        return self.reached_from(self._start)

    def reached_from(self, flows: Collection[str]) -> list[str]:
        """The flows that a call can get to from these, themselves included, in the order of the file."""
        found: set[str] = set()
        ahead = list(flows)
        while ahead:
            name = ahead.pop()
            if name not in found:
                found.add(name)
                ahead += [flow for ways in self.walked(self.flows[name]) for flow in ways.gotos + ways.calls]
        return [name for name in self.flows if name in found]

    def walked(self, block: Block) -> Iterator[Ways]:
        """Every step that a call can get to in a block, nested ones included."""
        for ways in block:
            yield ways
            for _, nested in ways.blocks:
                yield from self.walked(nested)
            if not self.goes_on(ways):
                return

    def traps(self) -> Iterator[Trap]:
        """Groups of flows among which a call goes round for ever."""
        caught = [name for name in self.reached() if name not in self.ending | self.returning]
        around = {name: tuple(self.reached_from([name])) for name in caught}
        for flows in dict.fromkeys(around.values()):
            inner = tuple(name for name in flows if name in around)
            if all(around[name] == flows for name in inner):
                yield Trap(inner, flows)

    def _grow(self) -> bool:
        """One round over all flows, those behind first; whether something new was found."""
        before = len(self.ending) + len(self.returning)
        for name in reversed(list(self.flows)):
            fate = self._fate(self.flows[name])
            if fate.ends:
                self.ending.add(name)
            if fate.returns or fate.passes:
                self.returning.add(name)
        return len(self.ending) + len(self.returning) > before

    def _fate(self, block: Block) -> Fate:
        ends = returns = False
        for ways in block:
            fate = self._one(ways)
            ends, returns = ends or fate.ends, returns or fate.returns
            if not fate.passes:
                return Fate(ends, returns, False)
        return Fate(ends, returns, True)

    def _one(self, ways: Ways) -> Fate:
        if ways.clock:
            return self._by_the_clock(ways)
        below = [self._fate(block) for _, block in ways.blocks]
        ends = ways.person or "hangup" in ways.words or not self.ending.isdisjoint(ways.gotos + ways.calls)
        returns = "return" in ways.words or not self.returning.isdisjoint(ways.gotos)
        passes = "continue" in ways.words and (not ways.calls or not self.returning.isdisjoint(ways.calls))
        return Fate(
            ends or any(fate.ends for fate in below),
            returns or any(fate.returns for fate in below),
            passes or any(fate.passes for fate in below),
        )

    def _by_the_clock(self, ways: Ways) -> Fate:
        """What becomes of the call at every time of the day."""
        if "continue" in ways.words:
            return Fate(False, False, True)
        ends = all(flow in self.ending for flow in ways.gotos) and ways.words <= {"hangup", ""}
        left = all(flow in self.ending | self.returning for flow in ways.gotos)
        return Fate(ends, left, False)


@lru_cache(maxsize=4)
def chart(dialplan: Dialplan, silent: bool = False) -> Chart:
    """The chart of a dialplan; several checks in a row look at the same one."""
    return Chart(dialplan, silent)


def _block(steps: Collection[Step], silent: bool) -> Block:
    return tuple(_ways(step, silent) for step in steps)


def _ways(step: Step, silent: bool) -> Ways:
    unheard = [target for _, target in marked(step, SilenceMark)] if silent else []
    targets = unheard or [target for _, target in step.links()]
    calls = tuple(target for _, target in marked(step, CallMark))
    words = {target for target in targets if target in RESERVED}
    if not unheard:
        words.add(step.otherwise())
    person = any(marked(step, QueueMark))
    return Ways(
        step=step,
        gotos=tuple(target for target in targets if target not in RESERVED and target not in calls),
        calls=calls,
        words=frozenset(words),
        blocks=tuple((name, _block(steps, silent)) for name, steps in step.children()),
        person=person,
        clock=silent and not person and any(marked(step, HoursMark)),
    )
