"""The script for the voice artist opens right in Excel, and nothing in it is taken for a formula."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ElementTree
import zipfile
from pathlib import Path

import pytest

from ivr.ports import Phrase
from ivr.speech.listing import Entry
from ivr.speech.script import HEADINGS, write_script

ENTRIES = (
    Entry("zh-1", Phrase("您好", "zh"), "synthesised", 1.26, 1.26, ("main.yaml:3", "vip.yaml:2")),
    Entry("zh-2", Phrase("零", "zh"), "missing", is_word=True),
    Entry("en-3", Phrase('Say "hi", please', "en"), "recorded", 2.0, None),
)
ROWS = [
    ["zh-1", "zh", "您好", "main.yaml:3, vip.yaml:2", "1.3", "zh-1.wav"],
    ["zh-2", "zh", "零", "words of values", "", "zh-2.wav"],
    ["en-3", "en", 'Say "hi", please', "said by the engine", "", "en-3.wav"],
]
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def from_csv(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))


def from_xlsx(path: Path) -> list[list[str]]:
    """The cells of the first sheet as a spreadsheet program finds them; formulas are no texts."""
    with zipfile.ZipFile(path) as book:
        shared = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        texts = ["".join(part.itertext()) for part in shared.findall(f"{_SHEET}si")]
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert not list(sheet.iter(f"{_SHEET}f")), "a formula"
    rows = []
    for row in sheet.iter(f"{_SHEET}row"):
        cells = {cell.attrib["r"][0]: cell for cell in row}
        values = {at: cell.findtext(f"{_SHEET}v", "") for at, cell in cells.items()}
        rows.append(
            [
                texts[int(values[at])] if at in cells and cells[at].get("t") == "s" else values.get(at, "")
                for at in "ABCDEF"
            ]
        )
    return rows


READ = {".csv": from_csv, ".xlsx": from_xlsx}
both = pytest.mark.parametrize("form", READ)


@both
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_phrase_is_a_row_under_headings(tmp_path: Path, form: str, language: str) -> None:
    path = tmp_path / f"script{form}"
    write_script(path, ENTRIES, language)
    headings, *rows = READ[form](path)
    assert headings == list(HEADINGS[language])
    assert len(rows) == 3
    assert rows == ROWS or language == "zh"


@both
@pytest.mark.parametrize("text", ["=1+1", "+86", "-5", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1", "\r=1"])
def test_a_text_that_looks_like_a_formula_is_a_text(tmp_path: Path, form: str, text: str) -> None:
    path = tmp_path / f"script{form}"
    write_script(path, [Entry("zh-1", Phrase(text, "zh"), "missing")], "en")
    cell = READ[form](path)[1][2]
    assert cell.endswith(text.strip())
    assert form == ".xlsx" or cell[0] == "'"


@both
@pytest.mark.parametrize(
    "text", ["http://example.com/x", "a\nb", "😀", "\ud800", "\x00\x1b", "好" * 40_000, "00123"]
)
def test_odd_texts_leave_a_script_that_can_be_read(tmp_path: Path, form: str, text: str) -> None:
    path = tmp_path / f"script{form}"
    write_script(path, [Entry("zh-1", Phrase(text, "zh"), "missing")], "en")
    assert READ[form](path)[1][0] == "zh-1"


def test_a_csv_begins_with_the_mark_by_which_excel_knows_chinese(tmp_path: Path) -> None:
    write_script(tmp_path / "script.csv", ENTRIES, "zh")
    assert (tmp_path / "script.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_folder_is_made_and_another_ending_is_refused(tmp_path: Path) -> None:
    write_script(tmp_path / "new" / "SCRIPT.CSV", ENTRIES, "en")
    assert (tmp_path / "new" / "SCRIPT.CSV").exists()
    with pytest.raises(ValueError, match=r"script\.pdf"):
        write_script(tmp_path / "script.pdf", ENTRIES, "en")
