"""Prompts: every way of writing one, in both languages, and the faults in them."""

from __future__ import annotations

import pytest
from pydantic import BaseModel

from ivr.document.model import fill
from ivr.document.reader import read
from ivr.flow.expressions import ExpressionFailed, Template
from ivr.flow.prompt import Prompt
from ivr.ports import Phrase

VARIABLES = {"name": "王芳", "order": {"number": "2001", "amount": "12.50"}}


class Holder(BaseModel):
    prompt: Prompt = Prompt()


def prompt(yaml: str) -> Prompt:
    document = read(f"prompt: {yaml}\n", "f.yaml")
    assert document.root is not None
    holder, problems = fill(Holder, document.root, document)
    assert holder is not None, problems
    return holder.prompt


def faults(yaml: str) -> list[tuple[int, str]]:
    document = read(f"prompt: {yaml}\n", "f.yaml")
    assert document.root is not None
    return [(problem.column, problem.text) for problem in fill(Holder, document.root, document)[1]]


def render(template: Template) -> str:
    return template.render(VARIABLES)


def said(yaml: str, language: str) -> list[tuple[str, str]]:
    return [(phrase.language, phrase.text) for phrase in prompt(yaml).phrases(render, language)]


def test_a_text_is_spoken_in_the_language_of_the_call() -> None:
    assert said("您好", "en") == [("en", "您好")]


def test_a_text_for_each_language() -> None:
    assert said("{zh: 您好, en: Hello}", "zh") == [("zh", "您好")]
    assert said("{zh: 您好, en: Hello}", "en") == [("en", "Hello")]


def test_a_language_that_is_missing_falls_back_to_the_other() -> None:
    assert said("{zh: 您好}", "en") == [("zh", "您好")]
    assert prompt("{zh: 您好}").lacks() == {"en"}
    assert not prompt("{zh: 您好, en: Hello}").lacks()


def test_a_template_is_worked_out_in_the_call() -> None:
    assert said('"您好{{ name }}"', "zh") == [("zh", "您好王芳")]


def test_a_recorded_file_with_its_words() -> None:
    assert prompt("{file: welcome, zh: 您好}").phrases(render, "zh") == (Phrase("您好", "zh", "welcome"),)
    assert prompt("{file: welcome}").phrases(render, "en") == (Phrase("", "en", "welcome"),)


@pytest.mark.parametrize(
    ("yaml", "words"),
    [
        ('{digits: "{{ order.number }}"}', "two zero zero one"),
        ("{number: 12}", "twelve"),
        ('{count: "{{ order.amount }}", unit: people}', "twelve point five people"),
        ('{count: 1, unit: "位"}', "one person"),
        ("{wait: 150}", "about three minutes"),
        ('{money: "{{ order.amount }}", currency: USD}', "twelve dollars and fifty cents"),
        ("{date: 2026-11-22}", "November twenty-second twenty twenty-six"),
    ],
)
def test_values_are_spoken(yaml: str, words: str) -> None:
    assert " ".join(text for _, text in said(yaml, "en")).lower() == words.lower()


def test_a_list_of_parts_and_a_list_for_each_language() -> None:
    assert said("[{zh: 订单, en: Order}, {digits: 12}]", "zh") == [("zh", "订单"), ("zh", "一"), ("zh", "二")]
    assert said("{zh: [订单, {digits: 1}], en: [{digits: 1}, order]}", "en") == [
        ("en", "one"),
        ("en", "order"),
    ]


def test_nothing_to_say_is_false() -> None:
    assert not prompt('""')
    assert not Prompt()
    assert prompt("x")


def test_the_texts_known_before_a_call_are_told_for_the_voice() -> None:
    found = prompt('[{zh: 您好, en: Hello}, plain, "{{ name }}", {file: f, en: words}]').texts("zh")
    assert list(found) == [("zh", "您好"), ("en", "Hello"), ("zh", "plain"), ("en", "words")]


def test_a_value_that_cannot_be_said_fails_with_its_source() -> None:
    with pytest.raises(ExpressionFailed, match=r"'\{\{ name \}\}' cannot be said as digits"):
        prompt('{digits: "{{ name }}"}').phrases(render, "zh")


@pytest.mark.parametrize(
    ("yaml", "column", "words"),
    [
        ("{fr: Bonjour}", 10, "unknown key 'fr' in a prompt"),
        ("{mony: 3}", 10, "did you mean 'money'?"),
        ("{digits: 12, currency: CNY}", 22, "unknown key 'currency'"),
        ("[ok, {zh: '{{ x'}]", 19, "unexpected end of template"),
        ("{file: ../../etc/passwd}", 16, "not the name of a recorded file"),
        ("{number: twelve}", 18, "cannot be said"),
        ("{money: 12, currency: EUR}", 17, "the currencies are CNY and USD"),
        ("{count: 2}", 9, "a unit is missing"),
        ("{count: 2, unit: horses}", 17, "what can be counted: people"),
        ("{count: '{{ x }}'}", 9, "a unit is missing"),
        ("{money: 2, unit: people}", 20, "unknown key 'unit'"),
        ("{}", 9, "a text is missing"),
        ("{digits: [1]}", 18, "expected a text"),
    ],
)
def test_a_fault_in_a_prompt_has_its_place(yaml: str, column: int, words: str) -> None:
    found = faults(yaml)
    assert [place for place, _ in found] == [column]
    assert words in found[0][1]


def test_all_faults_of_a_prompt_are_told_at_once() -> None:
    assert len(faults("[{fr: x}, {zh: '{{'}, {file: a/b}, {digits: x}]")) == 4
