"""Takes become recordings that callers hear: one form, one level, all or none."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from ivr.audio.faults import prompt_faults
from ivr.audio.measure import measure
from ivr.ports import Phrase
from ivr.speech.arrivals import Arrived, bring_in
from ivr.speech.intake import Take, look_through
from ivr.speech.recorded import Recorded
from tests.audio.sounds import silence, speech, write
from tests.speech.test_intake import ENTRIES, HELLO


def takes(folder: Path, **sounds: tuple[float, int]) -> tuple[Take, ...]:
    """Files by name, each with its peak and its rate."""
    for name, (loud, rate) in sounds.items():
        mono = np.concatenate([silence(0.7, rate), speech(1, rate, loud), silence(0.9, rate)])
        write(folder / f"{name.replace('_', '-')}.wav", np.stack([mono, mono], axis=1), rate, "PCM_24")
    return look_through(folder, ENTRIES, lambda done, total: None)


def arrive(found: tuple[Take, ...], prompts: Path) -> tuple[Arrived, ...]:
    return bring_in(found, prompts, lambda done, total: None)


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_they_are_what_asterisk_plays_at_one_level_with_short_ends(tmp_path: Path) -> None:
    found = takes(tmp_path / "in", zh_welcome=(0.05, 48000), en_welcome=(0.9, 44100))
    arrived = arrive(found, tmp_path / "prompts")
    assert [one.level for one in arrived] == pytest.approx([arrived[0].level] * 2, abs=0.5)
    for one in arrived:
        assert prompt_faults(one.path) == ()
        assert measure(one.path).seconds == pytest.approx(1.08, abs=0.03)


def test_they_are_found_by_whoever_plays_them(tmp_path: Path) -> None:
    found = takes(tmp_path / "in", zh_welcome=(0.3, 48000), **{HELLO.id: (0.3, 48000)})
    arrive(found, tmp_path / "prompts")
    recorded = Recorded(tmp_path / "prompts" / "recorded")
    assert recorded.find(Phrase("", "zh", "welcome"))
    assert recorded.find(HELLO.phrase)
    assert recorded.find(Phrase("再见", "zh")) is None
    assert files(tmp_path / "prompts") == {"recorded/zh/welcome.wav", f"recorded/zh/{HELLO.id}.wav"}


def test_a_newer_recording_replaces_the_older(tmp_path: Path) -> None:
    (before,) = arrive(takes(tmp_path / "one", zh_welcome=(0.3, 8000)), tmp_path / "prompts")
    content = before.path.read_bytes()
    found = takes(tmp_path / "two", zh_welcome=(0.3, 48000))
    (after,) = arrive(found, tmp_path / "prompts")
    assert after.path == before.path
    assert after.path.read_bytes() != content
    assert files(tmp_path / "prompts") == {"recorded/zh/welcome.wav"}


def test_when_one_cannot_be_moved_all_is_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prompts = tmp_path / "prompts"
    (old,) = arrive(takes(tmp_path / "one", en_welcome=(0.3, 8000)), prompts)
    before = old.path.read_bytes()
    found = takes(tmp_path / "two", zh_welcome=(0.3, 48000), en_welcome=(0.3, 48000))
    replace = os.replace
    moves: list[Path] = []

    def failing(source: Path, target: Path) -> None:
        moves.append(target)
        if target.parent.name == "zh":
            raise OSError(28, "No space left on device")
        replace(source, target)

    monkeypatch.setattr("ivr.speech.arrivals.os.replace", failing)
    with pytest.raises(OSError, match="No space left"):
        arrive(found, prompts)
    assert old.path in moves, "it was moved, and put back"
    assert old.path.read_bytes() == before
    assert files(prompts) == {"recorded/en/welcome.wav"}


def test_when_one_cannot_be_read_any_more_nothing_is_written(tmp_path: Path) -> None:
    found = takes(tmp_path / "in", zh_welcome=(0.3, 8000), en_welcome=(0.3, 8000))
    found[-1].path.unlink()
    with pytest.raises(FileNotFoundError):
        arrive(found, tmp_path / "prompts")
    assert files(tmp_path / "prompts") == set()


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    found = takes(tmp_path / "in", zh_welcome=(0.3, 8000), en_welcome=(0.3, 8000))
    bring_in(found, tmp_path / "prompts", lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]
