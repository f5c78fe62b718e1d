"""The corpus of faults: large enough, written as promised, and the kept figures are those of today."""

from __future__ import annotations

import pytest

from ivr.flow.check import RULES
from tests.corpus.judge import HERE, Finding, Score, Verdict, faulty, files, score, sound
from tests.corpus.report import report


def test_the_corpus_is_as_large_as_promised() -> None:
    assert len(files("faulty")) >= 120
    assert len(files("sound")) >= 40


@pytest.mark.parametrize("file", files("faulty"))
def test_a_faulty_dialplan_tells_what_is_expected(file: str) -> None:
    verdict = faulty()[file]
    assert verdict.expected is not None
    assert file.split(".")[0] == verdict.expected.check
    assert verdict.expected.check in RULES


@pytest.mark.parametrize("file", files("sound"))
def test_a_sound_dialplan_gives_no_finding(file: str) -> None:
    assert sound()[file].beside == ()


def test_the_kept_figures_are_those_of_today() -> None:
    """`python -m tests.corpus --keep` writes them: look at what has changed before you keep it."""
    assert (HERE / "RESULT.md").read_text(encoding="utf-8") == report()


def test_figures() -> None:
    fault = Finding("dead_links", 3, 7)
    verdicts = [
        Verdict("a.yaml", fault, True, ()),
        Verdict("b.yaml", fault, False, (Finding("reader", 1, 1),)),
        Verdict("c.yaml", None, False, ()),
    ]
    assert score(verdicts) == Score(faults=2, found=1, false=1)
    assert (score(verdicts).recall, score(verdicts).precision) == (0.5, 0.5)
    assert (score(verdicts[2:]).recall, score(verdicts[2:]).precision) == (1.0, 1.0)
