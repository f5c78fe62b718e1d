"""The page for administrators says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ivr.document.model import fill
from ivr.document.reader import read
from ivr.settings import Engine
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


def test_the_settings_on_the_page_can_be_used(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\nvoice:\n(.*?)```", PAGE, re.DOTALL)
    document = read(f"voice:\n{example}", "ivr.yaml")
    assert document.root
    filled, problems = fill(Engine, document.root, document)
    assert problems == []
    assert filled
    assert {language: speaker.kind for language, speaker in filled.voice.items()} == {
        "zh": "piper",
        "en": "command",
    }
