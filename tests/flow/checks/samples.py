"""Dialplans for the tests of checks, made of the shipped steps, and a site for them."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from textwrap import dedent, indent

from ivr.document.problems import Problem
from ivr.flow.check import check_text
from ivr.flow.site import Site
from ivr.settings import find
from ivr.settings.waiting import Overflow
from ivr.steps import CATALOGUE
from routing.needs import Has

SITE = Site(
    queues={"support", "vip"},
    members={"vip": Has("seller")},
    limited={"support"},
    agents={"li": {"zh": 5, "buyer": 4}, "wang": {"zh": 5, "en": 2, "buyer": 3, "seller": 4}},
    environment={"CRM"},
    sources={"customers": {"number"}},
    today=date(2026, 11, 25),
)
SHIPPED = Path(__file__).parents[3] / "config"
OVERFLOW = {"support": Overflow(after=300.0, to="vip")}
_HEAD = """\
dialplan: sample
numbers: ["1"]
hours: {office: {open: ["mon-fri 09:00-18:00"]}}
"""


def places(example: str) -> list[tuple[int, int]]:
    """(line, column) of each » in an example: where a problem is expected. It is no part of the dialplan."""
    lines = enumerate(dedent(example).lstrip("\n").split("\n"), 1)
    return [
        (number, column - count)
        for number, line in lines
        for count, column in enumerate((c for c, char in enumerate(line, 1) if char == "»"), 0)
    ]


def whole(example: str) -> str:
    """The dialplan of an example: one already, or flows (the first is the start), or a list of steps."""
    example = dedent(example).lstrip("\n").replace("»", "")
    if example.startswith("dialplan:"):
        return example
    flows = f"main:\n{indent(example, '  ')}" if example.startswith("-") else example
    return f"{_HEAD}start: {flows.split(':')[0]}\nflows:\n{indent(flows, '  ')}"


def found(example: str, check: str, site: Site = SITE) -> list[tuple[int, int]]:
    """(line, column) of what a check finds; lines count in the example, columns too."""
    problems = check_text(whole(example), CATALOGUE, site)
    line, column = _offset(example)
    return [(problem.line - line, problem.column - column) for problem in problems if problem.check == check]


def told(example: str, check: str, site: Site = SITE) -> list[str]:
    """What a check says."""
    return [p.text for p in check_text(whole(example), CATALOGUE, site) if p.check == check]


def all_found(example: str, site: Site = SITE) -> list[str]:
    """The names of all checks that find something."""
    return [problem.check for problem in check_text(whole(example), CATALOGUE, site)]


def found_in_queues(example: str, folder: Path, agents: str = "") -> list[Problem]:
    """What is wrong with an example of `config/queues.yaml`, beside the agents that are shipped, or these."""
    shutil.copytree(SHIPPED, folder, dirs_exist_ok=True)
    (folder / "queues.yaml").write_text(dedent(example).replace("»", ""), encoding="utf-8")
    if agents:
        (folder / "agents.yaml").write_text(dedent(agents), encoding="utf-8")
    return list(find(folder).problems)


def _offset(example: str) -> tuple[int, int]:
    """Lines and columns that `whole` puts before the example."""
    example = dedent(example).lstrip("\n")
    if example.startswith("dialplan:"):
        return 0, 0
    before = _HEAD.count("\n") + 2
    return (before + 1, 4) if example.startswith("-") else (before, 2)
