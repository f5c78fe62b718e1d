"""Names on the keypad: by their letters, Chinese ones by every reading of their pinyin."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.spoken.keypad import in_letters, initials, keys_of, spellings


@pytest.mark.parametrize(
    ("letters", "keys"),
    [
        ("wang", "9264"),
        ("WANG", "9264"),
        ("lü", "58"),
        ("o'neil", "66345"),
        ("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999"),
    ],
)
def test_letters_are_on_their_keys(letters: str, keys: str) -> None:
    assert keys_of(letters) == keys


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("王芳", "wangfang"),
        ("王芳", "fangwang"),
        ("欧阳娜娜", "ouyangnana"),
        ("欧阳娜娜", "nanaouyang"),
        ("曾志伟", "zengzhiwei"),
        ("曾志伟", "cengzhiwei"),
        ("单田芳", "shantianfang"),
        ("吕布", "lvbu"),
        ("吕布", "lubu"),
        ("John Smith", "johnsmith"),
        ("John Smith", "smithjohn"),
        ("Anna王", "wanganna"),
    ],
)
def test_a_name_may_be_spelled_in_several_ways(name: str, typed: str) -> None:
    assert keys_of(typed) in spellings(name)


def test_a_reading_that_is_given_is_the_only_one() -> None:
    assert keys_of("zengzhiwei") in spellings("曾志伟", "zeng zhi wei")
    assert keys_of("cengzhiwei") not in spellings("曾志伟", "zeng zhi wei")


@pytest.mark.parametrize(("name", "keys"), [("王芳", "93"), ("John Smith", "57"), ("曾志伟", "999")])
def test_initials(name: str, keys: str) -> None:
    assert keys in initials(name)


@pytest.mark.parametrize(
    ("name", "pinyin", "said"),
    [("王芳", "", "Wang Fang"), ("曾志伟", "zeng zhi wei", "Zeng Zhi Wei"), ("John Smith", "", "John Smith")],
)
def test_an_english_voice_says_it_in_letters(name: str, pinyin: str, said: str) -> None:
    assert in_letters(name, pinyin) == said


@given(st.text(max_size=12))
def test_every_name_gives_keys_or_nothing(name: str) -> None:
    assert all(typed and set(typed) <= set("23456789") for typed in spellings(name))
    in_letters(name)
