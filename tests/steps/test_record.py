"""`record`: a message is kept, also that of a caller who hangs up in the middle."""

from __future__ import annotations

import asyncio
import wave
from pathlib import Path

import pytest

from ivr.events import RecordingStored
from ivr.flow import virtual
from ivr.flow.rehearsal import Told
from ivr.flow.scripted import HangUp, Press, Surroundings
from ivr.steps.shared.recording import left_behind

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


def test_the_name_of_the_file_need_not_be_saved() -> None:
    assert len(kept(call("main: [{record: {max: 10s}}]"))) == 1


def test_a_file_still_being_written_is_waited_for(tmp_path: Path) -> None:
    file = _written(tmp_path / "late.wav", declared=0)

    async def close_it() -> None:
        await asyncio.sleep(0.3)
        _written(file, declared=16000)

    async def both() -> float:
        closing = asyncio.create_task(close_it())
        seconds = await left_behind(file)
        await closing
        return seconds

    assert virtual.run(both()) == pytest.approx(1.0)


def test_a_file_that_is_never_closed_is_measured_by_its_size(tmp_path: Path) -> None:
    assert virtual.run(left_behind(_written(tmp_path / "open.wav", declared=0))) == pytest.approx(1.0)


def _written(path: Path, declared: int) -> Path:
    """A second of silence whose header says how much of it is there."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(16000))
    data = path.read_bytes()
    path.write_bytes(data[:40] + declared.to_bytes(4, "little") + data[44:])
    return path
