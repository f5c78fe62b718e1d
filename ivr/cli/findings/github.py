"""Workflow commands of GitHub Actions: each problem is shown beside its line in a pull request."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.cli.findings import Findings
from ivr.document.problems import Problem

_IN_TEXT = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_VALUE = {**_IN_TEXT, ":": "%3A", ",": "%2C"}


def written(findings: Findings) -> str:
    """A line a problem: `::error file=…,line=…,col=…,title=…::text`."""
    return "\n".join(_line(problem, findings.language) for problem in findings.problems)


def _line(problem: Problem, language: str) -> str:
    values = {
        "file": problem.file,
        "line": problem.line,
        "col": problem.column,
        "title": problem.check,
    }
    shown = ",".join(f"{name}={_escaped(str(value), _IN_VALUE)}" for name, value in values.items())
    command = "error" if problem.severity == "error" else "warning"
    return f"::{command} {shown}::{_escaped(problem.said(language), _IN_TEXT)}"


def _escaped(text: str, signs: Mapping[str, str]) -> str:
    return "".join(signs.get(character, character) for character in text)
