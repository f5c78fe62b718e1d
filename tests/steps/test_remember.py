"""`remember`: the same as last time, by one key."""

from __future__ import annotations

import pytest

from ivr.events import ChoiceKept, ChoiceOffered, MemoryUnavailable, StepFailed
from ivr.flow.check import check_text
from ivr.flow.rehearsal import Told
from ivr.flow.scripted import Press
from ivr.steps import CATALOGUE

from .calls import Town, call, problems, text

MENU = """
main:
  - play: 您好。
  - remember: {name: service, prompt: 与上次相同请按1。, accept: {buyer: buyer, seller: seller}}
  - menu: {prompt: 请选择。, keys: {2: buyer, 3: seller}, tries: 1}
buyer: [{remember: {name: service, keep: buyer, lasts: 90d}}, {play: 买家。}]
seller: [{remember: {name: service, keep: seller, lasts: 90d}}, {play: 卖家。}]
"""
ORDER = """
main:
  - remember:
      name: order
      prompt: [{zh: 上次的订单是}, {digits: "{{ order }}"}, {zh: 再查请按1。}]
      accept: tell
  - collect: {save: order, prompt: 请输入。, length: 4}
  - remember: {name: order, keep: "{{ order }}", lasts: 1d}
  - goto: tell
tell: [{play: "订单{{ order }}。"}]
"""
SELLER, SAME = Press("3", hearing="请选择"), Press("1", hearing="与上次相同")
DAY = 86400


def offered(told: Told) -> list[tuple[str, str]]:
    return [(fact.value, fact.outcome) for fact in told.all(ChoiceOffered)]


def test_who_never_chose_is_offered_nothing() -> None:
    told = call(MENU, SELLER)
    assert told.heard == ("您好。", "请选择。", "卖家。")
    assert [(fact.name, fact.value) for fact in told.all(ChoiceKept)] == [("service", "seller")]


def test_the_next_call_goes_the_same_way_by_one_key() -> None:
    town = Town(MENU)
    town.calls(SELLER)
    told = town.calls(SAME)
    assert told.heard == ("您好。", "与上次相同请按1。", "卖家。")
    assert offered(told) == [("seller", "accepted")]


def test_silence_goes_on_with_the_menu() -> None:
    town = Town(MENU)
    town.calls(SELLER)
    told = town.calls(Press("2", hearing="请选择"))
    assert told.heard[-2:] == ("请选择。", "买家。")
    assert offered(told) == [("seller", "declined")]
    assert offered(town.calls(SAME)) == [("buyer", "accepted")]


def test_another_key_is_the_menu_s() -> None:
    town = Town(MENU)
    town.calls(SELLER)
    assert town.calls(Press("2", hearing="与上次相同")).heard == ("您好。", "与上次相同请按1。", "买家。")


def test_who_pressed_a_key_before_is_not_asked() -> None:
    town = Town(MENU)
    town.calls(SELLER)
    assert town.calls(Press("2", hearing="您好")).heard == ("您好。", "买家。")


def test_a_value_that_leads_nowhere_any_more_is_not_offered() -> None:
    town = Town(MENU)
    town.calls(SELLER)
    changed = Town(MENU.replace(", seller: seller", ""))
    changed.memory = town.memory
    assert "与上次相同请按1。" not in changed.calls().heard


def test_the_prompt_may_say_the_value() -> None:
    town = Town(ORDER)
    assert town.calls(Press("2006", hearing="请输入")).heard == ("请输入。", "订单2006。")
    told = town.calls(Press("1", hearing="再查请按1"))
    assert "".join(told.heard[:1]).startswith("上次的订单是")
    assert told.heard[-1] == "订单2006。"


def test_it_is_offered_until_its_time_is_over() -> None:
    town = Town(ORDER)
    town.calls(Press("2006", hearing="请输入"))
    town.clock.move(DAY + 60)
    assert town.calls(Press("2007", hearing="请输入")).heard == ("请输入。", "订单2007。")


def test_taking_it_gives_it_new_time() -> None:
    town = Town(MENU)
    town.calls(SELLER)
    for _ in range(3):
        town.clock.move(80 * DAY)
        assert offered(town.calls(SAME)) == [("seller", "accepted")]


def test_what_was_declined_is_not_in_the_variable() -> None:
    told = call(
        "main: [{remember: {name: a, keep: x}}, {remember: {name: a, prompt: 请按1。}},"
        " {play: '{{ a is defined }}'}]"
    )
    assert told.heard[-1] == "False"


def test_an_empty_value_is_forgotten() -> None:
    flows = "main: [{remember: {name: a, prompt: 请按1。}}, {remember: {name: a, keep: KEEP}}]"
    town = Town(flows.replace("KEEP", "x"))
    town.calls()
    empty = Town(flows.replace("KEEP", "''"))
    empty.memory = town.memory
    assert offered(empty.calls()) == [("x", "declined")]
    assert offered(empty.calls()) == []


def test_a_withheld_number_is_never_remembered() -> None:
    town = Town(MENU)
    assert not town.calls(SELLER, number="anonymous").all(ChoiceKept)
    assert offered(town.calls(SELLER, number="anonymous")) == []


def test_a_store_that_is_away_offers_nothing_and_keeps_nothing() -> None:
    town = Town(MENU)
    town.memory.away = True
    told = town.calls(SELLER)
    assert told.heard[-1] == "卖家。"
    assert [fact.verb for fact in told.all(MemoryUnavailable)] == ["remember", "remember"]


def test_a_prompt_that_names_another_key_is_warned_of() -> None:
    flows = "main: [{remember: {name: a, prompt: {zh: 与上次相同请按2。, en: Same press 2.}}}]"
    told = {found.check for found in check_text(text(flows), CATALOGUE)}
    assert "keys_not_taken" in told


@pytest.mark.parametrize(
    ("yaml", "told"),
    [
        ("main: [{remember: {name: a}}]", "'keep'"),
        ("main: [{remember: {name: a, keep: b, prompt: c}}]", "'keep'"),
        ("main: [{remember: {prompt: c}}]", "'name' is missing"),
        ("main: [{remember: {name: a, prompt: c, accept: nowhere}}]", "nowhere"),
        ("main: [{remember: {name: a, prompt: c, accept: {x: nowhere}}}]", "nowhere"),
        ("main: [{remember: {name: call, keep: c}}]", "call"),
        ("main: [{remember: {name: a, keep: c, lasts: 0s}}]", "more than 0"),
    ],
)
def test_slips_are_told(yaml: str, told: str) -> None:
    assert any(told in text for text in problems(yaml)), problems(yaml)


def test_a_secure_value_is_not_kept() -> None:
    told = call(
        "main: [{secure: [{collect: {save: card, prompt: 请输入。, length: 4}}]},"
        " {remember: {name: a, keep: '{{ card }}'}}]",
        Press("4321", hearing="请输入"),
    )
    assert [fact.verb for fact in told.all(StepFailed)] == ["remember"]
    assert not told.all(ChoiceKept)
