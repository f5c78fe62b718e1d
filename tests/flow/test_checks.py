"""The checks, each with a wrong dialplan and a right one."""

from __future__ import annotations

import pytest

from ivr.flow.check import check_drafts, check_text
from ivr.flow.reader import read_draft

from .trial import CATALOGUE, SITE, told, whole


def found(flows: str) -> list[tuple[str, str, int, int]]:
    problems = check_text(whole(flows), CATALOGUE, SITE)
    return [(problem.check, problem.severity, problem.line - 5, problem.column) for problem in problems]


@pytest.mark.parametrize(
    "flows",
    [
        "main: [stop]",
        "main: [{call: other}, {go: last}]\nother: [back]\nlast: [stop]",
        "main: [{ask: {keys: {1: main, 2: hangup, 3: repeat, 4: continue, 5: return}}}]",
        "main: [{call: asks}, {go: main}]\nasks: [{ask: {}}]",
        "main: [{if: key, then: [{ask: {}}], else: [{ask: {}}]}, {go: main}]",
        "main: [{play: {zh: a, en: b}}, {play: same in both}, {line: {queue: vip}}]",
    ],
)
def test_a_sound_dialplan_gives_no_finding(flows: str) -> None:
    assert told(flows) == []


def test_a_dead_link_stands_where_the_name_is_written() -> None:
    assert told("main: [{ask: {keys: {1: other, 2: othr}}}]\nother: [stop]") == [
        (1, 37, "no flow named 'othr'; did you mean 'other'? allowed: main, other")
    ]


def test_a_dead_link_in_a_nested_step_is_found() -> None:
    assert found("main: [{if: x, then: [{go: nowhere}]}]") == [("dead_links", "error", 1, 30)]


def test_a_link_to_a_flow_with_faults_of_its_own_is_no_dead_link() -> None:
    assert found("main: [{go: broken}]\nbroken: [{paly: x}]") == [("reader", "error", 2, 13)]


def test_a_flow_that_nothing_leads_to_is_a_warning() -> None:
    assert found("main: [stop]\nalone: [{go: alone2}]\nalone2: [stop]") == [
        ("unreachable_flows", "warning", 2, 3),
        ("unreachable_flows", "warning", 3, 3),
    ]


def test_whether_a_flow_is_reached_is_not_judged_in_a_file_with_other_faults() -> None:
    assert found("main: [{og: other}]\nother: [stop]") == [("reader", "error", 1, 11)]


def test_a_prompt_in_one_language_is_a_warning() -> None:
    assert found("main: [{play: {zh: 您好}}]") == [("missing_language", "warning", 1, 17)]


def test_unknown_queues_and_hours() -> None:
    assert [text for _, _, text in told("main: [{line: {queue: suport, hours: offic}}]")] == [
        "no queue named 'suport'; did you mean 'support'? allowed: support, vip",
        "no hours named 'offic'; did you mean 'office'? allowed: office",
    ]


def test_queues_are_not_judged_where_their_names_are_not_known() -> None:
    assert check_text(whole("main: [{line: {queue: any}}]"), CATALOGUE) == []


@pytest.mark.parametrize(
    ("flows", "circle"),
    [
        ("main: [{play: a}, {go: main}]", "main → main"),
        ("main: [{go: b}]\nb: [{if: x, then: [{go: c}]}]\nc: [{go: b}]", "b → c → b"),
        ("main: [{go: main}, {ask: {}}]", "main → main"),
        ("main: [{if: x, then: [{ask: {}}]}, {go: main}]", "main → main"),
    ],
)
def test_a_circle_without_waiting_for_the_caller_is_an_error(flows: str, circle: str) -> None:
    (problem,) = told(flows)
    assert problem[2].startswith(f"{circle} goes round without waiting")


def test_a_circle_with_a_question_in_it_is_fine() -> None:
    assert told("main: [{go: b}]\nb: [{ask: {}}, {go: main}]") == []


def test_a_number_in_two_dialplans_is_an_error_in_the_second() -> None:
    first = read_draft(whole("main: [stop]"), CATALOGUE, "a.yaml")
    second = read_draft(whole("main: [stop]").replace("trial", "other"), CATALOGUE, "b.yaml")
    usable, problems = check_drafts([first, second])
    assert [str(problem) for problem in problems] == [
        "b.yaml:2:11: error: the number 100 is taken already, in a.yaml:2:11 [double_numbers]",
        "b.yaml:2:18: error: the number 1xx is taken already, in a.yaml:2:18 [double_numbers]",
    ]
    assert [plan.file for plan in usable] == ["a.yaml"]
