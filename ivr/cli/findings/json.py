"""One JSON list of problems, for scripts."""

from __future__ import annotations

from dataclasses import asdict

import orjson

from ivr.cli.findings import Findings


def written(findings: Findings) -> str:
    """A list of objects with file, line, column, text, zh, check and severity."""
    return orjson.dumps([asdict(problem) for problem in findings.problems]).decode()
