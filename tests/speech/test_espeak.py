"""The pip-installed voice, for real: what comes out of it is speech for a telephone, whatever goes in."""

from __future__ import annotations

import asyncio
import os
import signal
import wave
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from ivr.speech.voice import SpeechFailed, VoiceMissing
from ivr.speech.voices import espeak as espeak_module
from ivr.speech.voices.espeak import EspeakVoice
from tests.speech.processes import children

WELCOME = {
    "zh": "欢迎致电客户服务中心，买家请按一。",
    "en": "Welcome to customer service. For buyers, press one.",
}


def heard(path: Path) -> NDArray[np.float64]:
    """The samples of a file that must be telephone sound, from -1 to 1."""
    with wave.open(str(path), "rb") as file:
        assert (file.getframerate(), file.getsampwidth(), file.getnchannels()) == (8000, 2, 1)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_sentence_is_as_long_and_as_loud_as_speech_is(
    espeak: EspeakVoice, tmp_path: Path, language: str
) -> None:
    await espeak.say(WELCOME[language], language, tmp_path / "welcome.wav")
    samples = heard(tmp_path / "welcome.wav")
    assert 2.0 < len(samples) / 8000 < 7.0
    assert 0.05 < np.sqrt(np.mean(samples**2)) < 0.2
    assert 0.2 < np.abs(samples).max() < 0.92, "silent, or so loud that it may clip"
    assert np.count_nonzero(np.abs(samples) == np.abs(samples).max()) < 10, "flat tops: it was clipped"


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_speech_moves_between_syllables_and_covers_the_telephone_band(
    espeak: EspeakVoice, tmp_path: Path, language: str
) -> None:
    await espeak.say(WELCOME[language], language, tmp_path / "welcome.wav")
    samples = heard(tmp_path / "welcome.wav")
    loudness = np.sqrt(np.mean(samples[: len(samples) // 400 * 400].reshape(-1, 400) ** 2, axis=1))
    assert loudness.std() > 0.3 * loudness.mean(), "a hum, not syllables"
    power = np.abs(np.fft.rfft(samples)) ** 2
    band = power[np.fft.rfftfreq(len(samples), 1 / 8000) > 1000].sum() / power.sum()
    assert band > 0.02, "no consonants: muffled"


async def test_a_word_has_hardly_any_silence_around_it(espeak: EspeakVoice, tmp_path: Path) -> None:
    await espeak.say("两千", "zh", tmp_path / "word.wav")
    samples = heard(tmp_path / "word.wav")
    sounding = np.flatnonzero(np.abs(samples) > 0.01)
    assert sounding[0] < 0.06 * 8000
    assert len(samples) - sounding[-1] < 0.12 * 8000


async def test_different_words_sound_different(espeak: EspeakVoice, tmp_path: Path) -> None:
    sounds = set()
    for sign in "零一二三四五六七八九":
        await espeak.say(sign, "zh", tmp_path / "word.wav")
        sounds.add((tmp_path / "word.wav").read_bytes())
    assert len(sounds) == 10


async def test_a_language_leaves_no_trace_in_the_next_one(espeak: EspeakVoice, tmp_path: Path) -> None:
    await espeak.say("Welcome", "en", tmp_path / "before.wav")
    await espeak.say("欢迎", "zh", tmp_path / "between.wav")
    await espeak.say("Welcome", "en", tmp_path / "after.wav")
    before, after = heard(tmp_path / "before.wav"), heard(tmp_path / "after.wav")
    assert len(before) == len(after)
    assert np.sqrt(np.mean(before**2)) == pytest.approx(np.sqrt(np.mean(after**2)), rel=0.1)


@pytest.mark.parametrize(
    ("markup", "plain"), [('<break time="9s"/>hello', "hello"), ("[[h@loU]] hello", "h loU hello")]
)
async def test_markup_is_read_out_not_obeyed(
    espeak: EspeakVoice, tmp_path: Path, markup: str, plain: str
) -> None:
    await espeak.say(markup, "en", tmp_path / "markup.wav")
    await espeak.say(plain, "en", tmp_path / "plain.wav")
    assert (tmp_path / "plain.wav").stat().st_size < (tmp_path / "markup.wav").stat().st_size
    assert len(heard(tmp_path / "markup.wav")) / 8000 < 6


@pytest.mark.parametrize("text", ["...", '"\\\n{}', "'; rm -rf /"])
async def test_odd_texts_leave_the_voice_as_it_was(espeak: EspeakVoice, tmp_path: Path, text: str) -> None:
    await espeak.say("Welcome", "en", tmp_path / "before.wav")
    with suppress(SpeechFailed):
        await espeak.say(text, "en", tmp_path / "odd.wav")
    await espeak.say("Welcome", "en", tmp_path / "after.wav")
    assert len(heard(tmp_path / "after.wav")) == len(heard(tmp_path / "before.wav"))


async def test_a_language_it_does_not_speak_is_refused(espeak: EspeakVoice, tmp_path: Path) -> None:
    with pytest.raises(SpeechFailed, match="espeak speaks zh, en, not 'fr'"):
        await espeak.say("Bonjour", "fr", tmp_path / "fr.wav")


async def test_a_folder_that_is_not_there_is_an_error_not_a_dead_voice(
    espeak: EspeakVoice, tmp_path: Path
) -> None:
    with pytest.raises(SpeechFailed, match="No such file"):
        await espeak.say("Welcome", "en", tmp_path / "nowhere" / "welcome.wav")
    await espeak.say("Welcome", "en", tmp_path / "welcome.wav")


async def test_the_voice_speaks_again_after_its_process_died(espeak: EspeakVoice, tmp_path: Path) -> None:
    before = children()
    await espeak.say("one", "en", tmp_path / "one.wav")
    for process in children() - before:
        os.kill(process, signal.SIGKILL)
    await espeak.say("two", "en", tmp_path / "two.wav")
    assert len(heard(tmp_path / "two.wav")) > 1000


async def test_at_most_two_processes_run_and_none_is_left(espeak: EspeakVoice, tmp_path: Path) -> None:
    before = children()
    await asyncio.gather(*(espeak.say(f"number {n}", "en", tmp_path / f"{n}.wav") for n in range(6)))
    assert 1 <= len(children() - before) <= 2
    await espeak.close()
    assert children() <= before
    assert all((tmp_path / f"{n}.wav").exists() for n in range(6))


async def test_a_text_that_takes_too_long_fails_and_the_next_one_is_said(tmp_path: Path) -> None:
    voice = EspeakVoice(processes=1, limit=0.0)
    before = children()
    with pytest.raises(SpeechFailed, match="longer than 0 seconds"):
        await voice.say("Welcome", "en", tmp_path / "welcome.wav")
    voice._workers.limit = 20.0
    await voice.say("Welcome", "en", tmp_path / "welcome.wav")
    await voice.close()
    assert children() <= before


async def test_a_machine_without_the_extra_is_told_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(espeak_module, "NEEDS", ("no_such_module",))
    with pytest.raises(VoiceMissing, match=r"no no_such_module: .* pip install callwright\[voice\]"):
        await EspeakVoice().say("Welcome", "en", tmp_path / "welcome.wav")


@pytest.mark.parametrize("module", ["no.such.module", "this"])
async def test_a_voice_that_does_not_start_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    monkeypatch.setattr(espeak_module, "_MODULE", module)
    with pytest.raises(VoiceMissing, match=r"does not start; pip install callwright\[voice\]"):
        await EspeakVoice().say("Welcome", "en", tmp_path / "welcome.wav")
