"""Findings for the tests of their forms."""

from __future__ import annotations

from ivr.cli.findings import Findings
from ivr.document.problems import Problem

ERROR = Problem("dialplans/main.yaml", 7, 13, "no flow named 'mian'", "dead_links", zh="没有名为“mian”的流程")
WARNING = Problem("dialplans/main.yaml", 9, 5, "no text for 'en'", "missing_language", "warning")


def findings(*problems: Problem, files: int = 1, language: str = "en") -> Findings:
    return Findings(sorted(problems), files, language)
