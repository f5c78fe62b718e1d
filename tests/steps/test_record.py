"""`record`: a message is kept, also that of a caller who hangs up in the middle."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.events import RecordingStored
from ivr.flow.rehearsal import Told
from ivr.flow.scripted import HangUp, Press, Surroundings

from .calls import call

MESSAGE = """
main:
  - record: {prompt: 请留言。, max: 60s, save: message}
  - play: "谢谢{{ '有' if message else '无' }}。"
"""


def kept(told: Told) -> list[tuple[str, float, int]]:
    return [(fact.kind, round(fact.seconds, 3), fact.channels) for fact in told.all(RecordingStored)]


def test_silence_ends_it() -> None:
    told = call(MESSAGE, around=Surroundings(speaks=12.0))
    assert kept(told) == [("message", 13.0, 1)]  # Asterisk leaves one second of the silence
    assert told.heard == ("请留言。", "谢谢有。")


def test_the_key_ends_it() -> None:
    told = call(MESSAGE, Press("#", hearing="请留言", after=6.0), around=Surroundings(speaks=30.0))
    assert [(kind, round(seconds)) for kind, seconds, _ in kept(told)] == [("message", 5)]


def test_the_limit_ends_it() -> None:
    assert kept(call(MESSAGE, around=Surroundings(speaks=90.0))) == [("message", 60.0, 1)]


@pytest.mark.parametrize("speaks", [0.0, 0.5])
def test_less_than_a_second_is_not_kept(speaks: float) -> None:
    told = call(MESSAGE, around=Surroundings(speaks=speaks))
    assert kept(told) == []
    assert told.heard[-1] == "谢谢无。"


def test_a_caller_who_hangs_up_is_kept(tmp_path: Path) -> None:
    around = Surroundings(speaks=30.0, recordings=tmp_path)
    told = call(MESSAGE, HangUp(hearing="请留言", after=8.0), around=around, recordings=tmp_path)
    ((kind, seconds, _),) = kept(told)
    assert kind == "message"
    assert seconds == pytest.approx(7.0)
    assert told.ending.by == "caller"


def test_a_caller_who_hangs_up_at_once_is_not(tmp_path: Path) -> None:
    around = Surroundings(recordings=tmp_path)
    told = call(MESSAGE, HangUp(hearing="请留言", after=1.2), around=around, recordings=tmp_path)
    assert kept(told) == []


def test_a_file_that_never_came_is_not(tmp_path: Path) -> None:
    told = call(MESSAGE, HangUp(hearing="请留言", after=8.0), recordings=tmp_path)
    assert kept(told) == []
