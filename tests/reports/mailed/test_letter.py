"""A report as a letter: what it says, in both languages, and what goes along."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ivr.reports.mailed.letter import MOST_ROWS, Wrapping, letter
from ivr.reports.written import pdf
from tests.reports.sheets import EMPTY, SHEET

WRAPPING = Wrapping("reports@a.example", ("li@b.example",))
CHINESE = replace(SHEET, title="队列报表", language="zh")
LONG = replace(SHEET, rows=(SHEET.rows[0],) * (MOST_ROWS + 1))


def test_the_subject_is_the_report_and_its_range() -> None:
    assert letter([SHEET], WRAPPING).subject == "Calls by queue · 2026-11-25 00:00 to 2026-11-26 00:00"


def test_the_text_has_every_figure_as_the_page_has() -> None:
    found = letter([SHEET], WRAPPING)
    for said in ("Customer service", "81.2 %", "0:12", "formula D, 20 s", "Total", "A note."):
        assert said in found.text
        assert said in found.html
    assert "\x1b" not in found.text


def test_in_two_languages_each_has_its_part_and_its_pictures() -> None:
    found = letter([CHINESE, SHEET], WRAPPING)
    assert found.language == "zh, en"
    assert found.subject.startswith("队列报表 · ")
    assert found.html.index("队列报表</h1>") < found.html.index("Calls by queue</h1>")
    assert found.text.index("队列报表") < found.text.index("Calls by queue")


def test_files_go_along_in_the_forms_asked_for_and_in_each_language() -> None:
    found = letter([CHINESE, SHEET], replace(WRAPPING, attach=("xlsx", "csv")))
    names = [each.name for each in found.attachments]
    assert names == ["queue-zh.xlsx", "queue-zh.csv", "queue-en.xlsx", "queue-en.csv"]
    assert found.attachments[0].data.startswith(b"PK")


def test_without_a_browser_the_letter_goes_and_says_why_there_is_no_pdf(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(pdf.BROWSER, raising=False)
    monkeypatch.setenv("PATH", "")
    found = letter([SHEET], replace(WRAPPING, attach=("pdf",)))
    assert found.attachments == []
    assert "There is no PDF" in found.html
    assert "There is no PDF" in found.text


def test_a_table_too_long_for_a_letter_goes_along_whole() -> None:
    found = letter([LONG], WRAPPING)
    assert found.html.count("Customer service</td>") == MOST_ROWS + 1  # and one in no picture: bars
    assert "The first 200 of 201 rows" in found.text
    (file,) = found.attachments
    assert file.data.count(b"Customer service") == MOST_ROWS + 1


def test_nothing_to_tell_is_told() -> None:
    found = letter([EMPTY], WRAPPING)
    assert found.pictures == []
    assert "A note." in found.html
    assert "<thead>" not in found.html
