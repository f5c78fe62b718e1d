"""Texts that a spreadsheet would run."""

from __future__ import annotations

import pytest

from ivr.files.spreadsheets import defused


@pytest.mark.parametrize(
    "text", ["=1+1", "+86138", "-2", "@SUM(A1)", "\t=1", "\rx", "  =1", "＝1+1", '=HYPERLINK("http://x")']
)
def test_what_would_be_run_as_a_formula_is_a_text(text: str) -> None:
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "support", "a=b", "客户服务", "😀", "2026-11-25 09:00", "'=1"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert defused(text) == text
