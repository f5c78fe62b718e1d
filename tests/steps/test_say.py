"""`say`: values as a person would say them."""

from __future__ import annotations

import pytest

from .calls import call, problems


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        ("{digits: '2001'}", "二零零一", "two zero zero one"),
        ("{number: '12'}", "十二", "twelve"),
        ("{number: '10050'}", "一万零五十", "ten thousand fifty"),
        ("{money: '12.50', currency: CNY}", "十二元五角", "twelve yuan and fifty fen"),
        ("{date: 2026-11-22}", "二零二六年十一月二十二日", "november twenty-second twenty twenty-six"),
    ],
)
def test_says_it_in_both_languages(value: str, zh: str, en: str) -> None:
    told = call(f"main: [{{say: {value}}}]")
    assert "".join(told.heard) == zh
    told = call(f"main: [{{set: {{call.language: en}}}}, {{say: {value}}}]")
    assert " ".join(told.heard).lower() == en


def test_says_a_saved_value() -> None:
    told = call('main: [{set: {pieces: "3"}}, {say: {number: "{{ pieces }}"}}]')
    assert told.heard == ("三",)


def test_a_value_that_is_none_of_its_kind_is_found_before_the_call() -> None:
    assert any("abc" in text for text in problems("main: [{say: {number: abc}}]"))


def test_an_unknown_kind_is_told_with_the_nearest() -> None:
    assert any("did you mean 'number'" in text for text in problems("main: [{say: {numbr: 12}}]"))
