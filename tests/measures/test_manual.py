"""docs/measures.md names every measure as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.measures.catalogue import MEASURES
from ivr.measures.measure import Measure
from ivr.measures.work.catalogue import WORK_MEASURES, WorkMeasure

MANUAL = (Path(__file__).parents[2] / "docs/measures.md").read_text(encoding="utf-8")


ALL: dict[str, Measure | WorkMeasure] = {**MEASURES, **WORK_MEASURES}


@pytest.mark.parametrize("name", ALL)
def test_the_manual_has_each_measure_with_its_words(name: str) -> None:
    of = ALL[name]
    line = f"| `{name}` | {of.title['en']} {of.title['zh']} | {of.formula['en']} | {of.formula['zh']} |"
    assert line in MANUAL.splitlines(), f"docs/measures.md has no line\n{line}"


def test_the_manual_has_no_other_measures() -> None:
    named = [line.split("`")[1] for line in MANUAL.splitlines() if line.startswith("| `")]
    assert sorted(named) == sorted(ALL)
