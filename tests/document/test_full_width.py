"""Full-width characters of a Chinese keyboard explain why a key is not known."""

from __future__ import annotations

import pytest

from ivr.document.full_width import slip
from ivr.document.problems import nearest


@pytest.mark.parametrize(
    ("word", "said", "zh"),
    [
        ("zh： 请输入", "full-width ：; write : and a blank", "这是全角的“：”，请改用半角“:”加空格"),
        ("zh， 请输入", "full-width ，; write , and a blank", "这是全角的“，”"),
        ("５", 'full-width ５; write "5"', "这是全角的５"),
        ("“*”", 'full-width “*”; write "*"', "这是全角的“*”"),
    ],
)
def test_a_full_width_key_is_told_what_to_write(word: str, said: str, zh: str) -> None:
    assert said in nearest(word, ["zh", "5", "*"])
    assert zh in nearest(word, ["zh", "5", "*"], "zh")


@pytest.mark.parametrize("word", ["zz： 请输入", "６", "zh", "地址：上海", ""])
def test_what_is_not_an_allowed_key_in_full_width_is_left_alone(word: str) -> None:
    assert slip(word, ["zh", "5"]) is None
