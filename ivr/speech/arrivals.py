"""Takes → recordings that callers hear: telephone form, one level, all of them or none."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ivr.audio.measure import load, measure
from ivr.speech.catalogue import recording_name
from ivr.speech.intake import Take
from ivr.speech.voice import check_resampler

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Arrived:
    """Where a recording is now, and the level of its speech in dBFS."""

    path: Path
    level: float


def bring_in(takes: Sequence[Take], prompts: Path, progress: Progress) -> tuple[Arrived, ...]:
    """Put the takes under `<prompts>/recorded`, in place of those that were there.

    First all are made in a folder beside it, then they are moved; if one cannot be moved, those before it are
    put back. Raises OSError and `ivr.speech.voice.SpeechFailed`; then everything is as it was.
    """
    check_resampler()
    prompts.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".import-", dir=prompts) as folder:
        made: list[tuple[Path, Path]] = []
        for done, take in enumerate(takes, start=1):
            new = Path(folder, f"{done}.wav")
            _convert(take, new)
            made.append((new, target(take, prompts)))
            progress(done, len(takes))
        levels = [measure(new).level for new, _ in made]
        _move(made)
    return tuple(Arrived(path, level) for (_, path), level in zip(made, levels, strict=True))


def target(take: Take, prompts: Path) -> Path:
    """Where the recording of a take belongs."""
    assert take.entry
    phrase = take.entry.phrase
    return prompts / "recorded" / phrase.language / f"{recording_name(phrase)}.wav"


def _convert(take: Take, into: Path) -> None:
    from ivr.speech.telephone import telephone, write_wav

    samples, form = load(take.path)
    write_wav(telephone(samples.mean(axis=1), form.rate), into)


def _move(made: Sequence[tuple[Path, Path]]) -> None:
    moved: list[tuple[Path, Path]] = []  # (where it is now, the one that was there before)
    try:
        for new, path in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            old = new.with_suffix(".old")
            with suppress(FileNotFoundError):
                os.replace(path, old)
            moved.append((path, old))
            os.replace(new, path)
    except OSError:
        _put_back(moved)
        raise


def _put_back(moved: Sequence[tuple[Path, Path]]) -> None:
    """As far as the disk lets us: what stops one does not stop the others."""
    for path, old in reversed(moved):
        with suppress(OSError):
            path.unlink(missing_ok=True)
            if old.exists():
                os.replace(old, path)
