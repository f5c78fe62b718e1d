"""Piper as a voice: a model by its path, said by the package or by Piper's program."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.audio.measure import measure
from ivr.speech.voice import VoiceMissing
from ivr.speech.voices.piper import PiperVoice
from tests.speech.test_voice_contract import PIPER


@pytest.fixture
def model(tmp_path: Path) -> Path:
    (tmp_path / "model.onnx").write_bytes(b"a model")
    (tmp_path / "model.onnx.json").write_text("{}")
    return tmp_path / "model.onnx"


@pytest.mark.parametrize("absent", ["model.onnx", "model.onnx.json"])
async def test_a_model_that_is_not_there_is_told_with_its_path(model: Path, absent: str) -> None:
    (model.parent / absent).unlink()
    with pytest.raises(VoiceMissing, match=f"no Piper model at {model.parent / absent}") as failed:
        await PiperVoice(model, PIPER).say("Welcome", "en", model.parent / "a.wav")
    assert str(model.parent / absent) in failed.value.zh


async def test_a_machine_without_the_package_is_told_how_to_get_it(model: Path) -> None:
    with pytest.raises(VoiceMissing, match=r"pip install piper-tts .* or give 'run' the path"):
        await PiperVoice(model).say("Welcome", "en", model.parent / "a.wav")


async def test_phonemes_in_brackets_are_read_out_not_obeyed(model: Path) -> None:
    await PiperVoice(model, PIPER).say("[[ h@loU ]]", "en", model.parent / "a.wav")
    assert measure(model.parent / "a.wav").seconds == pytest.approx(1.38, abs=0.05), "13 characters"


def test_another_model_under_the_same_name_is_another_recipe(model: Path) -> None:
    before = PiperVoice(model).recipe("zh")
    assert PiperVoice(model).recipe("zh") == before
    model.write_bytes(b"a better model")
    assert PiperVoice(model).recipe("zh") != before
    assert PiperVoice(model, version="2").recipe("zh") != PiperVoice(model).recipe("zh")
    assert PiperVoice(Path("/no/model.onnx")).recipe("zh")
