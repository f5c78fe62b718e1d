"""`hotline`: a suggestion with its category, recorded, stored, and its reference number read twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.events import CaseOpened, RecordingStored
from ivr.flow.scripted import HangUp, Press, Surroundings
from ivr.flow.simulated import SimulatedCases
from ivr.flow.texts import texts

from .calls import call, plan, problems

LINE = """
main:
  - hotline:
      line: product
      prompt: {zh: 建议热线。, en: Suggestions.}
      category:
        1: {name: goods, zh: 商品质量, en: the goods}
        2: {name: delivery, zh: 物流配送, en: the delivery}
  - play: {zh: 再见。, en: Goodbye.}
"""
OFFER = "商品质量请按1。物流配送请按2。"


def test_stores_what_was_said_and_reads_the_number_twice() -> None:
    cases = SimulatedCases()
    told = call(LINE, Press("2", hearing="请按2"), around=Surroundings(speaks=20.0), cases=cases)
    (case,) = cases.cases
    assert (case.line, case.category, case.category_name) == ("product", "delivery", "物流配送")
    assert (case.caller_number, case.language, round(case.seconds)) == ("13800000000", "zh", 21)
    assert [fact.file for fact in told.all(RecordingStored)] == [case.file]
    assert [fact.reference for fact in told.all(CaseOpened)] == ["10000001"]
    number = "一零零零零零零一"
    assert told.heard[-2:] == (f"感谢您的建议。您的受理编号是{number}再重复一遍，{number}", "再见。")


def test_speaks_the_callers_language() -> None:
    cases = SimulatedCases()
    told = call(
        LINE.replace("main:\n", "main:\n  - set: {call.language: en}\n"),
        Press("1", hearing="press 2"),
        cases=cases,
    )
    assert "For the goods, press 1. For the delivery, press 2." in told.heard
    assert (cases.cases[0].category_name, cases.cases[0].language) == ("the goods", "en")


def test_the_category_may_be_typed_ahead() -> None:
    cases = SimulatedCases()
    told = call(LINE, Press("2", hearing="建议热线"), cases=cases)
    assert OFFER not in told.heard
    assert cases.cases[0].category == "delivery"


@pytest.mark.parametrize("acts", [(), (Press("7", hearing="请按2"), Press("8", hearing="请按2"))])
def test_who_chooses_no_category_is_heard_all_the_same(acts: tuple[Press, ...]) -> None:
    cases = SimulatedCases()
    told = call(LINE, *acts, cases=cases)
    assert told.heard.count(OFFER) == 2
    assert [case.category for case in cases.cases] == ["other"]


def test_a_line_without_categories_asks_for_none() -> None:
    cases = SimulatedCases()
    told = call("main: [{hotline: {line: product, prompt: 建议热线。}}]", cases=cases)
    assert told.heard[:2] == ("建议热线。", "请在提示音后说出您的建议，说完请按井号键。")
    assert [case.category for case in cases.cases] == ["other"]


def test_an_empty_recording_is_asked_for_once_more_then_let_go() -> None:
    cases = SimulatedCases()
    told = call(LINE, Press("1"), around=Surroundings(speaks=0.0), cases=cases)
    assert cases.cases == []
    assert told.all(RecordingStored) == []
    assert told.heard[-3:] == (
        "对不起，我们没有听到您的声音。请再说一次。",
        "很抱歉，还是没有听到您的声音。欢迎您再次来电。",
        "再见。",
    )


def test_a_caller_who_hangs_up_while_speaking_is_stored(tmp_path: Path) -> None:
    cases = SimulatedCases()
    around = Surroundings(speaks=60.0, recordings=tmp_path)
    told = call(
        LINE,
        Press("1"),
        HangUp(hearing="提示音", after=15.0),
        around=around,
        cases=cases,
        recordings=tmp_path,
    )
    assert [(case.category, case.file) for case in cases.cases] == [
        ("goods", told.all(RecordingStored)[0].file)
    ]
    assert cases.cases[0].seconds > 5
    assert len(told.all(CaseOpened)) == 1
    assert told.ending.by == "caller"


def test_a_caller_who_hangs_up_before_a_word_is_not(tmp_path: Path) -> None:
    cases = SimulatedCases()
    told = call(LINE, Press("1"), HangUp(hearing="提示音", after=1.0), cases=cases, recordings=tmp_path)
    assert cases.cases == []
    assert told.ending.by == "caller"


def test_the_number_is_known_afterwards() -> None:
    told = call("""
        main:
          - hotline: {line: product}
          - play: "{{ case.reference }}"
    """)
    assert told.heard[-1] == "10000001"


def test_a_category_by_its_name_alone() -> None:
    told = call("main: [{hotline: {line: product, category: {1: goods}}}]")
    assert "goods请按1。" in told.heard


def test_slips_are_told() -> None:
    assert problems("main: [{hotline: {line: product, category: {1: {name: goods, zh: 商品}}}}]")
    assert problems("main: [{hotline: {line: ../etc}}]")


def test_the_words_of_the_categories_are_prepared() -> None:
    prepared = set(texts([plan(LINE)]))
    assert {("zh", "物流配送请按2。"), ("en", "For the delivery, press 2.")} <= prepared
