"""Comments that silence a check for a line, and what is told of those that silence nothing."""

from __future__ import annotations

import pytest

from ivr.flow.check import check_text
from ivr.flow.site import Site
from ivr.steps import CATALOGUE

from .samples import SITE, all_found, found, told, whole

ONE_LANGUAGE = "missing_language"


def test_a_comment_behind_a_line_silences_the_check_in_that_line() -> None:
    assert all_found(f"- play: {{zh: 您好}}  # ivr: ignore[{ONE_LANGUAGE}]") == []


def test_a_comment_that_stands_alone_is_for_the_next_line_that_says_something() -> None:
    assert (
        all_found(f"main:\n  # ivr: ignore[{ONE_LANGUAGE}]\n\n  # Only in Chinese.\n  - play: {{zh: 您好}}")
        == []
    )


def test_the_other_lines_are_told() -> None:
    example = f"- play: {{zh: 您好}}  # ivr: ignore[{ONE_LANGUAGE}]\n- play: {{zh: 再见}}"
    assert found(example, ONE_LANGUAGE) == [(2, 9)]


def test_the_other_checks_of_the_line_are_told() -> None:
    example = f"main:\n  - goto: main # ivr: ignore[{ONE_LANGUAGE}]"
    assert "loops_without_input" in all_found(example)


def test_several_checks_may_be_named() -> None:
    example = "a:\n  - hangup:\n# ivr: ignore[unreachable_flows, missing_language]\nb: [{hangup: {zh: 再见}}]"
    assert all_found(example) == []


def test_an_error_that_a_person_may_know_better_about_can_be_silenced() -> None:
    example = "main:  # ivr: ignore[loops_without_input]\n  - goto: main"
    assert "loops_without_input" not in all_found(example)


@pytest.mark.parametrize(
    "comment", ["#ivr:ignore[missing_language]", "#  ivr:  ignore [ missing_language , ]"]
)
def test_blanks_in_the_comment_do_not_matter(comment: str) -> None:
    assert all_found(f"- play: {{zh: 您好}}  {comment}") == []


@pytest.mark.parametrize(
    "example",
    [
        "- play: {zh: '您好 # ivr: ignore[missing_language]'}",
        '- play: {zh: "您好\n\n    # ivr: ignore[missing_language]"}',
        "- play:\n    zh: |\n      您好\n      # ivr: ignore[missing_language]\n",
        "- play: {zh: 您好#ivr-ignore}",
    ],
)
def test_what_stands_in_a_text_is_no_comment(example: str) -> None:
    assert all_found(example) == [ONE_LANGUAGE]


@pytest.mark.parametrize(
    ("fault", "check"),
    [
        ("- paly: 您好", "unknown_step"),
        ("- goto: nowhere", "dead_links"),
        ("- queue: nobody", "unknown_queue"),
        ("- play: {zh: 1, zh: 2, en: 3}", "duplicate_key"),
    ],
)
def test_what_would_make_the_call_go_wrong_cannot_be_silenced(fault: str, check: str) -> None:
    example = f"{fault}  # ivr: ignore[{check}]"
    assert sorted(all_found(example)) == sorted([check, "unused_ignore"])
    assert told(example, "unused_ignore") == [
        f"'{check}' cannot be ignored: the call would go wrong; mend it and take this out"
    ]


def test_a_comment_that_silences_nothing_is_told_at_the_name() -> None:
    example = "- play: {zh: a, en: b}  # ivr: ignore[missing_language, loops_without_exit]"
    assert found(example, "unused_ignore") == [(1, 39), (1, 57)]
    assert told(example, "unused_ignore")[0].startswith("'missing_language' finds nothing in line")


def test_the_second_comment_for_one_fault_is_told() -> None:
    example = "main:\n  # ivr: ignore[missing_language]\n  - play: {zh: a}  # ivr: ignore[missing_language]"
    assert found(example, "unused_ignore") == [(3, 34)]


def test_a_check_that_does_not_exist_is_told_with_the_nearest_one() -> None:
    assert told("- play: {zh: a, en: b}  # ivr: ignore[mising_language]", "unused_ignore")[0].startswith(
        "there is no check 'mising_language'; did you mean 'missing_language'?"
    )


@pytest.mark.parametrize("comment", ["# ivr: ignore", "# ivr: ignore[]", "# ivr: ignore[ ]"])
def test_a_comment_that_names_no_check_is_told(comment: str) -> None:
    assert told(f"- play: {{zh: a, en: b}}  {comment}", "unused_ignore") == [
        "name the checks in brackets: # ivr: ignore[missing_language]"
    ]


@pytest.mark.parametrize("site", [Site(), Site(queues={"support"}, agents={})])
def test_nothing_is_said_where_not_every_check_could_be_run(site: Site) -> None:
    text = whole("- play: {zh: a, en: b}  # ivr: ignore[missing_language]")
    assert check_text(text, CATALOGUE, site) == []
    broken = text + "\n  other: [{goto: nowhere}]\n"
    assert [problem.check for problem in check_text(broken, CATALOGUE, SITE)] == ["dead_links"]


def test_a_silenced_error_leaves_the_dialplan_usable() -> None:
    text = whole("main:  # ivr: ignore[loops_without_input, loops_without_exit]\n  - goto: main")
    assert not [problem for problem in check_text(text, CATALOGUE, SITE) if problem.severity == "error"]
