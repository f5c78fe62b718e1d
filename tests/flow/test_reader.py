"""Reading dialplans: steps and their places, and every fault at its line and column."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.flow.check import check_text
from ivr.flow.reader import read_dialplan, read_draft

from .trial import CATALOGUE, HEAD, LINES_BEFORE, Ask, Go, If, Play, plan, told, whole


def test_a_dialplan_has_its_head_and_its_flows() -> None:
    found = plan("main: [stop]\nother: [{play: hi}, {go: main}]")
    assert (found.name, found.numbers, found.language, found.start) == ("trial", ("100", "1xx"), "zh", "main")
    assert list(found.flows) == ["main", "other"]
    assert list(found.hours) == ["office"]


def test_the_version_changes_with_the_text() -> None:
    assert plan("main: [stop]").version == plan("main: [stop]").version
    assert plan("main: [stop]").version != plan("main: [stop] # changed").version


def test_a_step_knows_its_place_and_those_of_its_values() -> None:
    (step,) = plan("""
        main:
          - ask:
              keys: {1: main,
                     2: main}
    """).flows["main"]
    assert (step.place.line - LINES_BEFORE, step.place.column) == (2, 7)
    assert (step.place_of("keys 2").line - LINES_BEFORE, step.place_of("keys 2").column) == (4, 19)
    assert step.place_of("nothing") == step.place


def test_a_value_that_is_no_mapping_fills_the_shorthand() -> None:
    text, texts, listed = plan(
        "main: [{play: 您好}, {play: {zh: 您好, en: Hi}}, {play: [a, {digits: 1}]}]"
    ).flows["main"]
    assert all(isinstance(step, Play) and step.prompt for step in (text, texts, listed))


def test_a_mapping_with_the_step_s_own_fields_fills_them() -> None:
    (step,) = plan("main: [{play: {prompt: {zh: 您好, en: Hi}, times: 2}}]").flows["main"]
    assert isinstance(step, Play)
    assert step.times == 2


def test_a_step_without_fields_may_be_a_bare_word() -> None:
    assert len(plan("main: [stop, {stop: }]").flows["main"]) == 2


def test_keys_beside_the_verb_hold_nested_steps() -> None:
    (step,) = plan("""
        main:
          - if: key == '1'
            then:
              - if: key
                then: [stop]
            else:
              - go: main
    """).flows["main"]
    assert isinstance(step, If)
    assert isinstance(step.then[0], If)
    assert isinstance(step.else_[0], Go)
    assert [name for name, _ in step.children()] == ["then", "else_"]


def test_links_are_found_by_their_type_wherever_they_stand() -> None:
    (step,) = plan("main: [{ask: {keys: {1: main, '#': hangup}, silence: main}}]").flows["main"]
    assert isinstance(step, Ask)
    assert list(step.links()) == [("keys 1", "main"), ("keys #", "hangup"), ("silence", "main")]


@pytest.mark.parametrize(
    ("flows", "problem"),
    [
        ("main: [{paly: hi}]", (1, 11, "unknown step 'paly'; did you mean 'play'?")),
        ("main: [{play: {prompt: a, tims: 2}}]", (1, 29, "unknown key 'tims'; did you mean 'times'?")),
        ("main: [{play: {prompt: a, times: two}}]", (1, 36, "expected a whole number, found 'two'")),
        ("main: [{play: {zh: a, fr: b}}]", (1, 25, "unknown key 'fr' in a prompt")),
        ("main: [{play: '{{ x'}]", (1, 17, "unexpected end of template")),
        ("main: [{if: x ==, then: [stop]}]", (1, 15, "unexpected 'end of template'")),
        ("main: [{if: x}]", (1, 11, "'then' is missing")),
        ("main: [{if: x, then: [stop], esle: [stop]}]", (1, 32, "did you mean 'else'?")),
        ("main: [{if: x, then: [{paly: x}]}]", (1, 26, "did you mean 'play'?")),
        ("main: [{if: x, then: {play: x}}]", (1, 24, "begin each step with '- '")),
        ("main: [{if: x, then: []}]", (1, 24, "at least one step is needed")),
        ("main: [{play: a, stop: }]", (1, 20, "a second verb 'stop' in the step 'play'")),
        ("main: [{play: a, times: 2}]", (1, 20, "unknown key 'times' beside 'play'")),
        (
            "main: [{ask: hello}]",
            (1, 16, "'ask' takes a mapping (key: value); allowed: prompt, keys, silence"),
        ),
        ("main: [[stop]]", (1, 10, "expected a step, such as 'play: text'")),
        ("main: {play: hi}", (1, 9, "begin each step with '- '")),
        ("main: []", (1, 9, "at least one step is needed")),
        ("main: [stop]\nhangup: [stop]", (2, 3, "'hangup' is a word of the language")),
    ],
)
def test_a_fault_has_its_place_and_its_remedy(flows: str, problem: tuple[int, int, str]) -> None:
    (found,) = told(flows)
    assert found[:2] == problem[:2]
    assert problem[2] in found[2]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("dialplan: trial", "dialpan: trial", "did you mean 'dialplan'?"),
        ("dialplan: trial", "dialplan: 9 lives", "it must look like"),
        ('["100", "1xx"]', "[]", "expected at least 1, found 0"),
        ('["100", "1xx"]', "[sales]", "it must look like"),
        ("start: main", "start: mian", "no flow named 'mian'; did you mean 'main'?"),
        ("start: main", "start: main\nlanguage: fr", "allowed: en, zh"),
        ("start: main", "start: main\non_error: nowhere", "no flow named 'nowhere'"),
        ("mon-fri", "mon-fry", "did you mean 'fri'?"),
    ],
)
def test_faults_of_the_head_are_told(old: str, new: str, words: str) -> None:
    assert old in HEAD
    problems = check_text(whole("main: [stop]").replace(old, new), CATALOGUE)
    assert any(words in problem.text for problem in problems)


def test_everything_is_told_at_once() -> None:
    found = told(
        "main: [{paly: a}, {play: {zh: a, fr: b}}, {go: nowhere}]\nlast: [{ask: {kes: {}}}, {if: 'x =='}]"
    )
    assert [line for line, _, _ in found] == [1, 1, 1, 2, 2, 2]


@pytest.mark.parametrize("text", ["", "- a\n", "just a text", "flows: 3\n", "dialplan: x\nflows: [a]\n"])
def test_what_is_no_dialplan_is_told(text: str) -> None:
    dialplan, problems = read_dialplan(text, CATALOGUE)
    assert dialplan is None
    assert problems


def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes(b"dialplan: \xe9\n")
    assert "save the file as UTF-8" in read_dialplan(tmp_path / "latin.yaml", CATALOGUE)[1][0].text
    assert "cannot be read" in read_dialplan(tmp_path / "gone.yaml", CATALOGUE)[1][0].text
    assert "cannot be read" in read_dialplan(tmp_path, CATALOGUE)[1][0].text


_WORDS = ["play", "if", "then", "else", "go", "ask", "keys", "main", "zh", "1", "hours", "flows:", "stop"]
_SIGNS = [
    ": ",
    "- ",
    "\n",
    "\n  ",
    "\n    ",
    "{",
    "}",
    "[",
    "]",
    "{{ x }}",
    "'",
    '"',
    "*",
    "#",
    "&a ",
    "*a",
    ", ",
]
_PIECES = st.lists(st.sampled_from(_WORDS + _SIGNS), max_size=30)


@settings(deadline=None)
@given(_PIECES)
def test_no_dialplan_brings_the_reader_down(pieces: list[str]) -> None:
    for text in ("".join(pieces), whole("".join(pieces))):
        draft = read_draft(text, CATALOGUE)
        assert draft.dialplan or draft.problems
