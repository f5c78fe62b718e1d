"""Offers that are not kept."""

from __future__ import annotations

import pytest

from .samples import found, places, told

ID = "keys_not_taken"


@pytest.mark.parametrize(
    "example",
    [
        "- menu: {prompt: {zh: »请按7。, en: Press 1.}, keys: {1: hangup}}",
        "- menu: {prompt: {zh: 请按1。, en: »Press star.}, keys: {1: hangup}}",
        "- menu:\n    prompt: {zh: 请按1。, en: Press 1.}\n    keys: {1: hangup}\n"
        "    no_match: {prompts: [{zh: »人工服务请按0。, en: Press 1.}]}",
        "- menu: {prompt: {zh: »请按1，卖家请按2。, en: Press 1.}, keys: {1: hangup}}",
        "- menu: {prompt: [{zh: 请选择。, en: Choose.}, {zh: 请按1。, en: »Press 2.}], keys: {1: hangup}}",
        "- collect: {save: a, prompt: {zh: »按星号键结束。, en: End with the hash key.}}",
        "- collect: {save: a, prompt: {zh: 好, en: ok}, confirm: {zh: »确认请按1或3。, en: ok}}",
        "- record: {prompt: {zh: »说完请按1。, en: ok}}",
        "- language: {prompt: {zh: »请按1或2。, en: Press 1.}, keys: {1: zh}}",
    ],
)
def test_it_is_told_at_the_text(example: str) -> None:
    assert found(example, ID) == places(example)


def test_what_both_languages_offer_is_told_once() -> None:
    example = "- menu: {prompt: {zh: 请按7。, en: Press 7.}, keys: {1: hangup}}"
    assert told(example, ID) == ["this prompt offers the key 7, which is not taken here"]


@pytest.mark.parametrize(
    "example",
    [
        '- menu: {prompt: {zh: 请按1，重听请按*。, en: "Press 1 or star."}, keys: {1: hangup, "*": repeat}}',
        "- menu: {prompt: {zh: 我们9点开门，请按1。, en: Press 1.}, keys: {1: hangup}}",
        '- menu: {prompt: "请按{{ call.id }}", keys: {1: hangup}}',
        "- play: {zh: 请按5。, en: Press 5.}",
        "- collect: {save: a, prompt: {zh: 请输入订单号，如1，按井号键结束。, en: ok}}",
    ],
)
def test_offers_that_are_kept_give_nothing(example: str) -> None:
    assert found(example, ID) == []
