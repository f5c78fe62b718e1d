"""Prompt files: named by what shapes their sound, whole or absent, recordings first, live ones bounded."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest
import soundfile

from ivr.audio.faults import prompt_faults
from ivr.ports import Phrase, Sound
from ivr.speech.cache import PromptFiles, read_sound
from ivr.speech.live import LiveSounds
from ivr.speech.recorded import Recorded
from ivr.speech.voice import SpeechFailed
from tests.audio.sounds import speech
from tests.speech.fake_voice import FakeVoice, write_wav

HELLO = Phrase("您好", "zh")


async def made(files: PromptFiles, phrase: Phrase) -> Sound:
    return await files.make(phrase, files.path(phrase))


async def test_a_made_file_is_found_again_by_another_process(tmp_path: Path) -> None:
    sound = await made(PromptFiles(tmp_path, FakeVoice()), HELLO)
    assert PromptFiles(tmp_path, FakeVoice()).find(HELLO) == sound
    assert Path(sound.path).parent == tmp_path / "zh"
    assert sound.seconds == pytest.approx(0.5)


async def test_whatever_shapes_the_sound_changes_the_name(tmp_path: Path) -> None:
    files, newer = PromptFiles(tmp_path, FakeVoice("1")), PromptFiles(tmp_path, FakeVoice("2"))
    keys = {
        files.key(HELLO),
        newer.key(HELLO),
        files.key(Phrase("您好", "en")),
        files.key(Phrase("好", "zh")),
    }
    assert len(keys) == 4


async def test_a_text_never_becomes_part_of_a_path(tmp_path: Path) -> None:
    files = PromptFiles(tmp_path, FakeVoice())
    assert files.path(Phrase("../../etc/passwd", "en")).parent == tmp_path / "en"
    with pytest.raises(SpeechFailed, match=r"no prompts in '\.\./x', only in zh and en"):
        files.path(Phrase("hello", "../x"))


async def test_a_failed_voice_leaves_no_file(tmp_path: Path) -> None:
    voice = FakeVoice()
    voice.faults["您好"] = SpeechFailed("hoarse")
    with pytest.raises(SpeechFailed, match="hoarse"):
        await made(PromptFiles(tmp_path, voice), HELLO)
    assert not list((tmp_path / "zh").iterdir())


async def test_until_a_file_is_whole_nobody_finds_it(tmp_path: Path) -> None:
    voice = FakeVoice()
    voice.hold = asyncio.Event()
    files = PromptFiles(tmp_path, voice)
    making = asyncio.create_task(made(files, HELLO))
    await voice.begun.wait()
    assert files.find(HELLO) is None
    voice.hold.set()
    sound = await making
    assert files.find(HELLO) == sound


async def test_two_makers_of_one_file_do_not_disturb_each_other(tmp_path: Path) -> None:
    sounds = await asyncio.gather(*(made(PromptFiles(tmp_path, FakeVoice()), HELLO) for _ in range(8)))
    assert len(set(sounds)) == 1
    assert len(list((tmp_path / "zh").iterdir())) == 1


async def test_a_damaged_file_counts_as_missing(tmp_path: Path) -> None:
    files = PromptFiles(tmp_path, FakeVoice())
    await made(files, HELLO)
    files.path(HELLO).write_bytes(b"RIFF")
    assert files.find(HELLO) is None


async def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "zh").write_text("a file where the folder should be")
    with pytest.raises(SpeechFailed, match=r"zh: .* prompts need a folder to write to"):
        await made(PromptFiles(tmp_path, FakeVoice()), HELLO)


def test_the_index_tells_a_person_which_file_is_what(tmp_path: Path) -> None:
    files = PromptFiles(tmp_path, FakeVoice())
    files.index([HELLO, Phrase('Say "hi", please', "en")])
    files.index([HELLO, Phrase("再见", "zh")])
    assert (tmp_path / "index.csv").read_text("utf-8").splitlines() == [
        f"{files.key(HELLO)},zh,您好",
        f'{files.key(Phrase("Say " + chr(34) + "hi" + chr(34) + ", please", "en"))},en,"Say ""hi"", please"',
        f"{files.key(Phrase('再见', 'zh'))},zh,再见",
    ]


@pytest.mark.parametrize(
    ("form", "found"),
    [({"rate": 44100}, "44100 Hz"), ({"channels": 2}, "2 channels"), ({"bits": 8}, "8 bit")],
)
def test_a_wav_that_asterisk_would_not_play_is_refused_with_the_remedy(
    tmp_path: Path, form: dict[str, int], found: str
) -> None:
    write_wav(tmp_path / "studio.wav", **form)
    with pytest.raises(SpeechFailed, match=f"studio.wav: .*{found}.*ivr prompts import"):
        read_sound(tmp_path / "studio.wav")


def test_a_form_of_wav_that_only_python_reads_is_refused(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", speech(), 8000, format="WAVEX", subtype="PCM_16")
    with pytest.raises(SpeechFailed, match="not a WAV file that can be played") as refusal:
        read_sound(tmp_path / "a.wav")
    assert "ivr prompts import" in refusal.value.zh
    assert [fault.kind for fault in prompt_faults(tmp_path / "a.wav")] == ["format"]


# Recorded by a person


def test_a_recording_is_found_by_its_name_or_by_its_words(tmp_path: Path) -> None:
    for name in ("zh/welcome", "zh/shop/open", "en/thousand", "en/a.m."):
        write_wav(tmp_path / f"{name}.wav")
    recorded = Recorded(tmp_path)
    assert recorded.problems == []
    for phrase, name in [
        (Phrase("欢迎", "zh", file="welcome"), "zh/welcome"),
        (Phrase("营业", "zh", file="shop/open"), "zh/shop/open"),
        (Phrase("thousand", "en"), "en/thousand"),
        (Phrase("a.m.", "en", file="nothing"), "en/a.m."),
    ]:
        sound = recorded.find(phrase)
        assert sound == Sound(str(tmp_path / name), 0.5)
    assert recorded.find(Phrase("welcome", "en", file="welcome")) is None


def test_a_name_cannot_reach_outside_the_recordings(tmp_path: Path) -> None:
    write_wav(tmp_path / "secret.wav")
    write_wav(tmp_path / "recorded" / "zh" / "welcome.wav")
    recorded = Recorded(tmp_path / "recorded")
    assert recorded.find(Phrase("", "zh", file="../../secret")) is None
    assert recorded.find(Phrase("", "zh/..", file="../secret")) is None


def test_recordings_that_cannot_be_used_are_told_of(tmp_path: Path) -> None:
    write_wav(tmp_path / "zh" / "a&b.wav")
    write_wav(tmp_path / "zh" / "studio.wav", rate=48000)
    (tmp_path / "zh" / "text.wav").write_text("no sound")
    problems = "\n".join(map(str, Recorded(tmp_path).problems))
    assert "a&b.wav: rename it" in problems
    assert "studio.wav: 48000 Hz" in problems
    assert "text.wav: not a WAV file" in problems


# Live ones


def test_live_sounds_are_bounded_and_the_longest_unheard_goes_first(tmp_path: Path) -> None:
    live = LiveSounds(tmp_path, most=2)
    phrases = [Phrase(str(n), "en") for n in range(3)]
    for phrase in phrases:
        write_wav(live.folder / f"{phrase.text}.wav")
    for phrase in phrases[:2]:
        live.keep(phrase, Sound(str(live.folder / phrase.text), 0.5))
    assert live.get(phrases[0])
    live.keep(phrases[2], Sound(str(live.folder / "2"), 0.5))
    assert [live.get(phrase) is not None for phrase in phrases] == [True, False, True]
    assert sorted(path.name for path in live.folder.glob("*.wav")) == ["0.wav", "2.wav"]
    live.close()
    assert [path.name for path in tmp_path.iterdir()] == ["lock"]


def test_two_engines_keep_their_live_sounds_apart(tmp_path: Path) -> None:
    first, second = LiveSounds(tmp_path), LiveSounds(tmp_path)
    assert first.folder != second.folder
    assert first.folder.is_dir()
    first.close()
    second.close()


def test_what_a_killed_engine_left_is_removed(tmp_path: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; from ivr.speech.live import LiveSounds; "
        "print(LiveSounds(Path(sys.argv[1])).folder, flush=True); os.kill(os.getpid(), 9)"
    )
    killed = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True)
    left = Path(killed.stdout.strip())
    assert left.is_dir()
    LiveSounds(tmp_path).close()
    assert not left.exists()


def test_prompt_files_can_be_read_by_an_asterisk_of_another_user(tmp_path: Path) -> None:
    mask = os.umask(0o022)
    try:
        live = LiveSounds(tmp_path / "prompts")
        assert live.folder.stat().st_mode & 0o055 == 0o055
        live.close()
    finally:
        os.umask(mask)
