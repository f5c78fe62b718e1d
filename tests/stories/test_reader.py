"""Stories as they stand in a file: what is left out comes from the head, every mistake has its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.stories.reader import read_stories
from ivr.stories.turns import TURNS, Hears, IsQueued, Presses
from routing.needs import Has

from .centre import stories

HEAD = """\
caller: {dialled: "200", number: "139"}
world:
  http: {"*/a": {json: {n: 1}}}
  agents: {li: answers}
stories:
  - story: {zh: 一, en: one}
    caller: {number: "138"}
    world:
      http: {"*/b": down}
    happens:
      - hears: 您好
      - presses: "12#"
      - is_queued: {to: support, skills: {a: 2}}
  - story: two
    happens: [hangs_up]
"""


def complaints(text: str) -> list[tuple[int, int, str]]:
    return [(problem.line, problem.column, problem.text) for problem in read_stories(text)[1]]


def turn(text: str) -> tuple[int, str]:
    """The column and the text of what is wrong with one turn."""
    ((_, column, wrong),) = complaints(f"stories:\n  - story: a\n    happens:\n      - {text}\n")
    return column, wrong


def test_a_story_has_a_name_in_both_languages_a_place_and_its_turns() -> None:
    one, two = stories(HEAD)
    assert (one.name.zh, one.name.en, one.place.line) == ("一", "one", 6)
    assert (two.name.zh, two.name.en) == ("two", "two")
    hears, presses, queued = one.turns
    assert isinstance(hears, Hears)
    assert (hears.words, hears.place.line, hears.place.column) == ("您好", 11, 9)
    assert isinstance(presses, Presses)
    assert presses.keys == "12#"
    assert isinstance(queued, IsQueued)
    assert (queued.to, queued.skills) == ("support", Has("a", 2))


def test_what_a_story_leaves_out_comes_from_the_head_of_its_file() -> None:
    one, two = stories(HEAD)
    assert (one.caller.dialled, one.caller.number, two.caller.number) == ("200", "138", "139")
    assert [answer.url for answer in one.world.http] == ["*/b", "*/a"]
    assert list(one.world.agents or {}) == ["li"]


def test_json_is_what_it_looks_like() -> None:
    body = '{a: 1, b: "1", c: yes, d: true, e: null, f: 1.5, g: [x, 2], h: {i: 010}}'
    text = (
        f'stories:\n  - story: a\n    world: {{http: {{"*": {{json: {body}}}}}}}\n    happens: [hangs_up]\n'
    )
    (story,) = stories(text)
    assert story.world.http[0].json_ == {
        "a": 1,
        "b": "1",
        "c": "yes",
        "d": True,
        "e": None,
        "f": 1.5,
        "g": ["x", 2],
        "h": {"i": "010"},
    }


@pytest.mark.parametrize(
    ("text", "column", "wrong"),
    [
        ("hear: 您好", 9, f"unknown word 'hear'; did you mean 'hears'? allowed: {', '.join(sorted(TURNS))}"),
        ("presses: one", 18, "found 'one'; it must look like ^[0-9*#]{1,60}$"),
        ("hears:", 9, "'words' is missing"),
        ("waits: long", 16, "'long' is not a duration; write it like 5s"),
        (
            "is_queued: {to: a, skill: {b: 1}}",
            28,
            "unknown key 'skill'; did you mean 'skills'? allowed: priority, skills, to",
        ),
        ("{hears: a, presses: b}", 20, "one thing a line, such as '- presses: \"1\"'"),
        ("logs: {recording_stord: {}}", 16, "unknown fact"),
        (
            "logs: {recording_stored: {kin: a}}",
            35,
            "unknown fact 'kin'; did you mean 'kind'? allowed: channels, file, kind, recovered, seconds",
        ),
        ("outcome: anwsered", 18, "found 'anwsered'; did you mean 'answered'?"),
    ],
)
def test_a_mistake_in_a_turn_has_its_place_and_the_nearest_spelling(
    text: str, column: int, wrong: str
) -> None:
    found = turn(text)
    assert found[0] == column
    assert found[1].startswith(wrong)


@pytest.mark.parametrize(
    ("text", "place", "wrong"),
    [
        ("stories:\n  - happens: [hangs_up]\n", (2, 5), "'story' is missing"),
        ("stories:\n  - story: a\n", (2, 5), "'happens' is missing"),
        (
            "stories:\n  - story: a\n    happen: [hangs_up]\n",
            (3, 5),
            "unknown key 'happen'; did you mean 'happens'?",
        ),
        ("caler: {}\nstories: []\n", (1, 1), "unknown key 'caler'; did you mean 'caller'?"),
        (
            "stories: []\ncaller: {at: never}\n",
            (2, 14),
            "'never' is no time of a call; write 2026-10-01 10:00",
        ),
        ("stories: []\ncaller: {at: xyz 10:00}\n", (2, 14), "'xyz 10:00' is no time of a call"),
        ("stories: []\nworld: {http: {a: dwn}}\n", (2, 19), "found 'dwn'; did you mean 'down'?"),
        ("stories: []\nworld: {agents: {li: answer}}\n", (2, 22), "found 'answer'; did you mean 'answers'?"),
        ("stories: []\nworld: {agents: nobody}\n", (2, 17), "expected a mapping"),
        ("hello\n", (1, 1), "expected a mapping with 'stories:'"),
        ("a: 1\n", (1, 1), "'stories' is missing"),
        ("", (1, 1), "the file is empty"),
        ("stories:\n  - hello\n", (2, 5), "expected a story: '- story: name'"),
        ("stories: {a: b}\n", (1, 10), "expected a list of stories"),
    ],
)
def test_a_mistake_beside_the_turns_has_its_place(text: str, place: tuple[int, int], wrong: str) -> None:
    found = complaints(text)
    assert any(problem[:2] == place and problem[2].startswith(wrong) for problem in found), found


def test_every_mistake_is_told_in_chinese_as_well() -> None:
    problems = read_stories("stories:\n  - story: a\n    happens:\n      - hear: a\n      - {a: b, c: d}\n")[
        1
    ]
    assert len(problems) == 2
    assert all(problem.zh for problem in problems)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.stories.yaml").write_bytes(b"\xff")
    assert "UTF-8" in read_stories(tmp_path / "a.stories.yaml")[1][0].text
    assert "cannot be read" in read_stories(tmp_path / "none.stories.yaml")[1][0].text


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="abhears:-{}[],\"' \n*#&|>1", max_size=80))
def test_any_text_is_read_without_a_traceback(text: str) -> None:
    read_stories("stories:\n  - story: a\n    happens:\n      - " + text)
    read_stories(text)
