"""The audio of phrases for the caller on the line: known ones from memory, new ones made on demand.

sounds = PromptSounds(settings.path(settings.engine.prompts), speakers(settings))
await sounds.prepare(catalogue(texts, ["zh", "en"]), progress)
await sounds.find(Phrase("两千", "zh"))
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections import OrderedDict
from collections.abc import Iterable
from pathlib import Path

import structlog

from ivr.ports import Phrase, Sound
from ivr.speech.cache import PromptFiles
from ivr.speech.live import LiveSounds
from ivr.speech.prepare import Prepared, Progress, make_missing, take_stock
from ivr.speech.recorded import Recorded
from ivr.speech.voice import NothingToSay, SpeechFailed, Voice, VoiceMissing

log = structlog.get_logger(__name__)

PATIENCE = 2.0  # seconds a caller waits for a text that has no audio yet
REST = 60.0  # seconds before a text that failed is tried again
WAITING = 32  # texts being made for callers; more than that get no audio
FAILURES = 500  # texts remembered as failed


class PromptSounds:
    """Implements `ivr.ports.Sounds` on a folder of prompts and a voice, which it closes with itself."""

    def __init__(self, folder: Path, voice: Voice, patience: float = PATIENCE) -> None:
        self._folder, self._voice, self._patience = folder, voice, patience
        self._files = PromptFiles(folder, voice)
        self._recorded = Recorded(folder / "recorded")
        self._known: dict[Phrase, Sound] = {}
        self._live: LiveSounds | None = None
        self._making: dict[Phrase, asyncio.Task[Sound | None]] = {}
        self._failed: OrderedDict[Phrase, float] = OrderedDict()
        self._told_no_voice = False
        self._once: set[Sound] = set()

    async def find(self, phrase: Phrase) -> Sound | None:
        """The sound, or None when it cannot be had in time. Touches no disk for a phrase that is known.

        A secure phrase that is not known has audio of its own, until `release`.
        """
        sound = self._in_memory(phrase)
        if sound is None and phrase.secure:
            return await self._say_once(phrase)
        if sound or not self._worth_a_try(phrase):
            return sound
        task = self._making.get(phrase) or self._begin(phrase)
        done, _ = await asyncio.wait({task}, timeout=self._patience)
        if not done:
            self._fail(phrase, f"not made within {self._patience:g} seconds")
        return task.result() if done and not task.cancelled() else None

    def release(self, sound: Sound) -> None:
        if sound in self._once:
            self._once.remove(sound)
            Path(f"{sound.path}.wav").unlink(missing_ok=True)

    async def prepare(
        self, phrases: Iterable[Phrase], progress: Progress = lambda done, total: None
    ) -> Prepared:
        """Make the audio that is missing; `progress` is told how much of it is done, and how much there is.

        Raises `VoiceMissing` when audio is missing and there is no voice to make it (what there is can be
        heard all the same), and OSError when the folder cannot be written to. New recordings are noticed.
        """
        wanted = tuple(dict.fromkeys(phrases))
        self._recorded = await asyncio.to_thread(Recorded, self._folder / "recorded")
        for problem in self._recorded.problems:
            log.warning("speech.recording_unusable", problem=str(problem))
        stock = await asyncio.to_thread(take_stock, wanted, self._recorded, self._files)
        kept = len(stock.sounds)
        try:
            await make_missing(stock, self._files, progress)
        finally:
            self._known |= stock.sounds
        for phrase, fault in stock.failed.items():
            self._fail(phrase, str(fault))
        return Prepared(kept, len(stock.sounds) - kept, tuple(stock.failed.items()))

    async def close(self) -> None:
        for task in self._making.values():
            task.cancel()
        await asyncio.gather(*self._making.values(), return_exceptions=True)
        await self._voice.close()
        if self._live:
            self._live.close()
            self._live = None

    def _in_memory(self, phrase: Phrase) -> Sound | None:
        sound = self._known.get(phrase) or (self._live.get(phrase) if self._live else None)
        if sound or not phrase.file:  # texts are prepared without the name of a recording
            return sound
        return self._recorded.find(phrase) or self._known.get(Phrase(phrase.text, phrase.language))

    def _worth_a_try(self, phrase: Phrase) -> bool:
        since = self._failed.get(phrase)
        return since is None or time.monotonic() - since > REST

    def _begin(self, phrase: Phrase) -> asyncio.Task[Sound | None]:
        task = asyncio.create_task(self._make(phrase))
        self._making[phrase] = task
        task.add_done_callback(lambda _: self._making.pop(phrase, None))
        return task

    async def _make(self, phrase: Phrase) -> Sound | None:
        try:
            sound = self._recorded.find(phrase) or self._files.find(phrase) or await self._say(phrase)
        except NothingToSay:  # a silence, and no fault
            self._keep_failed(phrase)
            return None
        except Exception as error:  # whatever it is, it must not cost the call
            self._fail(phrase, str(error), no_voice=isinstance(error, VoiceMissing))
            return None
        self._failed.pop(phrase, None)
        return sound

    async def _say_once(self, phrase: Phrase) -> Sound | None:
        """Neither the name of the file nor what is remembered of it tells the text."""
        try:
            async with asyncio.timeout(self._patience):
                path = self._live_folder() / f"{secrets.token_hex(12)}.wav"
                sound = await self._files.make(phrase, path)
        except Exception as error:
            log.warning("speech.missing", text=phrase.shown, reason=type(error).__name__)
            return None
        self._once.add(sound)
        return sound

    def _live_folder(self) -> Path:
        self._live = self._live or LiveSounds(self._folder / "live")
        return self._live.folder

    async def _say(self, phrase: Phrase) -> Sound:
        if len(self._making) > WAITING:
            raise SpeechFailed(f"{WAITING} other texts are being made", f"正在合成另外{WAITING}条文本")
        self._live = self._live or LiveSounds(self._folder / "live")
        sound = await self._files.make(phrase, self._live.folder / self._files.path(phrase).name)
        self._live.keep(phrase, sound)
        return sound

    def _fail(self, phrase: Phrase, reason: str, no_voice: bool = False) -> None:
        """Said once in the log: once a text, and once for all texts when there is no voice."""
        if phrase not in self._failed and not (no_voice and self._told_no_voice):
            log.warning("speech.missing", text=phrase.text[:80], language=phrase.language[:20], reason=reason)
        self._told_no_voice |= no_voice
        self._keep_failed(phrase)

    def _keep_failed(self, phrase: Phrase) -> None:
        self._failed[phrase] = time.monotonic()
        while len(self._failed) > FAILURES:
            self._failed.popitem(last=False)
