"""A talk on the real Asterisk, recorded in WAV, is in the index and compressed soon after the call."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import soundfile

from ivr.archive.entry import Entry
from ivr.archive.index import Index, Wanted
from ivr.archive.verify import stored, verified
from ivr.demo.patience import LIMIT
from ivr.demo.phones import Phone
from ivr.demo.stage import Stage
from ivr.events import AlarmRaised, RecordingFailed, RecordingStored, TalkEnded
from ivr.settings import Settings
from tests.live.conftest import MakeScene, agents_of
from tests.live.talking import sound, with_agent

pytestmark = pytest.mark.asyncio(loop_scope="module")


def at_once(settings: Settings) -> Settings:
    archive = settings.engine.archive.model_copy(update={"after": 0.0})
    return settings.model_copy(update={"engine": settings.engine.model_copy(update={"archive": archive})})


async def compressed(here: Stage, limit: float = LIMIT) -> Entry:
    """The one recording, once it is compressed."""
    async with asyncio.timeout(limit):
        while True:
            with Index(here.settings.engine.database) as index:
                found = index.find(Wanted())
            if found and found[0].format == "flac":
                return found[0]
            await asyncio.sleep(0.2)


async def test_a_talk_is_compressed_after_the_call(make_scene: MakeScene) -> None:
    async with make_scene(change=at_once) as (here, books):
        async with Phone(here.address) as line, agents_of(here) as desk:
            caller, talk = await with_agent(here, line, await desk("1001"))
            await sound(talk.call, seconds=1.0)
            await talk.call.hang_up()
            ended, recording = await caller.sees(TalkEnded), await caller.sees(RecordingStored)
            await caller.hangs_up()
            entry = await compressed(here)
        await books.balance()
        assert (entry.call, entry.agent, entry.queue) == (caller.id, "wang", ended.queue)
        assert (entry.file, entry.channels) == (recording.file, 2)
        folder = here.settings.path(here.settings.engine.recordings)
        assert abs(soundfile.info(stored(folder, entry)).duration - recording.seconds) < 0.01
        assert not (folder / recording.file).exists()
        with Index(here.settings.engine.database) as index:
            assert verified(index, folder, entry) == ""


async def test_a_folder_that_cannot_be_written_costs_the_recording_and_not_the_talk(
    make_scene: MakeScene, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_bytes(b"a file where the folder should be")

    def unwritable(settings: Settings) -> Settings:
        engine = settings.engine.model_copy(update={"recordings": tmp_path / "taken"})
        return settings.model_copy(update={"engine": engine})

    async with make_scene(change=unwritable) as (here, books):
        alarm = await here.watch.until(AlarmRaised)
        assert alarm.what == "disk_fails"
        async with Phone(here.address) as line, agents_of(here) as desk:
            caller, talk = await with_agent(here, line, await desk("1001"))
            await caller.sees(RecordingFailed, reason="disk_fails")
            await sound(talk.call, seconds=1.0)
            await talk.call.hang_up()
            ended = await caller.sees(TalkEnded)
            assert ended.talked > 0
            await caller.hangs_up()
        await books.balance()
