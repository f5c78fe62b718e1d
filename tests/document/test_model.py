"""Filling models: pydantic's complaints in plain English, at the place of what is at fault."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from ivr.document.model import Fault, Faults, fill
from ivr.document.reader import read


def _two_faults(value: object) -> object:
    if value == "bad":
        raise Faults([Fault("here", ("a", 1)), Fault("there", ("b",), at_key=True), Fault("all of it")])
    if isinstance(value, dict):
        raise Faults([Fault("in the list", ("a", 1)), Fault("wrong key", ("b",), at_key=True)])
    return value


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")

    level: Annotated[int, Field(ge=1, le=5)] = 1
    colour: Literal["red", "green"] = "red"


class Whole(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    parts: Mapping[Annotated[str, Field(pattern="^[a-z]+$")], Part] = {}
    several: tuple[Part, ...] = ()
    maybe: Part | None = None
    own: Annotated[Any, BeforeValidator(_two_faults)] = None
    at: date | None = None
    if_: str = Field(default="", alias="if")


COLOURS = "did you mean 'colour'? allowed: colour, level"
KEYS = "did you mean 'name'? allowed: at, if, maybe, name, own, parts, several"


def told(text: str) -> list[tuple[int, int, str]]:
    document = read(text, "f.yaml")
    assert document.root is not None
    instance, problems = fill(Whole, document.root, document)
    assert (instance is None) == bool(problems)
    return [(problem.line, problem.column, problem.text) for problem in problems]


def test_fills_a_model_from_texts() -> None:
    document = read("name: x\nparts: {a: {level: 3}}\nif: y\n", "f.yaml")
    assert document.root is not None
    whole, problems = fill(Whole, document.root, document)
    assert whole is not None
    assert not problems
    assert (whole.parts["a"].level, whole.if_) == (3, "y")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("nam: x\nname: y", (1, 1, f"unknown key 'nam'; {KEYS}")),
        ("if: x", (1, 1, "'name' is missing")),
        ("name: [x]", (1, 7, "expected a text, found a list")),
        ("name: x\nparts: {a: {level: 9}}", (2, 20, "expected at most 5, found '9'")),
        ("name: x\nparts: {a: {level: 0}}", (2, 20, "expected at least 1, found '0'")),
        ("name: x\nparts: {a: {level: two}}", (2, 20, "expected a whole number, found 'two'")),
        ("name: x\nparts: {a: {level: }}", (2, 20, "expected a whole number, found nothing")),
        (
            "name: x\nparts: {a: {colour: gren}}",
            (2, 21, "found 'gren'; did you mean 'green'? allowed: green, red"),
        ),
        ("name: x\nparts: {a: {color: red}}", (2, 13, f"unknown key 'color'; {COLOURS}")),
        ("name: x\nparts: {A1: {}}", (2, 9, "found 'A1'; it must look like ^[a-z]+$")),
        ("name: x\nparts: none", (2, 8, "expected a mapping (key: value), found 'none'")),
        ("name: x\nseveral: [{}, {level: x}]", (2, 23, "expected a whole number, found 'x'")),
        ("name: x\nat: soon", (2, 5, "expected a date like 2026-10-01, found 'soon'")),
        ("name: x\nparts: {a: [1]}", (2, 12, "expected a mapping (key: value), found a list")),
        ("name: x\nseveral: {}", (2, 10, "expected a list, found a mapping")),
        ("name: x\nmaybe: {colr: red}", (2, 9, f"unknown key 'colr'; {COLOURS}")),
    ],
)
def test_a_fault_is_told_in_plain_english_at_its_place(text: str, problem: tuple[int, int, str]) -> None:
    assert told(text) == [problem]


def test_all_faults_are_told_at_once() -> None:
    assert len(told("nam: x\nparts: {a: {level: 9, colour: blue}}\nseveral: x\n")) == 5


def test_a_type_of_ours_can_tell_several_faults_each_at_its_place() -> None:
    assert told("name: x\nown: {a: [1, 2], b: 3}\n") == [(2, 14, "in the list"), (2, 18, "wrong key")]


def test_a_path_that_leads_nowhere_ends_at_the_last_place_known() -> None:
    assert {problem[:2] for problem in told("name: x\nown: bad\n")} == {(2, 6)}


def test_what_is_no_mapping_is_told() -> None:
    document = read("- a\n", "f.yaml")
    assert document.root is not None
    _, problems = fill(Whole, document.root, document)
    assert [problem.text for problem in problems] == ["expected a mapping (key: value), found a list"]


def test_values_read_already_are_taken_as_they_are() -> None:
    document = read("name: x\nown: {a: [1, 2]}\n", "f.yaml")
    assert document.root is not None
    marker = object()
    whole, _ = fill(Whole, document.root, document, {"own": marker})
    assert whole is not None
    assert whole.own is marker


def test_a_long_value_is_cut_in_the_complaint() -> None:
    ((_, _, text),) = told(f"name: x\nparts: {{a: {{level: {'9' * 50}{'x' * 500}}}}}")
    assert len(text) < 150


def test_a_full_width_colon_explains_why_a_mapping_is_not_one() -> None:
    document = read("5： invoices\n", "f.yaml")
    assert document.root is not None
    (problem,) = fill(BaseModel, document.root, document)[1]
    assert "full-width ：" in problem.text
    assert "全角" in problem.zh
