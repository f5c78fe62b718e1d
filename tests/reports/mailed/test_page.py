"""The page in a letter: such that mail programs show it, and everybody can read it."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from ivr.mail.letter import Picture
from ivr.reports.drawn.picture import FontMissing, size
from ivr.reports.drawn.styles import style
from ivr.reports.mailed import page as paging
from ivr.reports.mailed.page import page
from ivr.reports.sheet import Chart
from tests.reports.sheets import HOSTILE, SHEET

LATIN = replace(
    SHEET, rows=SHEET.rows[:1], charts=(replace(SHEET.charts[0], categories=("Customer service", "Other")),)
)


class Tags(HTMLParser):
    """The tags of a page with their attributes, and whether each is closed in turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in ("meta", "img", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def tags(text: str) -> Tags:
    found = Tags(text)
    assert found.open == []
    return found


@pytest.fixture
def no_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(chart: Chart) -> bytes:
        raise FontMissing

    monkeypatch.setattr(paging, "png", fails)


def test_each_chart_is_a_picture_in_the_letter_with_its_size_and_what_it_shows() -> None:
    pictures: list[Picture] = []
    (image,) = tags(page([(LATIN, [])], 200, pictures)).all("img")
    assert image["src"] == f"cid:{pictures[0].id}"
    assert (image["width"], image["height"]) == tuple(map(str, size(pictures[0].png)))
    assert image["alt"] == "Chart “Calls”: Answered, Abandoned. Every figure is in the table below."


def test_what_is_said_of_a_picture_is_in_the_language_of_the_report() -> None:
    (image,) = tags(page([(replace(LATIN, language="zh"), [])], 200, [])).all("img")
    assert image["alt"] == "图表“Calls”：Answered、Abandoned。所有数字见下表。"


def test_there_is_nothing_that_mail_programs_leave_out() -> None:
    found = tags(page([(LATIN, [])], 200, []))
    names = {name for name, _ in found.found}
    assert names.isdisjoint({"script", "style", "svg", "link", "iframe", "object", "form"})
    assert all("class" not in attributes for _, attributes in found.found)


def test_nothing_comes_from_elsewhere() -> None:
    text = page([(LATIN, [])], 200, [])
    assert "http" not in text
    assert "url(" not in text


def test_hostile_names_are_text_and_of_bearable_length() -> None:
    text = page([(SHEET, [])], 200, [])
    found = tags(text)
    assert found.all("script") == []
    assert "&lt;script&gt;" in text
    assert HOSTILE not in text
    assert len(text) < 40_000


@pytest.mark.usefixtures("no_fonts")
def test_without_a_font_a_chart_is_rows_of_bars_with_their_figures() -> None:
    pictures: list[Picture] = []
    text = page([(LATIN, [])], 200, pictures)
    found = tags(text)
    assert pictures == []
    assert found.all("img") == []
    bars = [each for each in found.all("td") if "bgcolor" in each]
    assert [(each["width"], each["bgcolor"]) for each in bars] == [
        ("100%", style(0).colour),
        ("25%", style(1).colour),
        ("12%", style(1).colour),
    ]
    assert "1 Answered" in text  # told from the other by its number as well


@pytest.mark.usefixtures("no_fonts")
def test_no_data_is_no_bar_of_nought() -> None:
    chart = replace(LATIN.charts[0], series=(replace(LATIN.charts[0].series[0], values=(None, 2)),))
    assert ">–</td>" in page([(replace(LATIN, charts=(chart,)), [])], 200, [])
