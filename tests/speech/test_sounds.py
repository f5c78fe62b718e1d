"""Sounds for the caller on the line: prepared ones at once, new ones in time or not, never an error."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from ivr import ports
from ivr.ports import Phrase
from ivr.speech import sounds as sounds_module
from ivr.speech.sounds import PromptSounds
from ivr.speech.speakers import Speakers
from ivr.speech.voice import SpeechFailed, VoiceMissing
from ivr.speech.voices.espeak import EspeakVoice
from tests.speech.fake_voice import FakeVoice, write_wav

HELLO, BYE, ORDER = Phrase("您好", "zh"), Phrase("再见", "zh"), Phrase("订单 42", "zh")


@pytest.fixture
def voice() -> FakeVoice:
    return FakeVoice()


@pytest_asyncio.fixture
async def sounds(tmp_path: Path, voice: FakeVoice) -> AsyncIterator[PromptSounds]:
    sounds = PromptSounds(tmp_path, voice)
    yield sounds
    await sounds.close()


def test_it_is_the_port(sounds: PromptSounds) -> None:
    port: ports.Sounds = sounds
    assert port


# Preparing


async def test_preparing_makes_what_is_missing_and_only_that(sounds: PromptSounds, voice: FakeVoice) -> None:
    first = await sounds.prepare([HELLO, HELLO])
    second = await sounds.prepare([HELLO, BYE])
    assert (first.kept, first.made, first.failed) == (0, 1, ())
    assert (second.kept, second.made, second.failed) == (1, 1, ())
    assert voice.said == ["您好", "再见"]


async def test_preparing_tells_its_progress(sounds: PromptSounds) -> None:
    told: list[tuple[int, int]] = []
    await sounds.prepare([HELLO, BYE, ORDER], lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


async def test_preparing_says_two_texts_at_a_time(sounds: PromptSounds, voice: FakeVoice) -> None:
    await sounds.prepare(Phrase(str(n), "en") for n in range(10))
    assert voice.most_at_once == 2


async def test_a_prepared_phrase_is_found_without_the_disk(sounds: PromptSounds, tmp_path: Path) -> None:
    await sounds.prepare([HELLO])
    shutil.rmtree(tmp_path / "zh")
    assert await sounds.find(HELLO)


async def test_a_phrase_with_a_file_is_found_in_memory_too(
    sounds: PromptSounds, voice: FakeVoice, tmp_path: Path
) -> None:
    write_wav(tmp_path / "recorded" / "zh" / "welcome.wav", seconds=2)
    await sounds.prepare([HELLO])
    shutil.rmtree(tmp_path)
    recorded = await sounds.find(Phrase("您好", "zh", file="welcome"))
    spoken = await sounds.find(Phrase("您好", "zh", file="not_recorded"))
    assert recorded
    assert spoken
    assert (recorded.seconds, spoken.seconds) == (2, 0.5)
    assert voice.said == ["您好"]


async def test_texts_that_fail_do_not_stop_the_others(sounds: PromptSounds, voice: FakeVoice) -> None:
    voice.faults["您好"] = SpeechFailed("hoarse")
    done = await sounds.prepare([HELLO, Phrase("…", "zh"), BYE])
    assert done.made == 1
    assert {phrase: str(fault) for phrase, fault in done.failed} == {
        HELLO: "hoarse",
        Phrase("…", "zh"): "there is nothing to say in this text",
    }
    assert await sounds.find(BYE)
    assert await sounds.find(HELLO) is None


async def test_without_a_voice_preparing_says_so_and_keeps_what_there_is(
    sounds: PromptSounds, voice: FakeVoice, tmp_path: Path
) -> None:
    write_wav(tmp_path / "recorded" / "zh" / "welcome.wav")
    voice.faults["再见"] = VoiceMissing("pip install callwright[voice]")
    welcome = Phrase("您好", "zh", file="welcome")
    with pytest.raises(VoiceMissing, match=r"callwright\[voice\]"):
        await sounds.prepare([welcome, BYE])
    assert await sounds.find(welcome)


async def test_a_language_without_a_voice_does_not_silence_the_other(tmp_path: Path) -> None:
    mute, voice = FakeVoice(), FakeVoice()
    chinese = [Phrase(f"文本{number}", "zh") for number in range(9)]
    mute.faults = {phrase.text: VoiceMissing("no such program") for phrase in chinese}
    sounds = PromptSounds(tmp_path, Speakers({"zh": mute, "en": voice}))
    english = [Phrase(f"text {number}", "en") for number in range(9)]
    with pytest.raises(VoiceMissing, match="no such program"):
        await sounds.prepare([*chinese, *english])
    assert len(voice.said) == 9
    assert len(mute.said) <= 2
    await sounds.close()


async def test_a_recording_wins_over_the_voice(
    sounds: PromptSounds, voice: FakeVoice, tmp_path: Path
) -> None:
    await sounds.prepare([HELLO])
    write_wav(tmp_path / "recorded" / "zh" / "您好.wav", seconds=2)
    done = await sounds.prepare([HELLO])
    sound = await sounds.find(HELLO)
    assert (done.kept, done.made) == (1, 0)
    assert sound
    assert sound.seconds == 2


async def test_an_unusable_recording_is_logged_and_the_voice_steps_in(
    sounds: PromptSounds, tmp_path: Path
) -> None:
    write_wav(tmp_path / "recorded" / "zh" / "您好.wav", rate=44100)
    with capture_logs() as logs:
        await sounds.prepare([HELLO])
    assert [entry["event"] for entry in logs] == ["speech.recording_unusable"]
    assert await sounds.find(HELLO)


# During a call


async def test_a_new_text_is_said_while_the_caller_waits_and_then_kept(
    sounds: PromptSounds, voice: FakeVoice, tmp_path: Path
) -> None:
    first, second = await sounds.find(ORDER), await sounds.find(ORDER)
    assert first
    assert first == second
    assert voice.said == ["订单 42"]
    assert Path(first.path).is_relative_to(tmp_path / "live")
    assert not (tmp_path / "index.csv").exists(), "what callers hear of their orders is in no index"


async def test_callers_who_want_the_same_text_share_one_making(
    sounds: PromptSounds, voice: FakeVoice
) -> None:
    found = await asyncio.gather(*(sounds.find(ORDER) for _ in range(20)))
    assert len(set(found)) == 1
    assert voice.said == ["订单 42"]


async def test_a_prompt_of_which_only_the_full_stop_is_left_is_a_silence_and_no_fault(
    sounds: PromptSounds,
) -> None:
    with capture_logs() as logs:
        assert await sounds.find(Phrase("。", "zh")) is None
    assert logs == []


async def test_a_text_that_fails_is_none_and_logged_once(sounds: PromptSounds, voice: FakeVoice) -> None:
    voice.faults["您好"] = SpeechFailed("hoarse")
    with capture_logs() as logs:
        assert [await sounds.find(HELLO) for _ in range(5)] == [None] * 5
    assert [(entry["event"], entry["reason"]) for entry in logs] == [("speech.missing", "hoarse")]
    assert voice.said == ["您好"]


async def test_a_text_that_failed_is_tried_again_after_a_rest(
    sounds: PromptSounds, voice: FakeVoice, monkeypatch: pytest.MonkeyPatch
) -> None:
    voice.faults["您好"] = SpeechFailed("hoarse")
    assert await sounds.find(HELLO) is None
    voice.faults.clear()
    monkeypatch.setattr(sounds_module, "REST", -1.0)
    assert await sounds.find(HELLO)


async def test_without_a_voice_the_log_says_so_once_for_all_texts(
    sounds: PromptSounds, voice: FakeVoice
) -> None:
    voice.faults = {text: VoiceMissing("pip install callwright[voice]") for text in ("您好", "再见")}
    with capture_logs() as logs:
        assert await sounds.find(HELLO) is None
        assert await sounds.find(BYE) is None
    assert len(logs) == 1


async def test_a_caller_does_not_wait_for_ever_and_the_next_one_gets_the_text(
    tmp_path: Path, voice: FakeVoice
) -> None:
    voice.hold = asyncio.Event()
    sounds = PromptSounds(tmp_path, voice, patience=0)
    assert await sounds.find(ORDER) is None
    voice.hold.set()
    await asyncio.gather(*sounds._making.values())
    assert await sounds.find(ORDER)
    assert voice.said == ["订单 42"]
    await sounds.close()


async def test_a_caller_who_hangs_up_does_not_spoil_the_text_for_others(
    sounds: PromptSounds, voice: FakeVoice
) -> None:
    voice.hold = asyncio.Event()
    gone, stays = asyncio.create_task(sounds.find(ORDER)), asyncio.create_task(sounds.find(ORDER))
    await voice.begun.wait()
    gone.cancel()
    voice.hold.set()
    assert await stays


async def test_a_flood_of_new_texts_is_not_made_all_at_once(tmp_path: Path, voice: FakeVoice) -> None:
    voice.hold = asyncio.Event()
    sounds = PromptSounds(tmp_path, voice, patience=0)
    for number in range(100):
        assert await sounds.find(Phrase(f"text {number}", "en")) is None
    await asyncio.sleep(0)
    assert len(sounds._making) <= sounds_module.WAITING + 1
    voice.hold.set()
    await sounds.close()


@pytest.mark.parametrize(
    "phrase",
    [
        Phrase("", "zh"),
        Phrase("好" * 5000, "zh"),
        Phrase("\x00\x01", "zh"),
        Phrase("hello", "../../etc"),
        Phrase("", "zh", file="../../../etc/passwd"),
        Phrase("", "zh", file="a\0b"),
    ],
)
async def test_hostile_phrases_have_no_sound_and_do_no_harm(
    sounds: PromptSounds, voice: FakeVoice, phrase: Phrase
) -> None:
    assert await sounds.find(phrase) is None
    assert voice.said == []


async def test_closing_ends_the_voice_and_what_is_being_made(tmp_path: Path, voice: FakeVoice) -> None:
    voice.hold = asyncio.Event()
    sounds = PromptSounds(tmp_path, voice)
    waiting = asyncio.create_task(sounds.find(ORDER))
    await voice.begun.wait()
    await sounds.close()
    assert await waiting is None
    assert voice.closed
    assert not list((tmp_path / "live").glob("*/*.wav"))


@pytest.mark.parametrize(
    "phrase", [Phrase("您的订单 20260042 已发货", "zh"), Phrase("Order <b>42</b>", "en")]
)
async def test_the_real_voice_says_a_new_text_in_time(tmp_path: Path, phrase: Phrase) -> None:
    sounds = PromptSounds(tmp_path, EspeakVoice(), patience=20)
    sound = await sounds.find(phrase)
    await sounds.close()
    assert sound
    assert 0.5 < sound.seconds < 10


async def test_a_hostile_text_does_not_change_how_later_texts_are_said(tmp_path: Path) -> None:
    sounds = PromptSounds(tmp_path, EspeakVoice(processes=1), patience=20)
    before = await sounds.find(Phrase("Thank you, goodbye", "en"))
    assert await sounds.find(Phrase("\x01900S\x0120A hello", "en"))
    after = await sounds.find(Phrase("Thank you; goodbye", "en"))
    await sounds.close()
    assert before
    assert after
    assert after.seconds == pytest.approx(before.seconds, rel=0.2)


# Secure texts


CARD = Phrase("卡号 4111", "zh", masked="卡号 ••••")


def is_there(sound: ports.Sound) -> bool:
    return Path(f"{sound.path}.wav").is_file()


async def test_a_secure_text_has_audio_until_it_was_heard(sounds: PromptSounds) -> None:
    sound = await sounds.find(CARD)
    assert sound
    assert is_there(sound)
    sounds.release(sound)
    assert not is_there(sound)


async def test_no_two_secure_texts_share_their_audio_and_its_name_tells_nothing(
    sounds: PromptSounds,
) -> None:
    one, other = await sounds.find(CARD), await sounds.find(CARD)
    assert one
    assert other
    assert one.path != other.path


async def test_a_word_that_everybody_may_hear_is_not_removed(sounds: PromptSounds) -> None:
    await sounds.prepare([HELLO])
    sound = await sounds.find(Phrase(HELLO.text, "zh", masked=""))
    assert sound
    sounds.release(sound)
    assert is_there(sound)


async def test_a_secure_text_that_cannot_be_said_is_not_in_the_log(
    sounds: PromptSounds, voice: FakeVoice
) -> None:
    voice.faults[CARD.text] = SpeechFailed("cannot say 4111")
    with capture_logs() as logs:
        assert await sounds.find(CARD) is None
    assert "4111" not in repr(logs)
    assert "卡号 ••••" in repr(logs)
