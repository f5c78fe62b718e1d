"""SARIF 2.1.0: what the standard demands, and what code scanning shows of it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from ivr.cli.findings.sarif import written
from ivr.document.problems import Problem
from ivr.flow.check import RULES

from .problems import ERROR, WARNING, findings

_TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
_LEVEL = {"enum": ["none", "note", "warning", "error"]}
_POSITION = {"type": "integer", "minimum": 1}
# Of the standard's own schema, the parts that we fill.
ESSENTIALS = {
    "type": "object",
    "required": ["version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/run"}},
    },
    "$defs": {
        "run": {
            "type": "object",
            "required": ["tool"],
            "additionalProperties": False,
            "properties": {
                "tool": {
                    "type": "object",
                    "required": ["driver"],
                    "properties": {"driver": {"$ref": "#/$defs/driver"}},
                },
                "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                "results": {"type": "array", "items": {"$ref": "#/$defs/result"}},
            },
        },
        "driver": {
            "type": "object",
            "required": ["name"],
            "additionalProperties": False,
            "properties": {
                "name": {"type": "string"},
                "organization": {"type": "string"},
                "version": {"type": "string"},
                "rules": {"type": "array", "uniqueItems": True, "items": {"$ref": "#/$defs/rule"}},
            },
        },
        "rule": {
            "type": "object",
            "required": ["id"],
            "additionalProperties": False,
            "properties": {
                "id": {"type": "string"},
                "shortDescription": _TEXT,
                "fullDescription": _TEXT,
                "help": _TEXT,
                "defaultConfiguration": {"type": "object", "properties": {"level": _LEVEL}},
            },
        },
        "result": {
            "type": "object",
            "required": ["message", "ruleId", "locations"],
            "additionalProperties": False,
            "properties": {
                "ruleId": {"type": "string"},
                "ruleIndex": {"type": "integer", "minimum": 0},
                "level": _LEVEL,
                "message": _TEXT,
                "locations": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": {
                            "physicalLocation": {
                                "type": "object",
                                "required": ["artifactLocation"],
                                "properties": {
                                    "artifactLocation": {
                                        "type": "object",
                                        "properties": {"uri": {"type": "string", "pattern": r"^[^\s\\]+$"}},
                                    },
                                    "region": {
                                        "type": "object",
                                        "properties": {"startLine": _POSITION, "startColumn": _POSITION},
                                    },
                                },
                            }
                        },
                    },
                },
            },
        },
    },
}


def log(*problems: Problem, language: str = "en") -> Any:
    made = json.loads(written(findings(*problems, language=language)))
    assert not list(Draft202012Validator(ESSENTIALS).iter_errors(made))
    return made


def results(*problems: Problem, language: str = "en") -> Any:
    return log(*problems, language=language)["runs"][0]["results"]


def uri(file: str) -> str:
    (result,) = results(replace(ERROR, file=file))
    return str(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])


def test_a_problem_is_a_result_with_its_place() -> None:
    (result,) = results(ERROR)
    assert (result["ruleId"], result["level"]) == ("dead_links", "error")
    assert result["message"]["text"] == "no flow named 'mian'"
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "dialplans/main.yaml"
    assert place["region"] == {"startLine": 7, "startColumn": 13}


def test_warnings_stay_warnings() -> None:
    assert [result["level"] for result in results(ERROR, WARNING)] == ["error", "warning"]


def test_nothing_found_is_a_log_without_results() -> None:
    assert results() == []


def test_the_text_is_told_in_the_language_asked_for() -> None:
    assert results(ERROR, language="zh")[0]["message"]["text"] == "没有名为“mian”的流程"


def test_every_check_is_a_rule_with_its_page_as_help() -> None:
    rules = log()["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(RULES)
    assert all("Wrong:" in rule["help"]["text"] for rule in rules)
    assert all(rule["defaultConfiguration"]["level"] == RULES[rule["id"]].SEVERITY for rule in rules)


@pytest.mark.parametrize("check", RULES)
def test_a_result_points_at_its_rule(check: str) -> None:
    made = log(replace(ERROR, check=check))["runs"][0]
    index = made["results"][0]["ruleIndex"]
    assert made["tool"]["driver"]["rules"][index]["id"] == check


def test_a_result_without_a_page_has_no_index() -> None:
    assert "ruleIndex" not in results(replace(ERROR, check="settings"))[0]


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("拨号 方案/a#b.yaml", "%E6%8B%A8%E5%8F%B7%20%E6%96%B9%E6%A1%88/a%23b.yaml"),
        ("a%b.yaml", "a%25b.yaml"),
        (str(Path("/etc/ivr/main.yaml")), "file:///etc/ivr/main.yaml"),
    ],
)
def test_a_path_is_written_as_an_uri(file: str, expected: str) -> None:
    assert uri(file) == expected
