"""The voices are those of the settings, and another one makes the files anew."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ivr.document.problems import InvalidFiles
from ivr.ports import Phrase
from ivr.settings import Settings, load
from ivr.speech.cache import PromptFiles
from ivr.speech.speakers import Speakers, speakers
from ivr.speech.voice import SpeechFailed
from tests.speech.fake_voice import FakeVoice

SHIPPED = Path(__file__).parents[2] / "config"


def settings(folder: Path, voice: str) -> Settings:
    (folder / "config").mkdir(exist_ok=True)
    for name in ("agents.yaml", "queues.yaml"):
        shutil.copy(SHIPPED / name, folder / "config")
    (folder / "config" / "ivr.yaml").write_text(f"voice: {voice}\n", encoding="utf-8")
    return load(folder / "config")


def key(folder: Path, voice: str, language: str = "zh") -> str:
    return PromptFiles(folder, speakers(settings(folder, voice))).key(Phrase("您好", language))


def test_espeak_speaks_where_no_voice_is_named(tmp_path: Path) -> None:
    assert speakers(settings(tmp_path, "{}")).recipe("zh").startswith("espeak ")
    assert key(tmp_path, "{}") == key(tmp_path, "{zh: {kind: espeak}}")


@pytest.mark.parametrize(
    "voice",
    [
        "{zh: {kind: command, run: [say]}}",
        "{zh: {kind: command, run: [say, -v, li]}}",
        "{zh: {kind: piper, model: zh.onnx}}",
        "{zh: {kind: piper, model: zh.onnx, version: '2'}}",
    ],
)
def test_another_voice_makes_the_files_of_its_language_anew_and_no_others(tmp_path: Path, voice: str) -> None:
    assert key(tmp_path, voice) != key(tmp_path, "{}")
    assert key(tmp_path, voice, "en") == key(tmp_path, "{}", "en")


def test_a_model_is_found_from_the_folder_above_the_settings(tmp_path: Path) -> None:
    before = key(tmp_path, "{zh: {kind: piper, model: zh.onnx}}")
    (tmp_path / "zh.onnx").write_bytes(b"a model")
    assert key(tmp_path, "{zh: {kind: piper, model: zh.onnx}}") != before


@pytest.mark.parametrize(
    ("voice", "told"),
    [
        ("{zh: {kind: piper}}", "a Piper voice needs 'model'"),
        ("{zh: {kind: command}}", "a command needs 'run', a list"),
        ("{zh: {kind: command, run: say -v li}}", "expected a list"),
        ("{zh: {kind: espeak, run: [say]}}", "'run' is for piper and command"),
        ("{zh: {kind: command, run: [say], model: x}}", "'model' is for piper"),
        ("{zh: {kind: sox}}", "allowed: command, espeak, piper"),
        ("{zh: {kind: command, run: [say], limit: 0s}}", "expected more than 0"),
        ("{fr: {kind: espeak}}", "allowed: en, zh"),
        ("{zh: {vioce: x}}", "unknown key 'vioce'"),
    ],
)
def test_a_fault_in_the_settings_is_told_with_its_place(tmp_path: Path, voice: str, told: str) -> None:
    with pytest.raises(InvalidFiles, match=rf"ivr.yaml:1:\d+: error: .*{told}") as faults:
        settings(tmp_path, voice)
    assert all(problem.zh for problem in faults.value.problems)


async def test_a_language_that_nobody_speaks_is_told() -> None:
    with pytest.raises(SpeechFailed, match="nobody speaks 'fr', only zh"):
        await Speakers({"zh": FakeVoice()}).say("Bonjour", "fr", Path("a.wav"))


async def test_closing_closes_all_voices() -> None:
    voices = {"zh": FakeVoice(), "en": FakeVoice()}
    await Speakers(voices).close()
    assert all(voice.closed for voice in voices.values())
