"""SARIF 2.1.0, the form in which code scanning tools exchange their findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson

from ivr.cli.findings import Findings
from ivr.document.problems import Problem
from ivr.flow.check import RULES
from ivr.flow.check_reference import help_text, summary
from ivr.flow.checks import Rule

Json = Mapping[str, Any]

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def written(findings: Findings) -> str:
    """One run with all rules and a result for each problem."""
    driver = {
        "name": "ivr check",
        "organization": "Callwright",
        "version": version("callwright"),
        "rules": [_rule(rule) for rule in RULES.values()],
    }
    results = [_result(problem, findings.language) for problem in findings.problems]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return orjson.dumps(log, option=orjson.OPT_INDENT_2).decode()


def _rule(rule: Rule) -> Json:
    return {
        "id": rule.ID,
        "shortDescription": {"text": summary(rule)},
        "fullDescription": {"text": summary(rule)},
        "help": {"text": help_text(rule), "markdown": help_text(rule)},
        "defaultConfiguration": {"level": rule.SEVERITY},
    }


def _result(problem: Problem, language: str) -> Json:
    known: Sequence[str] = list(RULES)
    index = {"ruleIndex": known.index(problem.check)} if problem.check in known else {}
    region = {"startLine": problem.line, "startColumn": problem.column}
    place = {"artifactLocation": {"uri": _uri(problem.file)}, "region": region}
    return {
        "ruleId": problem.check,
        **index,
        "level": problem.severity,
        "message": {"text": problem.said(language)},
        "locations": [{"physicalLocation": place}],
    }


def _uri(file: str) -> str:
    """A relative path stays relative: to the folder in which the command ran, the top of a repository."""
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
