"""The recording of a talk: caller left, agent right, as long as the talk, and there whoever hangs up."""

from __future__ import annotations

from pathlib import Path

import numpy
import pytest
from numpy.typing import NDArray

from ivr.demo.phones import AGENT_TONE, CALLER_TONE, Phone
from ivr.demo.stage import Stage
from ivr.events import RecordingStored, TalkEnded
from tests.live.books import TALK_SECONDS, record_of
from tests.live.conftest import Desk
from tests.live.listening import samples, sound, strongest_tone
from tests.live.routing import talks, waits

pytestmark = pytest.mark.asyncio(loop_scope="module")

RATE = 8000
NEAR = 5.0
"""Hz; a tone of 1.5 s is told to better than 1 Hz."""


def recording(here: Stage, file: str) -> Path:
    return here.settings.path(here.settings.engine.recordings) / file


def share(channel: NDArray[numpy.float64], tone: float) -> float:
    """How much of a channel's energy is within 20 Hz of this tone."""
    power = numpy.abs(numpy.fft.rfft(channel)) ** 2
    frequency = numpy.fft.rfftfreq(len(channel), 1 / RATE)
    return float(power[numpy.abs(frequency - tone) < 20].sum() / power.sum())


@pytest.mark.parametrize("hangs_up", ["agent", "caller"])
async def test_a_talk_is_recorded_in_stereo_and_as_long_as_it_was(
    here: Stage, line: Phone, desk: Desk, hangs_up: str
) -> None:
    wang = await desk("1001")
    caller = await waits(here, line)
    talk = await talks(wang, caller)
    await sound(talk, seconds=1.5)  # they talk: this is what is recorded
    await (talk if hangs_up == "agent" else caller.phone).hang_up()
    await caller.is_over()

    ended = await caller.sees(TalkEnded)
    stored = await caller.sees(RecordingStored)
    audio = samples(recording(here, stored.file))
    assert ended.by == hangs_up
    assert stored.channels == audio.shape[1] == 2
    assert abs(len(audio) / RATE - ended.talked) < TALK_SECONDS
    assert abs(len(audio) / RATE - stored.seconds) < 0.05
    left, right = audio[:, 0], audio[:, 1]
    assert abs(strongest_tone(left) - CALLER_TONE) < NEAR
    assert abs(strongest_tone(right) - AGENT_TONE) < NEAR
    assert share(left, AGENT_TONE) < 0.01
    assert share(right, CALLER_TONE) < 0.01
    assert (await record_of(here, caller.id)).recordings == (stored.file,)


async def test_two_talks_at_once_are_recorded_apart(here: Stage, line: Phone, desk: Desk) -> None:
    wang, li = await desk("1001"), await desk("1002")
    async with Phone(here.address, tone=600) as other_line:
        first, second = await waits(here, line), await waits(here, other_line)
        both = [await talks(wang, first), await talks(li, second)]
        for talk in both:
            await sound(talk, seconds=1.0)
        for talk in both:
            await talk.hang_up()
        await first.is_over()
        await second.is_over()
    files = [(await caller.sees(RecordingStored)).file for caller in (first, second)]
    tones = [strongest_tone(samples(recording(here, file))[:, 0]) for file in files]
    assert abs(tones[0] - CALLER_TONE) < NEAR
    assert abs(tones[1] - 600) < NEAR


async def test_a_call_that_nobody_answered_leaves_no_file(here: Stage, line: Phone, desk: Desk) -> None:
    wang = await desk("1001")
    before = set(recording(here, "").rglob("*"))
    caller = await waits(here, line)
    await wang.rung()
    await caller.hangs_up()
    new = [path for path in set(recording(here, "").rglob("*")) - before if path.is_file()]
    assert new == []
