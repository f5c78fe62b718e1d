"""Parts of what a caller said become one file, without the silence around it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.audio.joined import AROUND, join

RATE = 8000


def silence(seconds: float) -> np.ndarray:
    noise = np.random.default_rng(1).normal(0, 10 ** (-65 / 20), round(seconds * RATE))
    return noise.astype(np.float32)


def voice(seconds: float, level: float = 0.1) -> np.ndarray:
    return (level * np.sin(np.arange(round(seconds * RATE)) * 2 * np.pi * 300 / RATE)).astype(np.float32)


def written(path: Path, *pieces: np.ndarray) -> Path:
    soundfile.write(path, np.concatenate(pieces), RATE, subtype="PCM_16")
    return path


def test_the_silence_at_both_ends_goes_and_pauses_stay(tmp_path: Path) -> None:
    part = written(tmp_path / "a.wav", silence(2), voice(1), silence(1.5), voice(1), silence(3))
    seconds = join([part], tmp_path / "whole.wav")
    assert seconds == pytest.approx(3.5 + 2 * AROUND, abs=0.02)
    assert soundfile.info(tmp_path / "whole.wav").frames == round(seconds * RATE)


def test_parts_come_one_after_the_other(tmp_path: Path) -> None:
    parts = [written(tmp_path / f"{n}.wav", voice(1, level)) for n, level in enumerate((0.1, 0.2, 0.4))]
    join(parts, tmp_path / "whole.wav")
    samples, _ = soundfile.read(tmp_path / "whole.wav")
    peaks = [float(abs(samples[n * RATE : (n + 1) * RATE]).max()) for n in range(3)]
    assert peaks == pytest.approx([0.1, 0.2, 0.4], abs=0.01)


@pytest.mark.parametrize("level", [0.003, 0.02, 0.9])
def test_a_quiet_voice_is_heard_as_a_loud_one_where_it_is_above_the_lines_noise(
    tmp_path: Path, level: float
) -> None:
    part = written(tmp_path / "a.wav", silence(1), voice(1, level), silence(1))
    assert (join([part], tmp_path / "whole.wav") > 0) == (level > 0.0032)


def test_a_click_is_no_voice(tmp_path: Path) -> None:
    part = written(tmp_path / "a.wav", silence(2), voice(0.05, 0.5), silence(2))
    assert join([part], tmp_path / "whole.wav") == 0.0
    assert not (tmp_path / "whole.wav").exists()


def test_what_is_missing_or_no_sound_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "text.wav").write_text("no sound")
    (tmp_path / "empty.wav").write_bytes(b"")
    parts = [tmp_path / "none.wav", tmp_path / "text.wav", tmp_path / "empty.wav"]
    assert join(parts, tmp_path / "whole.wav") == 0.0
    assert join([*parts, written(tmp_path / "a.wav", voice(1))], tmp_path / "whole.wav") > 0


def test_a_file_that_is_there_is_replaced_whole(tmp_path: Path) -> None:
    part = written(tmp_path / "a.wav", voice(2))
    first = join([part], tmp_path / "whole.wav")
    assert join([part], tmp_path / "whole.wav") == first
    assert {path.name for path in tmp_path.iterdir()} == {"a.wav", "whole.wav"}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.floats(0.3, 2.0), st.floats(0.3, 2.0)), min_size=1, max_size=4))
def test_nothing_said_is_lost_in_any_split(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[tuple[float, float]]
) -> None:
    folder = tmp_path_factory.mktemp("parts")
    parts = [
        written(folder / f"{n}.wav", voice(said), silence(quiet)) for n, (said, quiet) in enumerate(pieces)
    ]
    whole = sum(said + quiet for said, quiet in pieces)
    after_the_last = max(pieces[-1][1] - AROUND, 0)
    assert join(parts, folder / "whole.wav") == pytest.approx(whole - after_the_last, abs=0.03)
