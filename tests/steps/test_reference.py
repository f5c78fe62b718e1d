"""The committed reference pages are what the steps say of themselves. `UPDATE=1` writes them anew."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import pytest

from ivr.flow.reader import read_dialplan
from ivr.flow.reference import index, kind, page
from ivr.steps import CATALOGUE

PAGES = Path(__file__).parents[2] / "docs" / "steps"

WRITTEN = {f"{verb}.md": page(step) for verb, step in CATALOGUE.items()} | {"README.md": index(CATALOGUE)}


@pytest.mark.parametrize("name", WRITTEN)
def test_the_page_is_up_to_date(name: str) -> None:
    if os.environ.get("UPDATE"):
        PAGES.mkdir(parents=True, exist_ok=True)
        (PAGES / name).write_text(WRITTEN[name], encoding="utf-8")
    assert (PAGES / name).read_text(encoding="utf-8") == WRITTEN[name]


def test_no_page_is_left_over() -> None:
    assert {path.name for path in PAGES.glob("*.md")} == set(WRITTEN)


@pytest.mark.parametrize("verb", CATALOGUE)
def test_the_example_can_be_read(verb: str) -> None:
    example = WRITTEN[f"{verb}.md"].split("```yaml\n")[1].split("```")[0]
    flows = example if example[0] != "-" else "example:\n" + example
    head = 'dialplan: trial\nnumbers: ["1"]\nlanguage: zh\nstart: main\n'
    head += 'hours: {office: {open: ["mon-fri 09:00-18:00"]}}\nflows:\n'
    text = head + "".join(f"  {line}\n" for line in flows.splitlines())
    _, found = read_dialplan(text, CATALOGUE)
    assert not [str(problem) for problem in found if problem.severity == "error"]


@pytest.mark.parametrize(
    ("hint", "words"),
    [
        (tuple[str, ...], "list of text"),
        (int | None, "whole number"),
        (Mapping[str, float], "mapping: text → number"),
        (Literal["a", ""], '`a`, `""`'),
        (Path, "Path"),
    ],
)
def test_kinds_of_fields_in_plain_words(hint: object, words: str) -> None:
    assert kind(hint) == words
