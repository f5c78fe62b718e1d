"""Calls through a few flows, in virtual time: what the tests of the steps are written with."""

from __future__ import annotations

from dataclasses import replace
from textwrap import dedent, indent
from typing import Any

from ivr.flow.check import check_text
from ivr.flow.dialplan import Dialplan
from ivr.flow.reader import read_dialplan
from ivr.flow.rehearsal import Told, rehearse, world
from ivr.flow.scripted import Act, Surroundings
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
