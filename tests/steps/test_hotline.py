"""`hotline`: a suggestion with its category, recorded, stored, and its reference number read twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.events import CaseOpened, PromptPlayed, RecordingStored
from ivr.flow.rehearsal import Told
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


WHOLE = """
main:
  - hotline:
      line: product
      prompt: 建议热线。
      consent: yes
      kind: {1: suggestion, 3: complaint}
      category:
        1: goods
        2: {name: delivery, zh: 物流, en: delivery, sub: {1: {name: late, zh: 迟到, en: delay}, 2: broken}}
      anonymous: yes
      call_back: yes
      details: {order: "4711"}
  - play: 再见。
"""
AGREES = Press("1", hearing="同意录音")
COMPLAINS = Press("3", hearing="投诉请按3")
LATE = (Press("2", hearing="物流请按2"), Press("1", hearing="迟到请按1"))
SENDS = Press("#", hearing="提交请按")


def taken(*acts: Press | HangUp, flows: str = WHOLE, speaks: float = 8.0) -> tuple[Told, SimulatedCases]:
    cases = SimulatedCases()
    return call(flows, *acts, around=Surroundings(speaks=speaks), cases=cases), cases


def reviewed(*acts: Press | HangUp, speaks: float = 8.0) -> tuple[Told, SimulatedCases]:
    return taken(*acts, flows="main: [{hotline: {line: product, prompt: 建议热线。}}]", speaks=speaks)


def test_everything_that_was_chosen_is_stored() -> None:
    told, cases = taken(
        AGREES, COMPLAINS, *LATE, Press("2", hearing="匿名"), Press("1", hearing="回电"), SENDS
    )
    (case,) = cases.cases
    assert (case.kind, case.category, case.subcategory) == ("complaint", "delivery", "late")
    assert (case.category_name, case.subcategory_name) == ("物流", "迟到")
    assert (case.call_back, case.details, case.anonymous) == ("13800000000", {"order": "4711"}, False)
    opened = told.all(CaseOpened)[0]
    assert (opened.kind, opened.subcategory) == ("complaint", "late")


def test_who_stays_anonymous_leaves_neither_number_nor_call_and_is_not_asked_for_one() -> None:
    told, cases = taken(AGREES, COMPLAINS, *LATE, Press("1", hearing="匿名"), SENDS)
    (case,) = cases.cases
    assert (case.anonymous, case.caller_number, case.call, case.call_back) == (True, "", "", "")
    assert not any("回电" in heard for heard in told.heard)


def test_without_consent_nothing_is_recorded() -> None:
    told, cases = taken(Press("2", hearing="同意录音"))
    assert (cases.cases, told.all(RecordingStored)) == ([], [])
    assert told.heard[-2:] == ("好的，我们不会录音。", "再见。")


def test_who_chooses_nothing_at_all_is_heard_all_the_same() -> None:
    _, cases = taken(AGREES)
    (case,) = cases.cases
    assert (case.kind, case.category, case.subcategory, case.anonymous) == ("suggestion", "other", "", False)


@pytest.mark.parametrize("ending", [SENDS, HangUp(hearing="提交请按"), Press("1", hearing="编号")])
def test_a_recording_is_sent_by_a_key_by_hanging_up_and_by_silence(ending: Press | HangUp) -> None:
    _, cases = reviewed(ending)
    assert len(cases.cases) == 1
    assert cases.drafts == {}


def test_a_recording_may_be_taken_back() -> None:
    told, cases = reviewed(Press("*", hearing="提交请按"))
    assert (cases.cases, cases.drafts, told.all(RecordingStored)) == ([], {}, [])
    assert told.heard[-1] == "已取消，您的录音已删除。"


def test_a_recording_may_be_added_to() -> None:
    _, once = reviewed(SENDS)
    _, twice = reviewed(Press("3", hearing="提交请按"), SENDS)
    assert twice.cases[0].seconds == pytest.approx(2 * once.cases[0].seconds)


def test_a_recording_may_be_said_anew() -> None:
    _, once = reviewed(SENDS)
    told, anew = reviewed(Press("2", hearing="提交请按"), SENDS)
    assert anew.cases[0].seconds == pytest.approx(once.cases[0].seconds)
    assert len(told.all(RecordingStored)) == 1


def test_a_recording_may_be_heard() -> None:
    told, cases = reviewed(Press("1", hearing="提交请按"), SENDS)
    assert len(cases.cases) == 1
    assert len([heard for heard in told.heard if "提交请按" in heard]) == 2


def test_a_recording_may_be_paused() -> None:
    told, cases = reviewed(
        Press("*", hearing="提示音", after=6.0), Press("5", hearing="录音已暂停"), SENDS, speaks=60.0
    )
    assert any("录音已暂停" in heard for heard in told.heard)
    assert cases.cases[0].seconds > 60


def test_all_parts_together_are_as_long_as_is_allowed() -> None:
    flows = "main: [{hotline: {line: product, prompt: 建议热线。, max: 10s}}]"
    _, cases = taken(Press("3", hearing="提交请按"), SENDS, flows=flows, speaks=60.0)
    assert cases.cases[0].seconds <= 11.0


def test_what_is_said_can_be_found_if_the_engine_dies() -> None:
    _, cases = reviewed(Press("3", hearing="提交请按"), SENDS)
    assert cases.kept[0].parts == cases.kept[1].parts[:1]
    assert cases.kept[0].case.file == cases.cases[0].file


def test_a_pin_is_read_and_never_logged() -> None:
    told, cases = taken(flows="main: [{hotline: {line: product, prompt: 建议热线。, pin: yes, review: no}}]")
    assert cases.cases[0].pin.startswith("$argon2id$")
    assert any("查询密码是" in heard for heard in told.heard)
    (logged,) = [fact.text for fact in told.all(PromptPlayed) if "查询密码是" in fact.text]
    assert logged == "查询密码是••••再重复一遍，••••"


def test_one_key_cannot_pause_and_end() -> None:
    (problem,) = problems('main: [{hotline: {line: product, pause: "#"}}]')
    assert "cannot both pause and end" in problem
