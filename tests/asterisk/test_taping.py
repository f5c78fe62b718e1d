"""A talk whose recording fails goes on at once, and its journey says why there is none."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any, cast

import pytest

from ivr.asterisk.dialogue import CommandRefused, Dialogue
from ivr.asterisk.disk import Disk
from ivr.asterisk.taping import Taping

FILE = "2026/11/25/c-100211-conversation.wav"
SECOND = b"\0" * 32000


class Asterisk:
    """Takes the commands of a dialogue; MixMonitor writes so many seconds, or is refused."""

    def __init__(self, seconds: int = 0, refuses: bool = False) -> None:
        self.seconds, self.refuses = seconds, refuses
        self.sent: list[str] = []

    async def send(self, command: str, *arguments: Any) -> None:
        self.sent.append(str(arguments[0]))
        if arguments[0] == "MixMonitor":
            if self.refuses:
                raise CommandRefused("no such application")
            self._write(Path(str(arguments[1]).partition(",")[0]))

    def _write(self, raw: Path) -> None:
        raw.write_bytes(raw.read_bytes() + SECOND * self.seconds)


Tape = Callable[..., tuple[Taping, Asterisk]]


@pytest.fixture
def lost() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def tape(tmp_path: Path, lost: list[tuple[str, str]]) -> Tape:
    def make(folder: Path = tmp_path, disk: Disk | None = None, **manner: Any) -> tuple[Taping, Asterisk]:
        def told(file: str, reason: str) -> None:
            lost.append((file, reason))

        asterisk = Asterisk(**manner)
        return Taping(cast("Dialogue", asterisk), folder, told, disk or Disk()), asterisk

    return make


async def test_a_talk_is_recorded(tape: Tape, tmp_path: Path, lost: list[tuple[str, str]]) -> None:
    taping, asterisk = tape(seconds=30)
    await taping.begin(FILE)
    assert taping.is_on
    assert await taping.stop(30.2) == 30.0
    assert asterisk.sent == ["MixMonitor", "StopMixMonitor"]
    assert (tmp_path / FILE).stat().st_size == 44 + 30 * 32000
    assert lost == []


async def test_without_a_file_there_is_no_recording_and_none_is_missed(
    tape: Tape, lost: list[tuple[str, str]]
) -> None:
    taping, asterisk = tape()
    await taping.begin("")
    assert await taping.stop(30.0) == 0.0
    assert (asterisk.sent, lost) == ([], [])


async def test_a_folder_that_cannot_be_made_is_told(
    tape: Tape, tmp_path: Path, lost: list[tuple[str, str]]
) -> None:
    (tmp_path / "recordings").write_bytes(b"a file")
    taping, asterisk = tape(tmp_path / "recordings")
    await taping.begin(FILE)
    assert not taping.is_on
    assert lost == [(FILE, "disk_fails")]
    assert await taping.end(30.0) == 0.0
    assert asterisk.sent == []


async def test_what_asterisk_refuses_is_told(tape: Tape, lost: list[tuple[str, str]]) -> None:
    taping, _ = tape(refuses=True)
    await taping.begin(FILE)
    assert not taping.is_on
    assert lost == [(FILE, "refused")]


async def test_a_recording_that_a_full_disk_cut_short_is_told(
    tape: Tape, lost: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    taping, _ = tape(seconds=5)
    monkeypatch.setattr(taping, "_is_full", lambda: True)
    await taping.begin(FILE)
    assert await taping.end(30.0) == 5.0
    assert lost == [(FILE, "disk_full")]


async def test_one_that_is_shorter_than_the_talk_for_other_reasons_is_not(
    tape: Tape, lost: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    taping, _ = tape(seconds=5)
    monkeypatch.setattr(taping, "_is_full", lambda: False)
    await taping.begin(FILE)
    assert await taping.end(30.0) == 5.0
    assert lost == []


async def test_a_file_that_vanished_is_told(tape: Tape, tmp_path: Path, lost: list[tuple[str, str]]) -> None:
    taping, _ = tape(seconds=5)
    await taping.begin(FILE)
    (tmp_path / FILE).with_suffix(".raw").unlink()
    assert await taping.end(30.0) == 0.0
    assert lost == [(FILE, "disk_fails")]


@pytest.fixture
def hanging() -> Iterator[Event]:
    """Let it go on at the end, so that its thread ends."""
    event = Event()
    yield event
    event.set()


async def test_a_disk_that_hangs_keeps_one_caller_a_moment_and_the_next_not_at_all(
    tape: Tape, hanging: Event, lost: list[tuple[str, str]]
) -> None:
    disk = Disk()
    with pytest.raises(TimeoutError):
        await disk.do(hanging.wait, 0.01)
    taping, asterisk = tape(disk=disk)
    await taping.begin(FILE)
    assert (lost, asterisk.sent) == ([(FILE, "slow")], [])
    hanging.set()
    async with asyncio.timeout(10):
        while not taping.is_on:  # the disk is back as soon as the thread is
            await asyncio.sleep(0)
            await taping.begin(FILE)
