"""Every check has a page, made from its docstring; its examples hold. `UPDATE=1` writes the pages."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from ivr.flow.check import RULES
from ivr.flow.check_reference import examples, index, page
from tests.audio.sounds import speech, write

from .samples import OVERFLOW, SITE, all_found, found_in_queues

HERE = Path(__file__).parent
PAGES = HERE.parents[2] / "docs" / "checks"
IVR = HERE.parents[2] / "ivr"
FILES = {path.stem for room in ("flow", "settings") for path in (IVR / room / "checks").glob("*.py")} - {
    "__init__"
}

WRITTEN = {f"{name}.md": page(rule) for name, rule in RULES.items()} | {"README.md": index(RULES.values())}
EXAMPLES = [(name, kind, text) for name, rule in RULES.items() for kind, text in examples(rule)]


def test_a_check_is_named_as_its_file_and_all_of_them_are_run() -> None:
    assert set(RULES) == FILES


@pytest.mark.parametrize("name", WRITTEN)
def test_the_page_is_up_to_date(name: str) -> None:
    if os.environ.get("UPDATE"):
        PAGES.mkdir(parents=True, exist_ok=True)
        (PAGES / name).write_text(WRITTEN[name], encoding="utf-8")
    assert (PAGES / name).read_text(encoding="utf-8") == WRITTEN[name]


def test_no_page_is_left_over() -> None:
    assert {path.name for path in PAGES.glob("*.md")} == set(WRITTEN)


@pytest.mark.parametrize("name", RULES)
def test_a_page_shows_what_is_wrong_and_what_is_right(name: str) -> None:
    assert {kind for kind, _ in examples(RULES[name])} == {"Wrong", "Right"}


@pytest.mark.parametrize(("name", "kind", "text"), EXAMPLES)
def test_the_example_is_what_the_page_says(name: str, kind: str, text: str, tmp_path: Path) -> None:
    if text.startswith("queues:"):
        of_queues = {problem.check for problem in found_in_queues(text, tmp_path / "config")}
        assert of_queues == ({name} if kind == "Wrong" else set())
        return
    write(tmp_path / "recorded" / "zh" / "welcome.wav", speech())
    found = all_found(
        text, replace(SITE, prompts=tmp_path, overflow=OVERFLOW if name == "overflow_in_vain" else {})
    )
    assert set(found) == ({name} if kind == "Wrong" else set())


@pytest.mark.parametrize("name", RULES)
def test_a_check_has_tests_of_its_own(name: str) -> None:
    assert (HERE / f"test_{name}.py").is_file()
