"""Which keys a text offers: the usual words of both languages, and numbers that are no keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.flow.offers import named, offered, said
from ivr.flow.prompt import Prompt
from ivr.ports import KEYS


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("请按1", "1"),
        ("请按1键。", "1"),
        ("请按数字键1", "1"),
        ("请按“1”键", "1"),
        ("１类业务请按１", "1"),
        ("请按星号键", "*"),
        ("返回主菜单请按米字键", "*"),
        ("请按一下井号键", "#"),
        ("按＊键", "*"),
        ("请拨0转人工", "0"),
        ("按零转人工，按一查询", "01"),
        ("按1或2", "12"),
        ("按1、2或按3", "123"),
        ("按1到4", "1234"),
        ("买家请按1，卖家请按2，重听请按星号键。", "12*"),
        ("press 1", "1"),
        ("Press zero for an operator", "0"),
        ("press star", "*"),
        ("press the pound key", "#"),
        ("press # when you have finished", "#"),
        ("press 1 or 2", "12"),
        ("press 1, 2, or 3", "123"),
        ("Press 1 to 4", "1234"),
        ("press 1 to hear this again", "1"),
        ("For buyers press 1, for sellers 2. To hear this again press star.", "12*"),
        ("For sales, press 1; for support, 2.", "12"),
        ("Press 1 for sales and 2 for support", "12"),
        ("If this is right press 1, to enter it again press 2.", "12"),
    ],
)
def test_what_is_offered(text: str, keys: str) -> None:
    assert offered(text) == set(keys)
    assert named(text) >= set(keys)


@pytest.mark.parametrize(
    "text",
    [
        "请拨10086",
        "拨打1号热线",
        "按三次",
        "长按1秒",
        "请勿按1",
        "没有收到您的按键。",
        "请按您听到的数字键。",
        "按任意键",
        "press 12",
        "press it 1 time",
        "press 1 time",
        "do not press 1",
        "Please press one of the keys you hear.",
        "We are open from 9 to 5.",
        "Your order 1 is on its way.",
    ],
)
def test_numbers_that_are_no_offers(text: str) -> None:
    assert offered(text) == set()


def test_a_number_behind_an_offer_is_one_only_where_it_is_said_like_one() -> None:
    assert offered("Press 1, for orders after May 5.") == {"1"}
    assert offered("For help press 1. We open at 9.") == {"1"}


def test_any_key_names_them_all() -> None:
    assert named("按任意键返回") == named("Press any key.") == set(KEYS)


def test_what_a_caller_of_a_language_hears() -> None:
    prompt = Prompt.of(zh="请按1。", en="Press 2.") + Prompt.of(en="Press 8.")
    assert offered(said(prompt, "zh").text) == {"1", "8"}
    assert said(prompt, "zh").known


def test_a_text_with_a_value_is_not_known_before_the_call() -> None:
    assert not said(Prompt.of(zh="请按{{ key }}。"), "zh").known


@given(st.text(alphabet="按press 1234or,。.*#星到to{}年 "))
def test_what_is_offered_is_named_whatever_the_text(text: str) -> None:
    assert offered(text) <= named(text) <= set(KEYS)
