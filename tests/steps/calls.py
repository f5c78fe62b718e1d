"""Calls through a few flows, in virtual time: what the tests of the steps are written with."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import replace
from datetime import datetime, timedelta
from textwrap import dedent, indent
from typing import Any

from ivr.flow import virtual
from ivr.flow.check import check_text
from ivr.flow.dialplan import Dialplan
from ivr.flow.reader import read_dialplan
from ivr.flow.rehearsal import Told, rehearse, world
from ivr.flow.scripted import Act, Surroundings
from ivr.flow.simulated import SimulatedLists, SimulatedMemory
from ivr.flow.virtual import LoopClock
from ivr.ports import Listed
from ivr.steps import CATALOGUE

HEAD = """\
dialplan: trial
numbers: ["95188"]
language: zh
start: main
hours:
  office: {timezone: Asia/Shanghai, open: ["mon-fri 09:00-18:00"]}
flows:
"""


def text(flows: str) -> str:
    return HEAD + indent(dedent(flows).strip(), "  ") + "\n"


def problems(flows: str) -> list[str]:
    """What `ivr check` calls errors in these flows."""
    return [found.text for found in check_text(text(flows), CATALOGUE) if found.severity == "error"]


def plan(flows: str) -> Dialplan:
    dialplan, found = read_dialplan(text(flows), CATALOGUE)
    assert dialplan is not None, "\n".join(map(str, found))
    return dialplan


def call(
    flows: str, *acts: Act, around: Surroundings | None = None, number: str = "13800000000", **parts: Any
) -> Told:
    """Play one call through the flows; `parts` replace parts of the simulated world."""
    return rehearse(plan(flows), *acts, world=replace(world(), **parts), around=around, number=number)


class Calendar(LoopClock):
    """A clock that can be moved on between two calls."""

    def move(self, seconds: float) -> None:
        self._start += timedelta(seconds=seconds)

    def today(self) -> datetime:
        """The time at which a call begins now."""
        return self._start


class Town:
    """Where one call is made after the other, so that the second finds what the first left behind.

    `clock` moves on between them; `memory` and `lists` are theirs alone.
    """

    def __init__(self, flows: str, **lists: list[Listed]) -> None:
        self._plan = plan(flows)
        self.clock = Calendar()
        self.memory = SimulatedMemory(self.clock)
        self.lists = SimulatedLists(self.clock, lists)

    def do(self, work: Coroutine[Any, Any, None]) -> None:
        """Something between two calls."""
        virtual.run(work)

    def in_future(self, seconds: float) -> datetime:
        """The time so many seconds after now."""
        return self.clock.today() + timedelta(seconds=seconds)

    def calls(self, *acts: Act, number: str = "13800000000") -> Told:
        """One call of this number."""
        there = replace(world(), clock=self.clock, memory=self.memory, lists=self.lists)
        return rehearse(self._plan, *acts, world=there, number=number)
