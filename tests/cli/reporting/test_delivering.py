"""Handing a report over."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from rich.console import Console

from ivr.cli.reporting import delivering
from ivr.cli.reporting.delivering import deliver, form_of
from tests.reports.sheets import SHEET


@pytest.mark.parametrize(
    ("given", "to", "form"),
    [("", None, "table"), ("", "a.CSV", "csv"), ("JSON", None, "json"), ("html", "a.txt", "html")],
)
def test_the_form_is_the_one_told_or_the_file_s_ending(given: str, to: str | None, form: str) -> None:
    assert form_of(given, Path(to) if to else None, "en") == form


def test_what_a_terminal_cannot_show_goes_to_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivering, "out", Console(force_terminal=True))
    with pytest.raises(typer.BadParameter, match=r"write it to a file by --out FILE\.xlsx"):
        form_of("xlsx", None, "en")


def test_a_pipe_gets_the_bytes(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    deliver(SHEET, "xlsx", None)
    assert capsysbinary.readouterr().out.startswith(b"PK")


def test_a_file_that_cannot_be_written_is_told_and_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(typer.Exit):
        deliver(SHEET, "csv", tmp_path / "folder.csv")
    assert "directory" in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["folder.csv"]
