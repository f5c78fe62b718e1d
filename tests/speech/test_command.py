"""A program of others' as a voice: whatever it does, the call and the engine are safe."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from ivr.audio.measure import measure
from ivr.speech import program as program_module
from ivr.speech.voice import SpeechFailed, VoiceMissing
from ivr.speech.voices.command import CommandVoice
from tests.speech.processes import children
from tests.speech.test_voice_contract import SAY

NOTE = "import json,os,sys; json.dump([sys.argv[1:], sys.stdin.read(), dict(os.environ)], open({!r}, 'w'))"


async def refusal(*arguments: str, limit: float = 20.0, into: Path) -> SpeechFailed:
    before = children()
    with pytest.raises(SpeechFailed) as failed:
        await CommandVoice((*SAY, *arguments), limit).say("Welcome", "en", into)
    assert children() <= before
    assert failed.value.zh
    return failed.value


async def test_the_text_comes_on_standard_input_and_placeholders_are_filled(tmp_path: Path) -> None:
    note = tmp_path / "note.json"
    voice = CommandVoice((sys.executable, "-c", NOTE.format(str(note)), "{language}", "to {file}"))
    with pytest.raises(SpeechFailed):
        await voice.say("您好; $(reboot) {file}", "zh", tmp_path / "said.wav")
    arguments, given, _ = json.loads(note.read_text())
    assert given == "您好; $(reboot) {file}\n"
    assert arguments[0] == "zh"
    assert arguments[1].startswith("to /")
    assert arguments[1].endswith(".wav")


async def test_it_sees_none_of_our_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALLWRIGHT_AMI_SECRET", "s3cret")
    monkeypatch.setenv("TTS_LICENCE", "42")
    note = tmp_path / "note.json"
    with pytest.raises(SpeechFailed):
        await CommandVoice((sys.executable, "-c", NOTE.format(str(note)))).say("hi", "en", tmp_path / "a.wav")
    assert "s3cret" not in note.read_text()
    assert json.loads(note.read_text())[2]["TTS_LICENCE"] == "42"


async def test_its_own_words_tell_why_it_failed(tmp_path: Path) -> None:
    failed = await refusal("--fault", "refuses", into=tmp_path / "a.wav")
    assert str(failed).endswith("ended with code 3: no licence for this voice")


async def test_one_that_hangs_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    failed = await refusal("--fault", "sleeps", limit=0.5, into=tmp_path / "a.wav")
    assert "took longer than 0.5 seconds" in str(failed)


async def test_one_that_prints_for_ever_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program_module, "LARGEST", 2**20)
    for _ in range(5):  # what it has printed meanwhile must not keep us waiting for its end
        failed = await refusal("--fault", "floods", into=tmp_path / "a.wav")
        assert "more than 1 MB" in str(failed)


@pytest.mark.parametrize("fault", ["mumbles", "none"])
async def test_what_is_no_audio_is_told(tmp_path: Path, fault: str) -> None:
    failed = await refusal("--fault", fault, into=tmp_path / "a.wav")
    assert "the voice gave not an audio file" in str(failed)
    assert not (tmp_path / "a.wav").exists()


@pytest.mark.parametrize("program", ["/no/such/program", "/etc/hostname", "/tmp", "a\0b"])
async def test_a_program_that_cannot_be_started_is_a_missing_voice(tmp_path: Path, program: str) -> None:
    with pytest.raises(
        VoiceMissing, match=r"cannot be started .*; see 'voice' in config/ivr\.yaml"
    ) as failed:
        await CommandVoice((program,)).say("Welcome", "en", tmp_path / "a.wav")
    assert "config/ivr.yaml" in failed.value.zh


async def test_one_that_does_not_read_the_text_may_speak_all_the_same(tmp_path: Path) -> None:
    beeps = (
        "import sys; sys.path.insert(0, {!r}); from say import beeps; sys.stdout.buffer.write(beeps('abc'))"
    )
    await CommandVoice((sys.executable, "-c", beeps.format(str(Path(SAY[1]).parent)))).say(
        "好" * 1000, "zh", tmp_path / "a.wav"
    )
    assert measure(tmp_path / "a.wav").seconds == pytest.approx(0.38, abs=0.02)


@pytest.mark.parametrize(
    "other",
    [CommandVoice(("say", "-v", "li")), CommandVoice(("say",), version="2"), CommandVoice(("say -v",))],
)
def test_another_command_or_version_is_another_recipe(other: CommandVoice) -> None:
    assert other.recipe("zh") != CommandVoice(("say",)).recipe("zh")
