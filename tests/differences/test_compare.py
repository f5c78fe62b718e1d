"""What changes for a caller is told; what does not, is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ivr.differences.compare import compare, matters
from ivr.differences.renames import reached
from ivr.differences.words import _SENTENCES, said
from ivr.document.reader import read
from ivr.flow.library import is_stories
from tests.differences.plans import SHOP, changed, differences, plan, told, unnoticed

ROOT = Path(__file__).parents[2]
FILES = [
    file
    for folder in ("dialplans", "tests/live/dialplans")
    for file in sorted((ROOT / folder).glob("*.yaml"))
    if not is_stories(file)
]


def test_the_same_text_is_no_difference() -> None:
    assert differences() == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Buyers press 1, sellers press 2.", "Press 1 to buy."),
        ("keys: {1: buyer, 2: seller}", "keys: {1: buyer, 2: operator}"),
        ("timeout: 5s", "timeout: 8s"),
        ("09:00-18:00", "09:00-17:00"),
    ],
)
def test_every_change_has_a_sentence_in_both_languages(old: str, new: str) -> None:
    for language in ("zh", "en"):
        assert told((old, new), language=language)


@pytest.mark.parametrize("what", _SENTENCES)
def test_every_sentence_is_in_both_languages(what: str) -> None:
    assert set(_SENTENCES[what]) == {"zh", "en"}


def test_words_are_told_in_the_language_they_are_heard_in() -> None:
    assert told(("Welcome.", "Hello.")) == [
        "welcome: play (line 9): prompt in English: “Hello.”, no longer “Welcome.”"
    ]
    assert told(("欢迎。", "您好。"), language="zh") == [
        "welcome: play（第9行）：提示音 中文：听到“您好。”，原为“欢迎。”"
    ]


def test_a_key_that_leads_elsewhere() -> None:
    assert told(("2: seller}", "2: operator, 3: seller}")) == [
        "welcome: menu (line 11): key 2 leads to operator, no longer to seller",
        "welcome: menu (line 11): key 3 leads to seller, which is new",
    ]


def test_a_key_that_is_gone_takes_its_flow_with_it() -> None:
    assert told((", 2: seller}", "}")) == [
        "welcome: menu (line 11): key 2 is not taken any more; it led to seller",
        "seller: can no longer be reached",
    ]


def test_numbers_answered() -> None:
    assert told(('["95188", "1xxx"]', '["1xxx", "95189"]')) == [
        ": the number 95189 is answered",
        ": the number 95188 is no longer answered",
    ]


def test_the_language_and_the_flow_that_calls_begin_with() -> None:
    assert told(("language: zh", "language: en"), ("start: welcome", "start: operator"))[:2] == [
        ": calls begin in en, no longer in zh",
        ": calls begin in operator, no longer in welcome",
    ]


def test_time_limits() -> None:
    assert told(("timeout: 5s", "timeout: 8s"), (", max_wait: 1m", "")) == [
        "welcome: menu (line 11): time for an answer: 8s, no longer 5s",
        "seller: queue (line 21): longest wait: none, no longer 60s",
    ]


def test_queues_and_skills() -> None:
    assert told(('{seller: ">= 3"}', "{seller: 2, vip: 1}"), ("queue: operator", "queue: vip")) == [
        "seller: queue (line 21): skill seller: 2, no longer 3",
        "seller: queue (line 21): skill vip: 1, which is new",
        "operator: queue (line 23): to: vip, no longer operator",
    ]


def test_opening_hours_are_told_where_they_are_asked_for() -> None:
    (line,) = told(("09:00-18:00", "09:00-17:00"))
    assert line.startswith("welcome: hours (line 10): opening hours: mon-fri 09:00-17:00, sat 10:00-16:00; ")


def test_steps_that_come_and_go() -> None:
    assert told(("    - queue: operator", "    - play: 请稍候。\n    - queue: operator")) == [
        "operator: play (line 23): is new: “请稍候。”"
    ]
    assert told(("    - play: {zh: 欢迎。, en: Welcome.}\n", "")) == [
        "welcome: play (line 9): is gone: “欢迎。”"
    ]


def test_steps_in_another_order() -> None:
    swapped = changed(
        ("    - play: {zh: 欢迎。, en: Welcome.}\n    - hours: {of: office, closed: closed}\n",
         "    - hours: {of: office, closed: closed}\n    - play: {zh: 欢迎。, en: Welcome.}\n"),
    )  # fmt: skip
    assert not unnoticed(swapped)


def test_nested_steps() -> None:
    assert told(("An old friend.", "You again.")) == [
        "buyer: play (line 18): prompt in English: “You again.”, no longer “An old friend.”"
    ]
    assert told(("caller.number == '1'", "caller.number == '2'"))[0].startswith(
        "buyer: if (line 17): condition"
    )


def test_a_flow_that_is_added_and_reached() -> None:
    assert told(
        ("2: seller}", "2: seller, 3: new}"), ("  closed:", "  new: [{goto: closed}]\n  closed:")
    ) == [
        "welcome: menu (line 11): key 3 leads to new, which is new",
        "new: is new",
    ]


def test_a_language_that_is_missing_is_heard_in_the_other() -> None:
    assert told((", en: We are closed.", "")) == [
        "closed: hangup (line 25): prompt in English: “已下班。”, no longer “We are closed.”"
    ]


def test_a_value_said_in_another_way_is_heard() -> None:
    digits = changed(("play: {zh: 欢迎。, en: Welcome.}", "play: {digits: '12'}"))
    number = changed(("play: {zh: 欢迎。, en: Welcome.}", "play: {number: '12'}"))
    assert matters(compare(plan(digits), plan(number)))


def test_another_recording_of_the_same_words_is_heard() -> None:
    one = changed(("play: {zh: 欢迎。, en: Welcome.}", "play: {file: one, zh: 欢迎。, en: Welcome.}"))
    two = changed(("play: {zh: 欢迎。, en: Welcome.}", "play: {file: two, zh: 欢迎。, en: Welcome.}"))
    assert matters(compare(plan(one), plan(two)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("keys: {1: buyer, 2: seller}", "keys: {2: seller, 1: buyer}"),
        ("keys: {1: buyer, 2: seller}", "keys:\n          1: buyer   # who buys\n          2: seller"),
        ("timeout: 5s", "timeout: 5s\n        tries: 3"),
        ("        timeout: 5s\n", ""),
        ("{seller: \">= 3\"}", "{seller: 3}"),
        ("max_wait: 1m", "max_wait: 60s"),
        ("{zh: 欢迎。, en: Welcome.}", "{en: Welcome., zh: 欢迎。}"),
        ("play: {zh: 欢迎。, en: Welcome.}", "play: {prompt: [{zh: [欢迎。], en: Welcome.}]}"),
        ("欢迎。", "'欢迎。 '"),
        ("caller.number == '1'", "caller.number  ==  '1'"),
        ('["95188", "1xxx"]', '["1xxx", "95188"]'),
        ("mon-fri 09:00-18:00", "mon,tue-fri 9:00-18:00"),
        ("language: zh\n", ""),
        ("office", "desk"),
        ("  closed:\n", "  nobody_gets_here: [{play: Nothing.}]\n  closed:\n"),
    ],
)  # fmt: skip
def test_what_no_caller_notices_is_no_difference(old: str, new: str) -> None:
    assert unnoticed(changed((old, new)))


def test_the_names_of_flows_are_not_noticed() -> None:
    assert unnoticed(re.sub(r"\bseller\b(?!: [\">])", "merchant", SHOP))


def test_a_renamed_flow_is_told_as_renamed() -> None:
    assert told(("operator", "people"), ("queue: people", "queue: operator")) == [
        "people: was called operator; callers do not notice"
    ]


def test_a_renamed_flow_that_is_changed_too_is_told_as_both() -> None:
    found = told(("  seller:", "  merchant:"), ("2: seller", "2: merchant"), ("1m", "2m"))
    assert found == [
        "merchant: was called seller; callers do not notice",
        "merchant: queue (line 21): longest wait: 120s, no longer 60s",
    ]


def test_a_hostile_text_cannot_move_the_terminals_cursor() -> None:
    for line in told(("Welcome.", '"\\e[2J {0.__class__} [red]"')):
        assert line.isprintable()


@given(st.randoms(use_true_random=False))
def test_the_order_of_flows_and_keys_makes_no_difference(random: object) -> None:
    written = yaml.load(SHOP, Loader=yaml.BaseLoader)

    def shuffled(value: object) -> object:
        if isinstance(value, dict):
            pairs = list(value.items())
            random.shuffle(pairs)  # type: ignore[attr-defined]
            return {key: shuffled(below) for key, below in pairs}
        return [shuffled(each) for each in value] if isinstance(value, list) else value

    assert unnoticed(yaml.safe_dump(shuffled(written), allow_unicode=True))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_real_dialplans_written_otherwise_are_no_difference(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    root = read(text, file.name).root
    assert root is not None
    otherwise = yaml.safe_dump(root.plain(), sort_keys=False, allow_unicode=True).replace(": ''\n", ":\n")
    assert otherwise != text
    assert compare(plan(text), plan(otherwise)) == []


def test_only_flows_that_a_call_can_get_to_count() -> None:
    text = changed(("  closed:\n", "  alone: [{goto: seller}]\n  closed:\n"))
    assert "alone" not in reached(plan(text))
    assert said(differences(("timeout: 5s", "timeout: 6s"))[0], "zh").startswith(
        "menu（第11行）：等待按键：6s"
    )
