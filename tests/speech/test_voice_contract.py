"""What every voice promises, whatever it is made of."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from ivr.audio.faults import prompt_faults
from ivr.audio.measure import measure
from ivr.speech.speakers import Speakers
from ivr.speech.voice import SpeechFailed, Voice
from ivr.speech.voices.command import CommandVoice
from ivr.speech.voices.espeak import EspeakVoice
from ivr.speech.voices.piper import PiperVoice
from tests.speech.processes import children

PROGRAMS = Path(__file__).with_name("programs")
SAY = (sys.executable, str(PROGRAMS / "say.py"))
PIPER = (sys.executable, "-m", "tests.speech.programs.piper")


def espeak(folder: Path) -> Voice:
    return EspeakVoice()


def command_that_prints(folder: Path) -> Voice:
    return CommandVoice(SAY)


def command_that_writes_a_file(folder: Path) -> Voice:
    return CommandVoice((*SAY, "--out", "{file}"))


def piper_as_a_program(folder: Path) -> Voice:
    return PiperVoice(folder / "model.onnx", PIPER)


def piper_as_a_package(folder: Path) -> Voice:
    return PiperVoice(folder / "model.onnx")


def one_for_each_language(folder: Path) -> Voice:
    return Speakers({"zh": EspeakVoice(), "en": CommandVoice(SAY)})


VOICES = [
    espeak,
    command_that_prints,
    command_that_writes_a_file,
    piper_as_a_program,
    piper_as_a_package,
    one_for_each_language,
]


@pytest_asyncio.fixture(params=VOICES, ids=lambda make: make.__name__)
async def voice(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Voice]:
    package = str(PROGRAMS / "package")
    monkeypatch.syspath_prepend(package)
    monkeypatch.setenv("PYTHONPATH", f"{package}:{Path.cwd()}")
    (tmp_path / "model.onnx").write_bytes(b"a model")
    (tmp_path / "model.onnx.json").write_text("{}")
    make: Callable[[Path], Voice] = request.param
    made = make(tmp_path)
    yield made
    await made.close()


@pytest.mark.parametrize(("language", "text"), [("zh", "欢迎致电客户服务中心。"), ("en", "Welcome to us.")])
async def test_its_audio_is_what_asterisk_plays(
    voice: Voice, tmp_path: Path, language: str, text: str
) -> None:
    await voice.say(text, language, tmp_path / "said.wav")
    assert prompt_faults(tmp_path / "said.wav") == ()


async def test_its_audio_is_as_loud_as_that_of_every_other_voice(voice: Voice, tmp_path: Path) -> None:
    await voice.say("Welcome to us", "en", tmp_path / "said.wav")
    assert measure(tmp_path / "said.wav").level == pytest.approx(-18, abs=2.5)  # peaks may hold it down


async def test_silence_around_its_words_is_short(voice: Voice, tmp_path: Path) -> None:
    await voice.say("Welcome", "en", tmp_path / "said.wav")
    found = measure(tmp_path / "said.wav")
    assert [found.lead, found.tail] == pytest.approx([0.02, 0.06], abs=0.015)


async def test_a_longer_text_takes_longer(voice: Voice, tmp_path: Path) -> None:
    await voice.say("Two", "en", tmp_path / "short.wav")
    await voice.say("Two thousand and two hundred and twenty", "en", tmp_path / "long.wav")
    assert measure(tmp_path / "long.wav").seconds > 2 * measure(tmp_path / "short.wav").seconds


@pytest.mark.parametrize(
    "text", ["'; touch /tmp/x; '", "$(reboot)", "--help", '"{file}"\\', "<b>[[h@loU]]</b>"]
)
async def test_an_odd_text_is_said_and_nothing_else(voice: Voice, tmp_path: Path, text: str) -> None:
    await voice.say(text, "en", tmp_path / "said.wav")
    assert measure(tmp_path / "said.wav").seconds > 0.2


async def test_a_recipe_is_the_same_every_time(voice: Voice) -> None:
    assert voice.recipe("zh") == voice.recipe("zh") != ""


async def test_a_folder_that_is_not_there_is_told(voice: Voice, tmp_path: Path) -> None:
    with pytest.raises(SpeechFailed):
        await voice.say("Welcome", "en", tmp_path / "nowhere" / "said.wav")


async def test_many_texts_at_once_are_all_said(voice: Voice, tmp_path: Path) -> None:
    await asyncio.gather(*(voice.say("one two", "en", tmp_path / f"{n}.wav") for n in range(6)))
    lengths = [measure(tmp_path / f"{n}.wav").seconds for n in range(6)]
    assert lengths == pytest.approx([lengths[0]] * 6, abs=0.05)


async def test_a_caller_who_hangs_up_leaves_it_able_to_speak(voice: Voice, tmp_path: Path) -> None:
    saying = asyncio.create_task(voice.say("Welcome to customer service", "en", tmp_path / "a.wav"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    saying.cancel()
    await asyncio.gather(saying, return_exceptions=True)
    await voice.say("Two", "en", tmp_path / "said.wav")
    assert prompt_faults(tmp_path / "said.wav") == ()


async def test_nothing_of_it_runs_once_it_is_closed(voice: Voice, tmp_path: Path) -> None:
    before = children()
    await voice.say("Welcome", "en", tmp_path / "said.wav")
    await voice.close()
    assert children() <= before


def test_no_two_voices_have_one_recipe(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"a model")
    recipes = [make(tmp_path).recipe("zh") for make in VOICES[:4]]
    assert len(set(recipes)) == 4
