"""Hostile texts in a report, through every form it is written in."""

from __future__ import annotations

import csv as reading
import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from xml.etree import ElementTree

import orjson
import pytest
from pyarrow import parquet as arrow
from rich.cells import cell_len
from rich.console import Console

from ivr.mail.letter import message
from ivr.reports.labels import label
from ivr.reports.mailed.letter import Wrapping, letter
from ivr.reports.sheet import Sheet
from ivr.reports.written import csv, html, json, parquet, terminal, xlsx
from tests.hostile import TEXTS, shown
from tests.reports.sheets import SHEET

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
WIDTH = 80


@pytest.fixture(params=[*TEXTS.values()], ids=[*TEXTS])
def text(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def sheet(text: str) -> Sheet:
    """A report in which a queue is called so, in the log and to people."""
    name = label("queue", text, {}, "en")
    return replace(
        SHEET,
        facts=(*SHEET.facts, ("Queues", name)),
        rows=((name, 1, 0, 1, None, None),),
        keys=((text,),),
        charts=(replace(SHEET.charts[0], categories=(name,)),),
        notes=(name,),
    )


def parts(book: bytes) -> Iterator[ElementTree.Element]:
    """Every part of a workbook, read as XML; one that is none raises."""
    with zipfile.ZipFile(io.BytesIO(book)) as opened:
        for name in opened.namelist():
            yield ElementTree.fromstring(opened.read(name))


class Tags(HTMLParser):
    """The elements of a page, with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes.update(name for name, _ in attrs)


def test_no_cell_of_csv_is_a_formula(sheet: Sheet) -> None:
    rows = list(reading.reader(io.StringIO(csv.write(sheet).decode("utf-8-sig"), newline="")))
    assert len(rows[1]) == len(sheet.columns)
    for row in rows:
        assert not [cell for cell in row if cell.lstrip(" ").startswith(FORMULA)]


def test_a_workbook_is_sound_and_without_formulas(sheet: Sheet) -> None:
    for part in parts(xlsx.write(sheet)):
        assert not [
            each for each in part.iter() if each.tag.endswith("}sheetData") and each.findall(".//{*}f")
        ]


def test_json_can_be_read(sheet: Sheet) -> None:
    assert len(orjson.loads(json.write(sheet))["rows"]) == 1


def test_parquet_can_be_read(sheet: Sheet) -> None:
    found = arrow.read_table(io.BytesIO(parquet.write(sheet)))
    assert found.num_rows == 1
    orjson.loads(found.schema.metadata[b"callwright"])


def test_a_page_has_no_elements_but_its_own(sheet: Sheet) -> None:
    page, usual = Tags(html.write(sheet).decode()), Tags(html.write(SHEET).decode())
    assert (page.names - usual.names, page.attributes - usual.attributes) == (set(), set())


def test_a_terminal_shows_lines_of_its_width_and_obeys_nothing(sheet: Sheet) -> None:
    file = io.StringIO()
    console = Console(file=file, width=WIDTH, color_system=None, highlight=False)
    for line in terminal.head(sheet):
        console.print(line, markup=False, soft_wrap=True)
    for table in terminal.tables(sheet, WIDTH):
        console.print(table)
        assert shown(file.getvalue())
    assert max(map(cell_len, file.getvalue().splitlines()[len(sheet.facts) + 1 :])) <= WIDTH


def test_a_letter_has_its_own_headers_alone(sheet: Sheet) -> None:
    usual = received(SHEET)
    found = received(replace(sheet, title=f"Calls {sheet.notes[0]}"))
    assert found.keys() == usual.keys()
    assert str(found["To"]) == "li@b.example"
    body = found.get_body(("plain",))
    assert body is not None
    assert "\x1b" not in body.get_content()


def received(sheet: Sheet) -> EmailMessage:
    """The letter with this report, as a mail program reads it."""
    wrapping = Wrapping("reports@a.example", ("li@b.example",), ("csv", "xlsx"))
    sent = message(letter([sheet], wrapping), "id", datetime.now(UTC))
    found = message_from_bytes(sent, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found
