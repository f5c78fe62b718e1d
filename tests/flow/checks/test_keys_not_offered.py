"""Keys that callers cannot know of."""

from __future__ import annotations

import pytest

from .samples import found, places, told

ID = "keys_not_offered"


@pytest.mark.parametrize(
    "example",
    [
        "- menu: {prompt: {zh: 请按1。, en: Press 1.}, keys: {1: hangup, »2: hangup}}",
        '- menu: {prompt: {zh: 请按1。, en: Press 1.}, keys: {1: hangup, »"*": repeat}}',
        "- menu: {prompt: {zh: 请按1或2。, en: Press 1.}, keys: {1: hangup, »2: hangup}}",
        "- collect: {save: a, prompt: {zh: 好, en: ok}, confirm_key: »5,\n"
        "            confirm: {zh: 确认请按1，重输请按2。, en: 'Press 1, or press 2.'}}",
        "- language: {prompt: {zh: 中文请按1。, en: Press 1.}, keys: {1: zh, »2: en}}",
    ],
)
def test_it_is_told_at_the_key(example: str) -> None:
    assert found(example, ID) == places(example)


def test_the_language_that_lacks_it_is_named() -> None:
    both = "- menu: {prompt: {zh: 请按1。, en: Press 1.}, keys: {1: hangup, 2: hangup}}"
    assert told(both, ID) == ["no prompt offers the key 2"]
    assert told(both.replace("请按1。", "请按1或2。"), ID) == ["no prompt offers the key 2 in 'en'"]


@pytest.mark.parametrize(
    "example",
    [
        "- menu: {prompt: {zh: 请按1或2。, en: Press 1 or 2.}, keys: {1: hangup, 2: hangup}}",
        "- menu: {prompt: {zh: 请按1。卖家是2号。, en: 'Press 1, sellers 2.'}, keys: {1: hangup, 2: hangup}}",
        "- menu: {prompt: {zh: 请选择。, en: Please press one of the keys.}, keys: {1: hangup, 2: hangup}}",
        "- menu: {prompt: {file: offers}, keys: {1: hangup, 2: hangup}}",
        '- menu: {prompt: "请按1。{{ call.id }}", keys: {1: hangup, 2: hangup}}',
        "- play: {zh: 卖家请按2。, en: 'For sellers, press 2.'}\n"
        "- menu: {prompt: {zh: 请按1。, en: Press 1.}, keys: {1: hangup, 2: hangup}}",
        "- menu:\n    prompt: {zh: 请按1。, en: Press 1.}\n    keys: {1: hangup, 2: hangup}\n"
        "    no_input: {prompts: [{zh: 请按1或2。, en: Press 1 or 2.}]}",
    ],
)
def test_keys_that_a_prompt_names_give_nothing(example: str) -> None:
    assert found(example, ID) == []
