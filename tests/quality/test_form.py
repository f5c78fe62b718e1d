"""Scoring forms: what they take, what is wrong with them, and when one is another."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.quality.forms import Forms, read_forms
from tests.quality.forms import FORM, form

SHIPPED = Path(__file__).parents[2] / "config" / "quality"


def found(folder: Path, text: str) -> Forms:
    (folder / "calls.yaml").write_text(text, encoding="utf-8")
    return read_forms(folder, Path("quality"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("weight: 1}", "weight: »-1}", "expected at least 0"),
        ("form: calls", "form: »our calls", "it must look like"),
        ("text: {zh: 问候, en: Greets}", "text: »{en: Greets}", "'zh' is missing"),
        ("kind: scale", "kind: »scales", "did you mean 'scale'?"),
        ("points: 5", "points: »1", "expected at least 2"),
        ("kind: scale, points", "»points", "'points' is for scale"),
        ("id: clarity", "id: »greeting", "the item 'greeting' stands twice"),
        ("comment: where_lost", "»comments: where_lost", "did you mean 'comment'?"),
        ("fatal: true", "fatal: »perhaps", "expected true or false"),
        ("gains: 50", "gains: »150", "expected at most 100"),
        ("left:", "»na:", "'na' is kept for not applicable"),
    ],
)
def test_a_fault_of_a_form_is_told_with_its_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in FORM
    text = FORM.replace(old, new, 1)
    before = text[: text.index("»")].splitlines()
    (problem,) = found(tmp_path, text.replace("»", "")).problems
    place = f"{len(before)}:{len(before[-1]) + 1}"
    assert str(problem).startswith(f"quality/calls.yaml:{place}: error: "), problem
    assert said in problem.text
    assert problem.zh


def test_a_choice_that_is_fatal_has_an_answer_that_gains_nothing(tmp_path: Path) -> None:
    text = FORM.replace("weight: 4", "fatal: true").replace("gains: 0}", "gains: 10}")
    (problem,) = found(tmp_path, text).problems
    assert "can never be fatal" in problem.text


def test_a_form_in_which_nothing_counts_is_refused(tmp_path: Path) -> None:
    text = FORM
    for weight in ("1", "2", "4"):
        text = text.replace(f"weight: {weight}", "weight: 0")
    (problem,) = found(tmp_path, text).problems
    assert (problem.line, problem.text) == (
        3,
        "all weights are 0, so no score can come of it; give one item a weight",
    )


def test_two_files_have_two_names_of_forms(tmp_path: Path) -> None:
    (tmp_path / "another.yaml").write_text(FORM, encoding="utf-8")
    forms = found(tmp_path, FORM)
    assert [problem.text for problem in forms.problems] == [
        "another file has a form 'calls'; give this one another name"
    ]
    assert list(forms.forms) == ["calls"]


@pytest.mark.parametrize("text", ["", "- a", "form: [", "a: 1", "\0", "form: &a {b: *a}"])
def test_what_is_no_form_is_told_and_the_others_are_read(tmp_path: Path, text: str) -> None:
    (tmp_path / "sound.yaml").write_text(FORM, encoding="utf-8")
    forms = found(tmp_path, text)
    assert forms.problems
    assert list(forms.forms) == ["calls"]


def test_without_a_folder_there_are_no_forms(tmp_path: Path) -> None:
    assert read_forms(tmp_path / "none") == Forms({}, ())


def test_the_form_that_ships_is_sound() -> None:
    forms = read_forms(SHIPPED)
    assert (list(forms.forms), forms.problems) == (["service"], ())


def test_a_form_is_another_as_soon_as_anything_in_it_is() -> None:
    assert form().fingerprint == form().fingerprint
    assert form().fingerprint != form(FORM.replace("gains: 50", "gains: 51")).fingerprint
    assert form().fingerprint != form(FORM.replace("en: Greets", "en: Hails")).fingerprint


def test_comments_and_spacing_make_no_other_form() -> None:
    assert form().fingerprint == form("# ours\n" + FORM.replace("form: calls", "form:   calls")).fingerprint
