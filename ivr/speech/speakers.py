"""The voice of each language, as `voice` in config/ivr.yaml has it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ivr.settings import Settings, Speaker
from ivr.speech.voice import SpeechFailed, Voice
from ivr.speech.voices.command import CommandVoice
from ivr.speech.voices.espeak import EspeakVoice
from ivr.speech.voices.piper import PiperVoice
from ivr.spoken import LANGUAGES


class Speakers:
    """A voice that lets another one speak in each language, and closes them with itself."""

    def __init__(self, voices: Mapping[str, Voice]) -> None:
        self._voices = voices

    def recipe(self, language: str) -> str:
        return self._voices[language].recipe(language) if language in self._voices else ""

    async def say(self, text: str, language: str, into: Path) -> None:
        if language not in self._voices:
            raise SpeechFailed(
                f"nobody speaks '{language:.20}', only {', '.join(self._voices)}",
                f"没有“{language:.20}”的语音，只有{'、'.join(self._voices)}",
            )
        await self._voices[language].say(text, language, into)

    async def close(self) -> None:
        for voice in self._voices.values():
            await voice.close()


def speakers(settings: Settings) -> Speakers:
    """The voices that the settings name; espeak where they name none."""
    espeak = EspeakVoice()  # one for all languages that it speaks
    chosen = {str(language): speaker for language, speaker in settings.engine.voice.items()}
    return Speakers({name: _voice(settings, chosen.get(name, Speaker()), espeak) for name in LANGUAGES})


def _voice(settings: Settings, speaker: Speaker, espeak: EspeakVoice) -> Voice:
    if speaker.kind == "piper" and speaker.model:
        model = settings.path(speaker.model)
        return PiperVoice(model, speaker.run, speaker.limit, speaker.version)
    if speaker.kind == "command":
        return CommandVoice(speaker.run, speaker.limit, speaker.version)
    return espeak
