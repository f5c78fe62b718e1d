"""Reports as PDF, printed by whatever browser is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.reports.written import pdf
from tests.reports.sheets import SHEET

PRINTS = """#!/bin/sh
for word in "$@"; do
  case $word in
    --print-to-pdf=*) to=${word#--print-to-pdf=} ;;
    file://*) page=${word#file://} ;;
  esac
done
{ echo "%PDF"; grep -c "Calls by queue" "$page"; } > "$to"
"""


def browser(folder: Path, script: str, name: str = "chromium") -> Path:
    file = folder / name
    file.write_text(script)
    file.chmod(0o755)
    return file


@pytest.fixture(autouse=True)
def _no_other(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(pdf.BROWSER, raising=False)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(pdf, "_BROWSERS", ("chromium",))


def test_the_page_is_printed_by_the_browser_that_is_there(tmp_path: Path) -> None:
    browser(tmp_path, PRINTS)
    assert pdf.write(SHEET).startswith(b"%PDF\n3")


def test_another_browser_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(pdf.BROWSER, str(browser(tmp_path, PRINTS, "own-browser")))
    assert pdf.write(SHEET).startswith(b"%PDF")


def test_without_a_browser_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(pdf.BrowserMissing):
        pdf.write(SHEET)


def test_what_a_browser_complains_of_is_told(tmp_path: Path) -> None:
    browser(tmp_path, "#!/bin/sh\necho 'no display' >&2\n")
    with pytest.raises(pdf.BrowserFailed, match="no display"):
        pdf.write(SHEET)


def test_a_browser_that_cannot_be_started_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(pdf.BROWSER, "/absent/browser")
    with pytest.raises(pdf.BrowserFailed, match="absent"):
        pdf.write(SHEET)
