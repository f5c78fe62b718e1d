"""What is wrong with the disk is found by using it, and told once."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from ivr.archive import alarms
from ivr.archive.alarms import Alarm, Watch, disk_alarms, state_alarms
from tests.recordings.full import full_disk


@pytest.fixture(autouse=True)
def _room(monkeypatch: pytest.MonkeyPatch) -> None:
    """However full the disk of whoever runs the tests is."""
    monkeypatch.setattr(alarms, "LOW", 0)


def told(folder: Path) -> list[str]:
    return [alarm.what for alarm in disk_alarms(folder)]


def test_a_disk_that_works_gives_no_alarm_and_keeps_nothing(tmp_path: Path) -> None:
    assert disk_alarms(tmp_path / "recordings") == []
    assert list((tmp_path / "recordings").iterdir()) == []


def test_a_full_disk_is_told_and_nothing_is_left_on_it(tmp_path: Path) -> None:
    with full_disk():
        assert told(tmp_path) == ["disk_full"]
    assert list(tmp_path.iterdir()) == []


def test_little_room_is_told_in_megabytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alarms, "LOW", 2**62)
    (alarm,) = disk_alarms(tmp_path)
    assert alarm.what == "disk_low"
    assert alarm.detail.endswith(" MB")


@pytest.mark.parametrize(
    ("number", "what"),
    [(errno.EROFS, "read_only"), (errno.EACCES, "no_permission"), (errno.EIO, "disk_fails")],
)
def test_a_disk_that_takes_nothing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, what: str
) -> None:
    def refuse(path: Path, *more: Any) -> int:
        raise OSError(number, os.strerror(number), str(path))

    monkeypatch.setattr(os, "open", refuse)
    assert told(tmp_path) == [what]


def test_a_file_in_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "recordings").write_bytes(b"")
    assert told(tmp_path / "recordings") == ["disk_fails"]


def test_a_slow_disk_is_told(tmp_path: Path) -> None:
    times = iter([100.0, 103.5])
    (alarm,) = disk_alarms(tmp_path, lambda: next(times))
    assert (alarm.what, alarm.detail) == ("slow", f"{tmp_path}: 3.5 s")


def test_the_disk_of_the_state_folder_is_told_by_a_name_of_its_own(tmp_path: Path) -> None:
    with full_disk():
        (alarm,) = state_alarms(tmp_path, [])
    assert alarm.what == "state_disk disk_full"
    assert state_alarms(tmp_path, []) == []


def test_what_is_wrong_with_both_disks_is_told_once(tmp_path: Path) -> None:
    with full_disk():
        assert state_alarms(tmp_path, [Alarm("disk_full", "x")]) == []
        assert state_alarms(tmp_path, [Alarm("slow", "x")]) != []


def test_an_alarm_is_told_when_it_begins_and_when_it_is_over() -> None:
    watch, full, slow = Watch(), Alarm("disk_full", "x"), Alarm("slow", "y")
    assert list(watch.now([full])) == [full]
    assert list(watch.now([full, slow])) == [slow]
    assert list(watch.now([slow])) == [Alarm("disk_full")]
    assert list(watch.now([])) == [Alarm("slow")]
    assert list(watch.now([])) == []
