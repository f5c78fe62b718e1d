"""Which variables are set at each step, by all ways through the flows, their blocks and the flows they call.

A variable that a step reads is set behind it, or the call would not have got there. A failure of any step
leads to `on_error`, where nothing is sure.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ivr.flow.dialplan import Dialplan
from ivr.flow.reads import FILLED, reading
from ivr.flow.sources import Written, sources
from ivr.flow.step import Place, Step
from ivr.flow.ways import Block, Ways, chart

Names = frozenset[str]
_NONE: Names = frozenset()


@dataclass(frozen=True, slots=True)
class Known:
    """The variables that are `sure` to be set at a place, and all that `may` be."""

    sure: Names = _NONE
    may: Names = _NONE

    def with_all(self, names: Iterable[str]) -> Known:
        more = frozenset(names)
        return Known(self.sure | more, self.may | more) if more else self

    def and_then(self, effect: Known) -> Known:
        """What is known behind flows that have this effect."""
        return Known(self.sure | effect.sure, self.may | effect.may)

    def or_else(self, other: Known | None) -> Known:
        """What is known where two ways meet."""
        return self if other is None else Known(self.sure & other.sure, self.may | other.may)


@dataclass(frozen=True, slots=True)
class Read:
    """A variable that is read where it may not be set. `may`: on some way it is. `ways`: the flows by which a
    call comes there without it."""

    place: Place
    name: str
    may: bool
    ways: tuple[str, ...]


class Variables:
    """The variables of one dialplan. `names`: all that its steps save."""

    def __init__(self, dialplan: Dialplan) -> None:
        self._flows = chart(dialplan).flows
        self._starts = [flow for flow in (dialplan.start, dialplan.on_error) if flow]
        self._facts = {id(step): _facts(step) for _, step in dialplan.steps()}
        self.names = frozenset(name for facts in self._facts.values() for name in facts.saves)
        self._effects: dict[str, Known | None] = dict.fromkeys(self._flows)
        self._learn_effects()
        self._entries: dict[str, Known] = {}
        self._came: dict[str, dict[str, Known]] = {}
        self._spread()

    def unset_reads(self) -> Iterator[Read]:
        """Everything that is read where it may not be set, in the order of the file."""
        for flow in self._flows:
            if flow in self._entries:
                for step, where, name, known in self._walked(flow, self._entries[flow]).unset:
                    yield Read(where.place(step), name, name in known.may, self._way_without(name, flow))

    def _walked(self, flow: str, known: Known) -> _Walk:
        walk = _Walk(self._effects, self._facts)
        walk.end = walk.through(self._flows[flow], known)
        return walk

    def _learn_effects(self) -> None:
        """What each flow sets for whoever calls it; None while no way back is known."""
        changed = True
        while changed:
            changed = False
            for flow in reversed(list(self._flows)):
                effect = self._effect(self._walked(flow, Known()))
                changed |= effect != self._effects[flow]
                self._effects[flow] = effect

    def _effect(self, walk: _Walk) -> Known | None:
        end = walk.end
        for known in walk.returns:
            end = known.or_else(end)
        for target, known in walk.gotos:
            if effect := self._effects[target]:
                end = known.and_then(effect).or_else(end)
        return end

    def _spread(self) -> None:
        """From the start, carry what is known along all ways until nothing changes."""
        start, *on_error = self._starts
        self._entries |= {flow: Known(may=self.names) for flow in on_error}
        self._entries[start] = Known()
        ahead = deque(self._starts)
        while ahead:
            flow = ahead.popleft()
            walk = self._walked(flow, self._entries[flow])
            for target, known in (*walk.gotos, *walk.calls):
                came = self._came.setdefault(target, {})
                came[flow] = known.or_else(came.get(flow))
                entry = known.or_else(self._entries.get(target))
                if entry != self._entries.get(target):
                    self._entries[target] = entry
                    ahead.append(target)

    def _way_without(self, name: str, flow: str) -> tuple[str, ...]:
        """The shortest way, by flows, on which a call comes to this flow without the variable."""
        ways: deque[tuple[str, ...]] = deque([(flow,)])
        seen = {flow}
        while ways:
            way = ways.popleft()
            if way[0] in self._starts:
                return way
            for before, known in self._came.get(way[0], {}).items():
                if name not in known.sure and before not in seen:
                    seen.add(before)
                    ways.append((before, *way))
        return (flow,)


class _Facts(NamedTuple):
    """What a step does with variables: reads (where, name) that it has not set itself, and saves."""

    reads: tuple[tuple[Written, str], ...]
    needs: Names
    saves: Names


def _facts(step: Step) -> _Facts:
    reads = tuple(
        (Written(label, source), name)
        for label, source in sources(step)
        for name in sorted(reading(source).names - FILLED)
        if not name.startswith("env.") and name not in step.saved_before(label)
    )
    return _Facts(reads, frozenset(name for _, name in reads), frozenset(step.saves()))


class _Walk:
    """One way through a flow. What it found: where the call goes and with what, what it read too early."""

    def __init__(self, effects: Mapping[str, Known | None], facts: Mapping[int, _Facts]) -> None:
        self._effects = effects
        self._facts = facts
        self.gotos: list[tuple[str, Known]] = []
        self.calls: list[tuple[str, Known]] = []
        self.returns: list[Known] = []
        self.unset: list[tuple[Step, Written, str, Known]] = []
        self.end: Known | None = None

    def through(self, block: Block, known: Known | None) -> Known | None:
        """What is known behind a block; None when no call gets there."""
        for ways in block:
            if known is None:
                return None
            known = self._one(ways, known)
        return known

    def _one(self, ways: Ways, known: Known) -> Known | None:
        step, facts = ways.step, self._facts[id(ways.step)]
        if not facts.needs <= known.sure:
            self.unset += [
                (step, where, name, known) for where, name in facts.reads if name not in known.sure
            ]
        known = known.with_all(facts.needs | facts.saves)
        self.gotos += [(flow, known) for flow in ways.gotos]
        self.calls += [(flow, known) for flow in ways.calls]
        if "return" in ways.words:
            self.returns.append(known)
        behind = self._onwards(ways, known) if "continue" in ways.words else None
        for name, block in ways.blocks:
            end = self.through(block, known.with_all(step.assumes(name)))
            behind = end.or_else(behind) if end else behind
        return behind

    def _onwards(self, ways: Ways, known: Known) -> Known | None:
        """Behind the step itself, or the flows that it calls."""
        if not ways.calls:
            return known.with_all(ways.step.assumes(""))
        behind: Known | None = None
        for flow in ways.calls:
            if effect := self._effects[flow]:
                behind = known.and_then(effect).or_else(behind)
        return behind
