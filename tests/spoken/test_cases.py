"""Values are said as `cases.tsv` has it: a specification, written before the code was looked at."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from ivr.spoken import KINDS, LANGUAGES, speak

LINES = Path(__file__).with_name("cases.tsv").read_text("utf-8").splitlines()
CASES = [tuple(line.split("\t")) for line in LINES if not line.startswith("#")]
JOINED = {"zh": "", "en": " "}


@pytest.mark.parametrize(("kind", "value", "language", "words"), CASES)
def test_a_value_is_said_right(kind: str, value: str, language: str, words: str) -> None:
    assert JOINED[language].join(speak(kind, value, language)) == words


def test_the_table_covers_every_kind_in_both_languages() -> None:
    counted = Counter((kind, language) for kind, _, language, _ in CASES)
    assert {kind for kind in KINDS for language in LANGUAGES if counted[kind, language] < 2} == set()
    assert len(set(CASES)) == len(CASES) >= 200
