"""What `ivr check` found, in one of several forms: one file = one form, with `written(findings) -> str`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ivr.document.problems import Problem


@dataclass(frozen=True, slots=True)
class Findings:
    """All problems, sorted, how many dialplan files were looked at, and the language to tell them in."""

    problems: Sequence[Problem]
    files: int
    language: str

    def count(self, severity: str) -> int:
        return sum(problem.severity == severity for problem in self.problems)
