"""`voicemail`: a message for a mailbox, which the caller may hear and replace; nothing said is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.events import CallEnded, RecordingStored, StepFailed, VoicemailLeft
from ivr.flow.rehearsal import Told
from ivr.flow.scripted import HangUp, Press, Surroundings
from ivr.journal.fold import fold

from .calls import call

FLOWS = """
main:
  - voicemail: {mailbox: support, greeting: 请留言。, max: 60s}
  - play: 再见。
"""
CHOOSE = "收听留言请按1"


def left(told: Told) -> list[tuple[str, float]]:
    return [(fact.mailbox, round(fact.seconds)) for fact in told.all(VoicemailLeft)]


def test_a_message_lies_in_its_mailbox() -> None:
    told = call(FLOWS, Press("3", hearing=CHOOSE), around=Surroundings(speaks=12.0))
    assert left(told) == [("support", 13)]
    assert [(fact.kind, fact.channels) for fact in told.all(RecordingStored)] == [("voicemail", 1)]
    assert told.all(VoicemailLeft)[0].file == told.all(RecordingStored)[0].file
    assert told.heard[-2:] == ("您的留言已保存。", "再见。")


def test_silence_keeps_it() -> None:
    assert left(call(FLOWS)) == [("support", 6)]


def test_it_may_be_heard_first() -> None:
    told = call(FLOWS, Press("1", hearing=CHOOSE), Press("3", hearing=CHOOSE))
    (message,) = told.all(VoicemailLeft)
    assert told.heard[1:4] == (told.heard[1], message.file, told.heard[1])


def test_a_key_while_hearing_it_is_the_choice() -> None:
    told = call(FLOWS, Press("1", hearing=CHOOSE), Press("3", hearing="voicemail.wav"))
    assert len([text for text in told.heard if CHOOSE in text]) == 1


def test_recorded_again_only_the_last_one_is_kept(tmp_path: Path) -> None:
    around = Surroundings(recordings=tmp_path)
    acts = Press("2", hearing=CHOOSE), Press("3", hearing=CHOOSE)
    told = call(FLOWS, *acts, around=around, recordings=tmp_path)
    assert len(left(told)) == 1
    (file,) = tmp_path.rglob("*.wav")
    assert str(file.relative_to(tmp_path)) == told.all(VoicemailLeft)[0].file


def test_a_wrong_key_is_told_and_after_three_it_is_kept() -> None:
    told = call(FLOWS, *[Press("9", hearing=CHOOSE)] * 3)
    assert told.heard.count("对不起，没有这个选项。") == 3
    assert left(told) == [("support", 6)]


def test_without_review_it_is_kept_at_once() -> None:
    told = call(FLOWS.replace("max: 60s", "review: no"))
    assert not [text for text in told.heard if CHOOSE in text]
    assert left(told) == [("support", 6)]


@pytest.mark.parametrize("speaks", [0.0, 0.5])
def test_an_empty_one_is_refused_kindly(speaks: float) -> None:
    told = call(FLOWS, around=Surroundings(speaks=speaks))
    assert left(told) == []
    assert told.heard[1:] == (
        "对不起，我们没有听到您的声音。请再说一次。",
        "很抱歉，还是没有听到您的声音。",
        "再见。",
    )


# Hanging up


def test_hanging_up_in_the_middle_keeps_what_was_said(tmp_path: Path) -> None:
    around = Surroundings(speaks=30.0, recordings=tmp_path)
    told = call(FLOWS, HangUp(hearing="请留言", after=14.0), around=around, recordings=tmp_path)
    assert [mailbox for mailbox, _ in left(told)] == ["support"]
    assert told.ending.by == "caller"


def test_hanging_up_in_the_review_keeps_it() -> None:
    assert left(call(FLOWS, HangUp(hearing=CHOOSE))) == [("support", 6)]


def test_hanging_up_while_recording_again_keeps_the_new_one(tmp_path: Path) -> None:
    around = Surroundings(speaks=4.0, recordings=tmp_path)
    acts = Press("2", hearing=CHOOSE), HangUp(hearing="请在提示音后留言", after=9.5)
    told = call(FLOWS, *acts, around=around, recordings=tmp_path)
    (file,) = tmp_path.rglob("*.wav")
    assert [str(file.relative_to(tmp_path))] == [fact.file for fact in told.all(VoicemailLeft)]


def test_hanging_up_in_the_greeting_leaves_nothing() -> None:
    assert left(call(FLOWS, HangUp(hearing="请留言", after=0.5))) == []


# Mailboxes


def test_the_mailbox_may_be_told_by_the_call() -> None:
    assert left(call('main: [{voicemail: {mailbox: "{{ call.dialled }}"}}]')) == [("95188", 6)]


@pytest.mark.parametrize("name", ["../etc", "a b", "-x", "{{ '' }}", "x" * 41])
def test_what_is_no_name_fails_before_anything_is_asked(name: str) -> None:
    told = call(f'main: [{{voicemail: {{mailbox: "{name}"}}}}]')
    assert len(told.all(StepFailed)) == 1
    assert left(told) == []


def test_a_call_that_left_one_came_out_as_a_message() -> None:
    told = call(FLOWS, HangUp(hearing=CHOOSE))
    end = CallEnded(at=9e9, call=told.all(VoicemailLeft)[0].call, by="caller", cause="normal", duration=1.0)
    assert fold([*told.events, end]).outcome == "message"  # type: ignore[list-item]
