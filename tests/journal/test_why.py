"""Choices as a supervisor reads them."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from ivr.events import ChoiceExplained
from ivr.journal.story import Teller
from ivr.journal.why import Why, duration
from ivr.journal.why_texts import AGAINST, CHOSEN, LINES
from routing.explanation import Reason
from routing.strategies import catalogue
from tests.journal.any_events import of_class

NAMES = {"wang": "王芳", "li": "李强", "chen": "陈静", "zhang": "张敏", "support": "客服"}
EN, ZH = (Why(Teller(language, ZoneInfo("Asia/Shanghai"), NAMES)) for language in ("en", "zh"))


def explained(**values: Any) -> ChoiceExplained:
    usual: dict[str, Any] = {
        "at": 1763776992.0,
        "call": "c1",
        "queue": "support",
        "agent": "wang",
        "strategy": "longest_idle",
        "needs": "seller >= 3",
        "ahead": 0,
        "candidates": [{"agent": "wang", "idle": 185.0}, {"agent": "zhang", "idle": 65.0}],
        "more": 0,
        "refused": [
            {"reason": "talking", "agents": {"li": 130.0}},
            {"reason": "lacks", "detail": "seller >= 3", "agents": {"chen": 0}, "more": 12},
        ],
        "unseen": 0,
    }
    return ChoiceExplained(**{**usual, **values})


def test_a_choice_reads_as_a_person_would_tell_it() -> None:
    assert list(EN.lines(explained())) == [
        "10:03:12  王芳 was chosen of 2 who could: idle for longest (3 min 5 s)",
        "            asked for: seller >= 3",
        "            could as well: 张敏 (idle for 1 min 5 s)",
        "            in a talk: 李强 for 2 min 10 s",
        "            lack seller >= 3: 陈静, 12 more",
    ]


def test_it_is_told_in_chinese() -> None:
    assert list(ZH.lines(explained())) == [
        "10:03:12  从2位可以接听的坐席中选中王芳：空闲时间最长（3分5秒）",
        "            要求：seller >= 3",
        "            还可以接听：张敏（空闲1分5秒）",
        "            正在通话：李强（2分10秒）",
        "            不具备 seller >= 3：陈静、另12位",
    ]


@pytest.mark.parametrize(
    ("strategy", "mine", "second", "by"),
    [
        ("longest_idle", {"asked_for": True}, {}, "asked for by name"),
        ("longest_idle", {"liking": 6.0}, {"liking": 2.0}, "suits the preferred skills best (6)"),
        ("best_skill", {"score": 9.0}, {"score": 7.0}, "the highest levels in what is asked for (9)"),
        ("least_skilled", {"order": 4.0}, {"order": 14.0}, "the fewest levels in all (4)"),
        ("fewest_calls", {}, {"order": 3.0}, "the fewest calls so far (0)"),
        ("agent_speed", {"order": 3720.0}, {"order": 3725.0}, "the least work so far (1 h 2 min)"),
        ("fewest_calls", {"order": 3.0, "idle": 9.0}, {"order": 3.0}, "idle for longest (9 s)"),
    ],
)
def test_what_made_the_difference_is_named(
    strategy: str, mine: dict[str, Any], second: dict[str, Any], by: str
) -> None:
    candidates = [{"agent": "wang", **mine}, {"agent": "zhang", **second}]
    assert by in EN.choice(explained(strategy=strategy, candidates=candidates))


def test_the_only_one_is_told_so() -> None:
    choice = EN.choice(explained(candidates=[{"agent": "wang", "idle": 1.0}]))
    assert choice == "王芳 was chosen, the only one who could"


def test_who_was_not_the_first_was_paired_with_other_calls() -> None:
    assert "given out together" in EN.choice(explained(agent="zhang"))


def test_who_waits_is_told_by_how_many_others() -> None:
    waits = explained(agent="", candidates=[], ahead=2)
    assert EN.choice(waits) == "nobody could take the call; the caller waits, 2 ahead in the queue"


def test_a_skill_that_is_named_like_a_queue_is_no_queue() -> None:
    event = explained(refused=[{"reason": "lacks", "detail": "support", "agents": {"chen": 0}}])
    assert list(EN.lines(event))[-1].strip() == "lack support: 陈静"


def test_who_the_call_is_kept_for_is_told_by_name() -> None:
    event = explained(refused=[{"reason": "kept_for", "detail": "li", "agents": {"chen": 0}}])
    assert list(EN.lines(event))[-1].strip() == "the call is kept for 李强 for now: 陈静"


def test_work_of_other_channels_is_not_called_a_call() -> None:
    spared = {"reason": "spared", "agents": {"li": 0}}
    waits = explained(call="work-1", agent="", candidates=[], refused=[spared], ahead=2)
    assert EN.choice(waits) == "nobody could take the work; it waits, 2 ahead in the queue"
    assert ZH.choice(waits) == "没有坐席可以处理，任务等待，前面有2位"
    chosen = explained(call="work-1", refused=[spared, {"reason": "kept_for", "detail": "li", "agents": {}}])
    told = "\n".join([*EN.lines(waits), *ZH.lines(waits), *EN.lines(chosen), *ZH.lines(chosen)])
    assert not any(word in told for word in ("call", "来电", "接听"))


def test_a_call_of_higher_priority_that_got_the_agent_is_told() -> None:
    event = explained(refused=[{"reason": "overtaken", "detail": "50", "agents": {"li": 0}}])
    assert list(EN.lines(event))[-1].strip() == "went to a call of higher priority (50): 李强"
    assert list(ZH.lines(event))[-1].strip() == "分给了优先级更高（50）的来电：李强"


def test_all_reasons_and_strategies_have_words_in_both_languages() -> None:
    assert set(AGAINST) == set(Reason.__args__)  # type: ignore[attr-defined]
    orders = {name.partition(".")[2] for name in CHOSEN if name.startswith("order.")}
    assert orders <= set(catalogue())
    assert all(set(texts) == {"zh", "en"} for each in (AGAINST, CHOSEN, LINES) for texts in each.values())


@given(of_class(ChoiceExplained))
def test_whatever_a_log_holds_is_told_on_printable_lines(event: ChoiceExplained) -> None:
    assert all(line.isprintable() for why in (EN, ZH) for line in why.lines(event))


@pytest.mark.parametrize(
    ("seconds", "en", "zh"),
    [
        (0.2, "0 s", "0秒"),
        (59.6, "1 min", "1分"),
        (65, "1 min 5 s", "1分5秒"),
        (7500, "2 h 5 min", "2小时5分"),
    ],
)
def test_durations(seconds: float, en: str, zh: str) -> None:
    assert (duration(seconds, "en"), duration(seconds, "zh")) == (en, zh)
