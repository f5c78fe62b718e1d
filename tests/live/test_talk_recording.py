"""An agent pauses the recording and lets it go on: one file, with silence where it was paused."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import numpy
import pytest

from ivr.demo.phones import Phone
from ivr.demo.stage import Stage
from ivr.events import RecordingPaused, RecordingResumed, RecordingStored, TalkEnded
from ivr.ports import NoSuchTalk
from tests.live.books import TALK_SECONDS
from tests.live.conftest import Desk
from tests.live.listening import samples, sound
from tests.live.talking import facts, with_agent

pytestmark = pytest.mark.asyncio(loop_scope="module")

RATE = 8000


def loud(channel: numpy.typing.NDArray[numpy.float64]) -> list[bool]:
    """Whether there is sound, by tenths of a second."""
    step = RATE // 10
    return [
        bool(numpy.abs(channel[at : at + step]).max() > 0.01) for at in range(0, len(channel) - step, step)
    ]


def longest_silence(heard: list[bool]) -> tuple[int, int]:
    """Where it begins and ends: a telephone that stands still for a moment is silent, too."""
    sounds = [-1, *(at for at, loud in enumerate(heard) if loud), len(heard)]
    begins, ends = max(pairwise(sounds), key=lambda gap: gap[1] - gap[0])
    return begins + 1, ends


async def test_an_agent_pauses_the_recording_and_lets_it_go_on(here: Stage, line: Phone, desk: Desk) -> None:
    wang = await desk("1001")
    caller, talk = await with_agent(here, line, wang)
    await sound(talk.call, seconds=1.0)
    await talk.keys("7")
    await caller.sees(RecordingPaused, agent="wang")
    await asyncio.sleep(2.0)  # the agent hears that, and then they talk of what nobody is to hear
    await here.engine.talks.pause_recording(caller.id, on=False)
    assert len(facts(here, caller, RecordingResumed)) == 1
    await sound(talk.call, seconds=1.0)
    await talk.call.hang_up()
    ended, stored = await caller.sees(TalkEnded), await caller.sees(RecordingStored)
    await caller.hangs_up()
    recorded = samples(here.settings.path(here.settings.engine.recordings) / stored.file)
    assert abs(len(recorded) / RATE - ended.talked) < TALK_SECONDS
    for side in (recorded[:, 0], recorded[:, 1]):
        begins, ends = longest_silence(loud(side))
        assert ends - begins > 15
        assert any(loud(side)[:begins])
        assert any(loud(side)[ends:])


async def test_what_is_not_recorded_cannot_be_paused(here: Stage, line: Phone, desk: Desk) -> None:
    wang = await desk("1001")
    caller, talk = await with_agent(here, line, wang)
    await talk.call.hang_up()
    await caller.sees(TalkEnded)
    with pytest.raises(NoSuchTalk):
        await here.engine.talks.pause_recording(caller.id, on=True)
    await caller.hangs_up()
