"""Prompt files `<prompts>/<language>/<hash>.wav`, and `<prompts>/index.csv` that tells which is what.

The hash covers everything that shapes the sound, so a file never goes stale: another voice, version or rate
is another file. Files appear whole or not at all, also when two processes make the same one.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import secrets
import wave
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from ivr.ports import Phrase, Sound
from ivr.speech.voice import RATE, SpeechFailed, Voice, clean
from ivr.spoken import LANGUAGES

EXTENSIBLE = b"\xfe\xff"  # a form of WAV that Python (from 3.12 on) reads and Asterisk does not


_OTHER_FORM = {
    "en": "{}: {} Hz, {} bit, {} channels; Asterisk plays 8000 Hz, 16 bit, 1 channel: "
    "`ivr prompts import` converts it",
    "zh": "{}：{} Hz，{}位，{}声道；Asterisk只播放8000 Hz、16位、单声道：可用 `ivr prompts import` 转换",
}


class PromptFiles:
    """The prompt files of a voice in one folder."""

    def __init__(self, folder: Path, voice: Voice) -> None:
        self._folder = folder.absolute()
        self._voice = voice

    def key(self, phrase: Phrase) -> str:
        """The hash that names the phrase's file. Raises `SpeechFailed` for a phrase that cannot be said."""
        if phrase.language not in LANGUAGES:
            raise SpeechFailed(
                f"no prompts in '{phrase.language:.20}', only in {' and '.join(LANGUAGES)}",
                f"没有“{phrase.language:.20}”语言的提示音，只有{'、'.join(LANGUAGES)}",
            )
        parts = (self._voice.recipe(phrase.language), phrase.language, clean(phrase.text), str(RATE))
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]

    def path(self, phrase: Phrase) -> Path:
        return self._folder / phrase.language / f"{self.key(phrase)}.wav"

    def find(self, phrase: Phrase) -> Sound | None:
        """The sound, if it has been made and is whole. Raises `SpeechFailed` as `key` does."""
        path = self.path(phrase)
        try:
            return read_sound(path)
        except SpeechFailed:
            return None

    async def make(self, phrase: Phrase, path: Path) -> Sound:
        """Have the phrase said into `path`. Raises `SpeechFailed`, also when the disk does not take it."""
        half = path.with_name(f".{path.stem}.{secrets.token_hex(4)}.wav")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            await self._voice.say(clean(phrase.text), phrase.language, half)
            os.replace(half, path)
        except OSError as error:
            raise SpeechFailed(
                f"{path.parent}: {error.strerror}; prompts need a folder to write to",
                f"{path.parent}：{error.strerror}；提示音需要可写的文件夹",
            ) from error
        finally:
            with suppress(OSError):
                half.unlink()
        sound = read_sound(path)
        if sound is None:
            raise SpeechFailed(f"{path} vanished as soon as it was made", f"{path} 生成后即消失")
        return sound

    def index(self, phrases: Iterable[Phrase]) -> None:
        """Add those that `index.csv` lacks: hash, language, text. One write, so that two processes can."""
        index = self._folder / "index.csv"
        self._folder.mkdir(parents=True, exist_ok=True)
        known = set()
        if index.exists():
            known = {line.partition(",")[0] for line in index.read_text("utf-8").splitlines()}
        rows = {self.key(phrase): phrase for phrase in phrases}
        lines = io.StringIO()
        csv.writer(lines, lineterminator="\n").writerows(
            (key, phrase.language, clean(phrase.text)) for key, phrase in rows.items() if key not in known
        )
        with index.open("ab", buffering=0) as file:
            file.write(lines.getvalue().encode())


def read_sound(path: Path) -> Sound | None:
    """The sound in a WAV file; None if there is no such file.

    Raises `SpeechFailed` for a file that Asterisk would not play: it takes 8 kHz, 16-bit, mono.
    """
    try:
        with path.open("rb") as raw:
            if raw.read(22)[20:] == EXTENSIBLE:
                raise wave.Error("WAVE_FORMAT_EXTENSIBLE")
            raw.seek(0)
            with wave.open(raw, "rb") as file:
                form = (file.getframerate(), file.getsampwidth() * 8, file.getnchannels())
                seconds = file.getnframes() / RATE
    except FileNotFoundError:
        return None
    except (OSError, EOFError, wave.Error) as error:
        raise SpeechFailed(
            f"{path}: not a WAV file that can be played ({error}); `ivr prompts import` converts it",
            f"{path}：不是可播放的WAV文件（{error}）；可用 `ivr prompts import` 转换",
        ) from error
    if form != (RATE, 16, 1):
        raise SpeechFailed(_OTHER_FORM["en"].format(path, *form), _OTHER_FORM["zh"].format(path, *form))
    return Sound(str(path.with_suffix("")), seconds)
