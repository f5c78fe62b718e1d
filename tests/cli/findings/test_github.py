"""Workflow commands: one line a problem, whatever is in its text."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from ivr.cli.findings.github import written

from .problems import ERROR, WARNING, findings


def test_an_error_and_a_warning_are_annotations_at_their_places() -> None:
    assert written(findings(ERROR, WARNING)).splitlines() == [
        "::error file=dialplans/main.yaml,line=7,col=13,title=dead_links::no flow named 'mian'",
        "::warning file=dialplans/main.yaml,line=9,col=5,title=missing_language::no text for 'en'",
    ]


def test_the_text_is_told_in_the_language_asked_for() -> None:
    assert written(findings(ERROR, language="zh")).endswith("::没有名为“mian”的流程")


def test_nothing_found_is_nothing_written() -> None:
    assert written(findings()) == ""


def test_signs_of_the_command_are_escaped() -> None:
    odd = replace(ERROR, file="a,b:c%.yaml", text="100%\nnext: line, end\r")
    assert written(findings(odd)) == (
        "::error file=a%2Cb%3Ac%25.yaml,line=7,col=13,title=dead_links::100%25%0Anext: line, end%0D"
    )


@given(st.text(alphabet=":,%=\r\n;ab中", max_size=30), st.text(alphabet=":,%=\r\nab中", max_size=20))
def test_any_text_and_file_stay_in_one_line_and_come_out_as_they_went_in(text: str, file: str) -> None:
    line = written(findings(replace(ERROR, text=text, file=file)))
    assert "\n" not in line
    assert "\r" not in line
    _, values, told = line.split("::", 2)
    assert unquote(told) == text
    assert unquote(values.split(",")[0].partition("file=")[2]) == file
