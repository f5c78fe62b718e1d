"""What the manual shows holds: its dialplan is sound, its prompt and hours can be read."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import TypeAdapter

from ivr.document.reader import read
from ivr.flow.check import check_text
from ivr.flow.prompt import Prompt
from ivr.flow.sandbox import Sandbox
from ivr.flow.site import Site
from ivr.settings.hours import Hours
from ivr.steps import CATALOGUE

MANUAL = (Path(__file__).parent.parent.parent / "docs" / "dialplans.md").read_text(encoding="utf-8")


def block(before: str) -> str:
    """The YAML block that follows these words."""
    return re.split(r"```yaml\n", MANUAL.split(before, 1)[1], maxsplit=1)[1].split("```", 1)[0]


def plain(text: str) -> object:
    document = read(text, "manual")
    assert document.root is not None, document.problems
    return document.root.plain()


def test_its_dialplan_is_sound() -> None:
    assert check_text(block("## A whole dialplan"), CATALOGUE, Site(queues={"operator"})) == []


def test_its_prompt_can_be_read() -> None:
    assert TypeAdapter(Prompt).validate_python(plain(block("<!-- prompt -->")))


def test_its_hours_can_be_read() -> None:
    assert Hours.model_validate(plain(block("<!-- hours -->"))).open_on


def test_its_filters_are_those_of_the_sandbox() -> None:
    listed = re.search(r"these filters are there: ([^.]*)\.", MANUAL)
    assert listed
    words = set(re.split(r",\s+", listed[1].strip()))
    assert words == set(Sandbox().filters) - {"d"}
