"""Journeys as they are told. To change `stories/`: delete a file, run this, review what it wrote."""

from __future__ import annotations

from pathlib import Path
from string import Formatter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from ivr.events import CallBegan, CallEvent, Event
from ivr.journal.codec import KINDS, UnknownEvent
from ivr.journal.story import Teller, clean
from ivr.journal.story_texts import SENTENCES, TELLING_FIELD, WORDS
from tests.journal.any_events import any_events
from tests.journal.paths import journey
from tests.journal.test_fold import ABANDONED, BUYER, ORDER, SUGGESTION

STORIES = {"buyer": BUYER, "abandoned": ABANDONED, "order": ORDER, "suggestion": SUGGESTION}
FOLDER = Path(__file__).parent / "stories"
SHANGHAI = ZoneInfo("Asia/Shanghai")
NAMES = {"zh": {"li": "李娜", "buyers": "买家服务"}, "en": {"li": "Li Na", "buyers": "buyers' line"}}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", STORIES)
def test_stories_read_as_reviewed(name: str, language: str) -> None:
    told = "\n".join(Teller(language, SHANGHAI, NAMES[language]).journey(journey(STORIES[name]))) + "\n"
    file = FOLDER / f"{name}.{language}.txt"
    if not file.exists():
        file.write_text(told)
        pytest.fail(f"{file.name} was missing and is written now; review it")
    assert told == file.read_text()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_event_has_a_sentence_in_both_languages(kind: str) -> None:
    assert set(SENTENCES[kind]) == {"zh", "en"}


@pytest.mark.parametrize("key", SENTENCES)
def test_sentences_name_only_fields_that_the_event_has_and_the_same_in_both(key: str) -> None:
    kind = key.partition(".")[0]
    named = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in SENTENCES[key].values()]
    assert all(names <= set(KINDS[kind].__dataclass_fields__) for names in named)
    assert kind == key or TELLING_FIELD[kind] in KINDS[kind].__dataclass_fields__


def test_every_word_has_both_languages() -> None:
    assert [word for word, texts in WORDS.items() if set(texts) != {"zh", "en"}] == []


@given(any_events)
def test_any_event_can_be_told_on_one_printable_line(event: Event) -> None:
    for language in ("zh", "en"):
        assert Teller(language, SHANGHAI).sentence(event).isprintable()


@pytest.mark.parametrize(
    ("how", "zh", "en"),
    [
        ("heard=4", "听到“请按1”（4.0秒）", "heard “请按1” (4.0 s)"),
        ("heard=4 length=4", "听到“请按1”（4.0秒）", "heard “请按1” (4.0 s)"),
        ("heard=1.5 length=4", "听到“请按1”（1.5秒，共4.0秒）", "heard “请按1” (1.5 s of 4.0 s)"),
        (
            "heard=1.5 length=4 key=1 keys=1",
            "听到“请按1”（1.5秒，共4.0秒），按 1 打断",
            "heard “请按1” for 1.5 s of 4.0 s, cut short by 1",
        ),
        (
            "heard=4 length=4 keys=1 after=2.1",
            "听到“请按1”（4.0秒），2.1秒后按 1",
            "heard “请按1” (4.0 s), then 1 after 2.1 s",
        ),
        (
            "heard=4 length=4 after=5",
            "听到“请按1”（4.0秒），之后5.0秒没有按键",
            "heard “请按1” (4.0 s), then no key for 5.0 s",
        ),
    ],
)
def test_how_far_a_prompt_was_heard_and_when_it_was_answered(how: str, zh: str, en: str) -> None:
    (event,) = journey(f"1 prompt_played text=请按1 {how}")
    assert [Teller(language, SHANGHAI).sentence(event) for language in ("zh", "en")] == [zh, en]


def test_an_answer_from_the_cache_of_a_source_is_told() -> None:
    (event,) = journey("1 source_asked source=crm outcome=found rows=1 took=0 cached=yes")
    assert Teller("en", SHANGHAI).sentence(event) == "looked up in crm: 1 found (0.0 s, from the cache)"
    assert Teller("zh", SHANGHAI).sentence(event) == "在 crm 查到1条（0.0秒，取自缓存）"


@pytest.mark.parametrize(
    ("event", "zh", "en"),
    [
        (
            "transferred to=1001 outcome=answered talked=30 rang=4.2",
            "转接 1001（振铃4.2秒），通话30秒",
            "transferred to 1001 (rang for 4.2 s), talked for 30 s",
        ),
        (
            "transferred to=1001 outcome=busy talked=0",
            "转接 1001 未成：占线",
            "transfer to 1001 failed: busy",
        ),
        ("agent_offered queue=q agent=li phone=1003", "坐席 li 1003 振铃", "li's phone 1003 rings"),
        (
            "conference_ended agent=li to=1003 talked=9",
            "三方通话结束（9秒）",
            "the conference is over after 9 s",
        ),
        (
            "conference_ended agent=li to=1003 talked=9 by=agent",
            "坐席 li 离开三方通话（9秒），来电者与 1003 继续",
            "li left the conference after 9 s; the caller stays with 1003",
        ),
        (
            "conference_ended agent=li to=1003 talked=9 by=caller",
            "来电者离开三方通话（9秒）",
            "the caller left the conference after 9 s",
        ),
    ],
)
def test_the_legs_of_a_call_are_told(event: str, zh: str, en: str) -> None:
    (told,) = journey(f"1 {event}")
    assert [Teller(language, SHANGHAI).sentence(told) for language in ("zh", "en")] == [zh, en]


def test_an_unknown_event_is_told_as_it_is() -> None:
    event = UnknownEvent(at=1.0, call="c", kind="call_teleported", data={"to": "mars"})
    assert Teller("en", SHANGHAI).sentence(event) == "call_teleported {'to': 'mars'}"


def test_a_hostile_name_cannot_move_the_terminal_s_cursor() -> None:
    event = _began(caller_name="\x1b[2J\r\nroot: {0.__class__} [red]" + "A" * 5000)
    told = Teller("en", SHANGHAI).sentence(event)
    assert told.isprintable()
    assert "{0.__class__} [red]" in told
    assert len(told) < 400


def test_clean_keeps_short_texts_and_cuts_long_ones_visibly() -> None:
    assert clean("王芳 O'Neil, 😀") == "王芳 O'Neil, 😀"
    assert clean("x" * 1000).endswith("…")


def _began(**fields: str) -> CallEvent:
    values = {"channel": "", "caller_number": "", "dialled_number": "", "dialplan": "", "version": ""}
    return CallBegan(at=1.0, call="c", **{**values, **fields})  # type: ignore[arg-type]
