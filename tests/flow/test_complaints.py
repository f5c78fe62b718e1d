"""Every complaint about a file exists in English and in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ivr.document.problems import Problem
from ivr.flow.check import check_text
from ivr.settings import find
from ivr.steps import CATALOGUE
from tests.steps.calls import text

_CHINESE = re.compile(r"[\u4e00-\u9fff]")

FAULTY_FLOWS = (
    "main: play",
    "main: []",
    "main: [hello]",
    "main: [{playy: a}]",
    "main: [{play: a, menu: {}}]",
    "main: [{play: a, els: []}]",
    "main: [{menu: hello}]",
    "main: [{menu: {prompt: hello, keys: {}}}]",
    "main: [{menu: {prompt: hello, keys: {12: main}, tries: many}}]",
    "main: [{menu: {prompt: hello, keys: {1: main}, tries: 0, timeout: soon}}]",
    "main: [{menu: {keys: {1: main}, wait: 3}}]",
    "main: [{play: {zh: {a: b}}}]",
    "main: [{play: {}}]",
    "main: [{play: {fil: a}}]",
    "main: [{play: {file: ../a}}]",
    "main: [{play: {money: much}}]",
    "main: [{play: {zh: '{{ a'}}]",
    "main: [{play: {zh: a}}]",
    "main: [{if: '{{ a }}', then: [hangup]}]",
    "main: [{set: {caller: 1}}]",
    "main: [{set: {a: [1]}}]",
    "main: [{call: continue}]",
    "main: [{goto: nowhere}]",
    "main: [{http: {timeout: 3s}}]",
    "main: [{collect: {save: a, prompt: b, min: 5, max: 2}}]",
    "main: [{agent: pause}]",
    "main: [{language: fr}]",
    "main: [{language: {prompt: a}}]",
    "main: [{language: {to: en, keys: {1: zh}}}]",
    "main: [{language: {timeout: 3s}}]",
    "main: [{remember: {name: a}}]",
    "main: [{split: {name: a, shares: {continue: 50%, hangup: 40%}}}]",
    "main: [{hours: {of: nobody, closed: main}}]",
    "main: [{goto: main}]",
    "main: [hangup]\nother: [hangup]",
    "main: [hangup]\nrepeat: [hangup]",
)
FAULTY_FILES = (
    "",
    "a: 1\na: 2",
    "a: b: c",
    "a: [1, 2",
    "\ta: 1",
    "a: *b",
    "a: &b [*b]",
    "*: 1",
    "#: 1",
    "a: !!int 1",
    "? [a]\n: 1",
    "a\nb: 1",
    "a: \x07",
    "a: 1\n---\nb: 2",
    "[" * 60 + "]" * 60,
    "- 1",
    "dialplan: 1\nnumbers: [x y]\nstart: a\nflows: 3",
    "dialplan: a\nnumbers: [1, 1]\nstart: a\nflows: {a: [hangup]}",
    "dialplan: a\nnumbers: [1]\nstart: a\nflows: {a: [hangup]}\n"
    "hours: {o: {timezone: Mars, open: [mon, xyz 09:00-10:00, mon 9-25]}}",
    "dialplan: a\nnumbers: [1]\nstart: a\nflows: {a: [hangup]}\n"
    "hours: {o: {holidays: XX, closed_on: [soon], open_on: [a 09:00-10:00]}}",
)


def assert_both_languages(problems: list[Problem]) -> None:
    assert problems
    for problem in problems:
        assert problem.text
        assert _CHINESE.search(problem.said("zh")), problem


@pytest.mark.parametrize("flows", FAULTY_FLOWS)
def test_a_complaint_about_a_flow_has_both_languages(flows: str) -> None:
    assert_both_languages(check_text(text(flows), CATALOGUE))


@pytest.mark.parametrize("file", FAULTY_FILES)
def test_a_complaint_about_a_file_has_both_languages(file: str) -> None:
    assert_both_languages(check_text(file, CATALOGUE))


def faulty_settings() -> Iterator[tuple[str, str]]:
    yield "ivr.yaml", "asterisk: nowhere\nfastagi: {port: 70000}\nami: [1]\ntimezone: Mars\nunknown: 1"
    yield "ivr.yaml", "country: XX"
    yield "agents.yaml", "agents: {a: {name: A, phone: 1001}, b: {name: B, phone: 1001}}"
    yield "agents.yaml", "agents: {a: {name: A, phone: x, skills: {zh: 9}}}"
    yield "queues.yaml", "queues: {support: {name: {zh: a}, ring: 0s, wrap_up: soon, strategy: best}}"


@pytest.mark.parametrize(("file", "written"), list(faulty_settings()))
def test_a_complaint_about_the_settings_has_both_languages(tmp_path: Path, file: str, written: str) -> None:
    (tmp_path / file).write_text(written)
    assert_both_languages(list(find(tmp_path).problems))


def test_a_file_that_is_not_utf_8_is_told_in_both_languages(tmp_path: Path) -> None:
    (tmp_path / "ivr.yaml").write_bytes(b"\xff")
    assert_both_languages(list(find(tmp_path).problems))
