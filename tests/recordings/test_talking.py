"""What is heard in a conversation: silence, and both sides speaking at once."""

from __future__ import annotations

from pathlib import Path

import numpy
import pytest
import soundfile

from recordings.sound import Unreadable
from recordings.talking import heard
from tests.recordings.wav import RATE, write_wav

Speech = list[tuple[float, float]]


def talk(path: Path, seconds: float, caller: Speech, agent: Speech, level: float = 0.3) -> Path:
    """Each side hums from … to …, in seconds."""
    t = numpy.arange(round(seconds * RATE)) / RATE
    sides = []
    for spoken in (caller, agent):
        on = numpy.zeros(len(t), dtype=bool)
        for begin, end in spoken:
            on |= (t >= begin) & (t < end)
        sides.append(numpy.where(on, numpy.sin(2 * numpy.pi * 300 * t) * level, 0.0))
    soundfile.write(path, numpy.stack(sides, axis=1), RATE, subtype="PCM_16")
    return path


LINGERS = 0.2


def test_the_longest_silence_is_between_the_end_of_speech_and_the_next(tmp_path: Path) -> None:
    sound = heard(talk(tmp_path / "a.wav", 60, [(0, 5), (55, 60)], [(5, 12), (40, 55)]))
    assert sound.silence == pytest.approx(28 - LINGERS, abs=0.05)
    assert sound.seconds == 60


def test_across_the_blocks_in_which_it_is_read(tmp_path: Path) -> None:
    sound = heard(talk(tmp_path / "a.wav", 45, [(0, 2)], [(44, 45)]))
    assert sound.silence == pytest.approx(42 - LINGERS, abs=0.05)


def test_silence_at_the_beginning_and_at_the_end_counts(tmp_path: Path) -> None:
    assert heard(talk(tmp_path / "a.wav", 10, [(7, 8)], [])).silence == pytest.approx(7, abs=0.05)
    assert heard(talk(tmp_path / "b.wav", 10, [(0, 1)], [])).silence == pytest.approx(9 - LINGERS, abs=0.05)
    assert heard(talk(tmp_path / "c.wav", 10, [], [])).silence == 10


def test_a_pause_between_syllables_is_no_silence(tmp_path: Path) -> None:
    syllables = [(at / 10, at / 10 + 0.05) for at in range(100)]
    assert heard(talk(tmp_path / "a.wav", 10, syllables, [])).silence == 0


def test_both_talk_where_their_speech_overlaps(tmp_path: Path) -> None:
    sound = heard(talk(tmp_path / "a.wav", 20, [(0, 10)], [(6, 16)]))
    assert sound.both == pytest.approx(4 + LINGERS, abs=0.05)
    assert sound.both_share == pytest.approx(0.21, abs=0.005)
    assert heard(talk(tmp_path / "b.wav", 20, [(0, 9)], [(10, 20)])).both == 0


def test_the_noise_of_a_line_is_no_speech(tmp_path: Path) -> None:
    sound = heard(talk(tmp_path / "a.wav", 10, [(0, 10)], [(0, 10)], level=0.005))
    assert (sound.silence, sound.both) == (10, 0)


def test_mono_tells_nothing_of_the_two_sides(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="stereo"):
        heard(write_wav(tmp_path / "a.wav", channels=1))


def test_what_is_no_sound_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"RIFF no")
    with pytest.raises(Unreadable):
        heard(tmp_path / "a.wav")
