"""docs/measures.md names every measure as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.measures.catalogue import MEASURES

MANUAL = (Path(__file__).parents[2] / "docs/measures.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", MEASURES)
def test_the_manual_has_each_measure_with_its_words(name: str) -> None:
    of = MEASURES[name]
    line = f"| `{name}` | {of.title['en']} {of.title['zh']} | {of.formula['en']} | {of.formula['zh']} |"
    assert line in MANUAL.splitlines(), f"docs/measures.md has no line\n{line}"


def test_the_manual_has_no_other_measures() -> None:
    named = [line.split("`")[1] for line in MANUAL.splitlines() if line.startswith("| `")]
    assert sorted(named) == sorted(MEASURES)
