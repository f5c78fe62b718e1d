"""The reports that can be asked for."""

from __future__ import annotations

import pytest

from ivr.measures.catalogue import MEASURES
from ivr.measures.split import DIMENSIONS
from ivr.reports.definitions import OF_SCORES, REPORTS, Report
from ivr.reports.words import word

ALL = pytest.mark.parametrize("report", REPORTS.values(), ids=str)


@ALL
def test_every_column_is_a_measure_and_every_split_a_dimension(report: Report) -> None:
    assert set(report.columns) <= set(MEASURES)
    assert set(report.by) <= set(report.splits)


@ALL
def test_charts_draw_columns_of_one_unit(report: Report) -> None:
    for drawn in report.charts:
        units = {name: MEASURES[name].unit for name in report.columns} | dict(report.of_scores)
        assert len({units[name] for name in drawn.columns}) == 1


@ALL
def test_titles_are_there_in_both_languages(report: Report) -> None:
    for words in (report.title, report.about, *(drawn.title for drawn in report.charts)):
        assert all(words[language] for language in ("zh", "en"))


@pytest.mark.parametrize("name", [*DIMENSIONS, *REPORTS["hotline"].splits, *sorted(OF_SCORES), "channel"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_dimension_has_a_heading(name: str, language: str) -> None:
    assert word(f"by_{name}", language)


def test_a_menu_report_by_key_draws_the_keys_and_no_stays() -> None:
    drawn = [each.columns for each in REPORTS["menu"].charts if each.fits(("menu", "key"))]
    assert drawn == [("menu_keys",)]
    assert ("menu_keys",) not in [each.columns for each in REPORTS["menu"].charts if each.fits(("menu",))]
