"""Make the audio of many phrases before the first call, two at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ivr.ports import Phrase, Sound
from ivr.speech.cache import PromptFiles
from ivr.speech.recorded import Recorded
from ivr.speech.voice import SpeechFailed, VoiceMissing

AT_ONCE = 2

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Prepared:
    """How many phrases had audio, how many got it now, and which have none (each with the reason)."""

    kept: int
    made: int
    failed: tuple[tuple[Phrase, SpeechFailed], ...]


@dataclass(slots=True)
class Stock:
    """Which phrases have a sound, which have none yet, and which can have none (with the reason)."""

    sounds: dict[Phrase, Sound] = field(default_factory=dict)
    missing: list[Phrase] = field(default_factory=list)
    failed: dict[Phrase, SpeechFailed] = field(default_factory=dict)


def take_stock(phrases: Sequence[Phrase], recorded: Recorded, files: PromptFiles) -> Stock:
    """Looks each phrase up on disk, and sees to it that the index names the files of those that are made."""
    stock = Stock()
    for phrase in phrases:
        try:
            sound = recorded.find(phrase) or files.find(phrase)
        except SpeechFailed as error:
            stock.failed[phrase] = error
        else:
            if sound:
                stock.sounds[phrase] = sound
            else:
                stock.missing.append(phrase)
    files.index(phrase for phrase in phrases if phrase not in stock.failed and not recorded.find(phrase))
    return stock


async def make_missing(stock: Stock, files: PromptFiles, progress: Progress) -> None:
    """Moves all of `missing` to `sounds` or `failed`. Raises `VoiceMissing` when a language has no voice,
    after all is made that other voices can say."""
    left, total = iter(tuple(stock.missing)), len(stock.missing)
    silent: dict[str, VoiceMissing] = {}

    async def work() -> None:
        for phrase in left:
            if phrase.language in silent:
                continue
            try:
                stock.sounds[phrase] = await files.make(phrase, files.path(phrase))
            except VoiceMissing as error:
                silent[phrase.language] = error
                continue
            except SpeechFailed as error:
                stock.failed[phrase] = error
            stock.missing.remove(phrase)
            progress(total - len(stock.missing), total)

    async with asyncio.TaskGroup() as group:
        for _ in range(min(AT_ONCE, total)):
            group.create_task(work())
    if silent:
        raise next(iter(silent.values()))
