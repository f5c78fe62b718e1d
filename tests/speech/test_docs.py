"""The page for administrators says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ivr.spoken import KINDS, speak
from ivr.spoken.units import UNITS

PAGE = (Path(__file__).parents[2] / "docs" / "prompts.md").read_text("utf-8")
ROWS = re.findall(r"^\| (\w+) (\S+(?: [A-Z]{3}| people)?) \| (.+?) \| (.+?) \|$", PAGE, re.MULTILINE)


@pytest.mark.parametrize(("kind", "value", "chinese", "english"), ROWS)
def test_values_are_said_as_the_page_tells(kind: str, value: str, chinese: str, english: str) -> None:
    assert " ".join(speak(kind, value, "zh")) == chinese
    assert " ".join(speak(kind, value, "en")) == english


def test_the_page_shows_every_kind_of_value() -> None:
    assert {row[0] for row in ROWS} == set(KINDS)


def test_the_page_names_all_that_can_be_counted() -> None:
    assert ", ".join(f"{unit.many} {unit.zh}" for unit in UNITS) in PAGE.replace("\n", " ")
