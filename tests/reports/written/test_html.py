"""Reports as a page."""

from __future__ import annotations

from html.parser import HTMLParser

from ivr.reports.written import html
from tests.reports.sheets import EMPTY, SHEET

PAGE = html.write(SHEET).decode()


class Reader(HTMLParser):
    """Elements and texts of a page, as a browser finds them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_the_page_needs_nothing_from_elsewhere() -> None:
    found = Reader(PAGE)
    assert found.links == []
    assert not {"script", "link", "img", "iframe", "object"} & set(found.tags)
    assert "@import" not in PAGE
    assert "url(" not in PAGE
    assert "default-src 'none'" in PAGE


def test_the_table_has_every_figure_and_the_facts_stand_above() -> None:
    texts = Reader(PAGE).texts
    for words in ("Customer service", "81.2 %", "0:12", "formula D, 20 s", "A note."):
        assert words in texts or any(words == text.strip() for text in texts)


def test_a_hostile_name_is_a_text() -> None:
    assert "<script>" not in PAGE
    assert any("<script>alert(1)</script>" in text for text in Reader(PAGE).texts)


def test_no_data_is_told_apart_from_nought() -> None:
    assert Reader(PAGE).texts.count("–") == 2


def test_it_prints_as_a_report_and_follows_a_dark_screen() -> None:
    for words in ("@media print", "@page", "prefers-color-scheme:dark", "table-header-group"):
        assert words in PAGE


def test_the_language_of_the_page_is_told_to_screen_readers() -> None:
    assert '<html lang="en">' in PAGE
    assert PAGE.count('scope="col"') == 6


def test_a_report_over_nothing_is_a_page() -> None:
    assert "Calls by queue" in html.write(EMPTY).decode()
