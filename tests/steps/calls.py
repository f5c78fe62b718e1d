"""Calls through a few flows, in virtual time: what the tests of the steps are written with."""

from __future__ import annotations

from dataclasses import replace
from textwrap import dedent, indent
from typing import Any, TypeVar

from ivr.document.problems import Problem
from ivr.events import Event
from ivr.flow.dialplan import Dialplan
from ivr.flow.reader import read_dialplan
from ivr.flow.rehearsal import Told, rehearse, world
from ivr.flow.scripted import Act
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

E = TypeVar("E", bound=Event)


def read(flows: str) -> tuple[Dialplan | None, list[Problem]]:
    return read_dialplan(HEAD + indent(dedent(flows), "  "), CATALOGUE, "trial.yaml")


def problems(flows: str) -> list[str]:
    """`column: text` of what the reader says about the flows."""
    return [problem.text for problem in read(flows)[1]]


def plan(flows: str) -> Dialplan:
    dialplan, found = read(flows)
    assert dialplan is not None, "\n".join(map(str, found))
    return dialplan


def call(flows: str, *acts: Act, number: str = "13800000000", **parts: Any) -> Told:
    """Play one call through the flows; `parts` replace parts of the simulated world."""
    return rehearse(plan(flows), *acts, number=number, world=replace(world(), **parts))


def facts(told: Told, kind: type[E]) -> list[E]:
    return [event for event in told.events if isinstance(event, kind)]
