"""Every step has its file, its test and its page, and says everything in both languages."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ivr.flow.prompt import LANGUAGES, Prompt
from ivr.flow.step import Step
from ivr.steps import CATALOGUE, STEPS

ROOT = Path(__file__).parents[2]

each_verb = pytest.mark.parametrize("verb", CATALOGUE)


def test_no_verb_stands_twice() -> None:
    assert len(CATALOGUE) == len(STEPS)


@each_verb
def test_the_file_is_named_after_the_verb(verb: str) -> None:
    module = CATALOGUE[verb].__module__.rpartition(".")[2]
    assert module.rstrip("_") == verb


def test_every_file_holds_a_step_of_the_catalogue() -> None:
    files = {path.stem.rstrip("_") for path in (ROOT / "ivr" / "steps").glob("*.py")} - {""}
    assert files - {"__init__".rstrip("_")} == set(CATALOGUE)


@each_verb
def test_there_is_a_test_of_the_verb(verb: str) -> None:
    assert (ROOT / "tests" / "steps" / f"test_{verb}.py").is_file()


@each_verb
def test_the_page_begins_with_an_example(verb: str) -> None:
    doc = sys.modules[CATALOGUE[verb].__module__].__doc__ or ""
    assert "```yaml" in doc
    assert f"{verb}:" in doc


@each_verb
def test_a_shorthand_is_a_field(verb: str) -> None:
    step: type[Step] = CATALOGUE[verb]
    assert step.shorthand is None or step.shorthand in step.model_fields
    assert step.beside <= set(step.model_fields)


@each_verb
def test_built_in_words_exist_in_both_languages(verb: str) -> None:
    step = CATALOGUE[verb]
    defaults = [field.default for field in step.model_fields.values()]
    for prompt in (
        value for value in (*vars(step).values(), *defaults) if isinstance(value, Prompt) and value
    ):
        assert not prompt.lacks(), prompt
        assert {language for language, _ in prompt.texts()} == set(LANGUAGES)
