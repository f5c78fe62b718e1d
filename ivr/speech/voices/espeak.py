"""The voice that installs with pip: espeak-ng, Mandarin and English, a little robotic, never in doubt.

voice = EspeakVoice()
await voice.say("欢迎致电。", "zh", Path("welcome.wav"))
"""

from __future__ import annotations

from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from ivr.speech.voice import SpeechFailed, VoiceMissing
from ivr.speech.worker import Workers

RECIPE = 1  # raise it whenever the same text would sound different: then all prompts are made again
SPEAKERS = {"zh": ("cmn", 165), "en": ("en-us", 155)}  # espeak's voice and its words per minute
NEEDS = ("espeakng_loader", "soxr", "numpy")
REMEDY = "pip install callwright[voice]"
_MODULE = "ivr.speech.voices.espeak_process"


class EspeakVoice:
    """Up to `processes` espeak processes. A text that takes longer than `limit` seconds fails."""

    def __init__(self, limit: float = 20.0, processes: int = 2) -> None:
        self._version = f"{_installed('espeakng-loader')}-{RECIPE}"
        self._workers = Workers(_MODULE, remedy=REMEDY, limit=limit, processes=processes)

    def recipe(self, language: str) -> str:
        return f"espeak {self._version}"

    async def say(self, text: str, language: str, into: Path) -> None:
        if language not in SPEAKERS:
            spoken = ", ".join(SPEAKERS)
            raise SpeechFailed(
                f"espeak speaks {spoken}, not '{language:.20}'", f"espeak只会说{spoken}，不会“{language:.20}”"
            )
        missing = ", ".join(name for name in NEEDS if find_spec(name) is None)
        if missing:
            raise VoiceMissing(
                f"no {missing}: the voice is an extra; {REMEDY}", f"缺少{missing}：语音需另行安装；{REMEDY}"
            )
        speaker, speed = SPEAKERS[language]
        await self._workers.ask({"text": text, "voice": speaker, "speed": speed, "into": str(into)})

    async def close(self) -> None:
        await self._workers.close()


def _installed(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "none"
