"""Files of Asterisk's records: rotated, packed, large, or not there."""

from __future__ import annotations

import bz2
import errno
import gzip
import lzma
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ivr.verify.files import AsteriskFiles, RecordsMissing
from tests.verify.writing import BEGAN, event, write


def test_rotated_files_are_read_from_the_oldest_on(tmp_path: Path) -> None:
    write(tmp_path, [event(20, "HANGUP", "c")])
    write(tmp_path, [event(10, "ANSWER", "c")], name="callwright.csv.1")
    packed = tmp_path / "cel-custom" / "callwright.csv.2.gz"
    packed.write_bytes(gzip.compress(event(0, "CHAN_START", "c")))
    (tmp_path / "cel-custom" / "other.csv").write_bytes(event(5, "CHAN_START", "x"))
    files = AsteriskFiles(tmp_path)
    assert [each.kind for each in files.cel()] == ["CHAN_START", "ANSWER", "HANGUP"]
    assert files.began() == BEGAN
    assert [each.kind for each in files.cel(BEGAN + 15)] == ["HANGUP"]


def test_a_file_that_is_just_being_packed_is_read_once(tmp_path: Path) -> None:
    write(tmp_path, [event(20, "HANGUP", "c")])
    write(tmp_path, [event(10, "ANSWER", "c")], name="callwright.csv-20261125")
    (tmp_path / "cel-custom" / "callwright.csv-20261125.gz").write_bytes(b"not all of it yet")
    packed = tmp_path / "cel-custom" / "callwright.csv-20261124.gz"
    packed.write_bytes(gzip.compress(event(0, "CHAN_START", "c")))
    assert [each.kind for each in AsteriskFiles(tmp_path).cel()] == ["CHAN_START", "ANSWER", "HANGUP"]


def test_a_large_file_is_read_from_the_time_asked_for_only(tmp_path: Path) -> None:
    write(tmp_path, [event(after, "ANSWER", f"c{after}") for after in range(5_000)])
    seen: list[tuple[int, int]] = []
    found = list(AsteriskFiles(tmp_path).cel(BEGAN + 4_990, lambda done, total: seen.append((done, total))))
    assert [each.channel for each in found] == [f"c{after}" for after in range(4_990, 5_000)]
    assert seen[0][0] > seen[0][1] * 0.8
    assert seen[-1][0] == seen[-1][1]


def test_damaged_records_are_counted(tmp_path: Path) -> None:
    write(tmp_path, [event(1, "ANSWER", "c"), b'"1763776802.000000","ANSW\n', event(3, "HANGUP", "c")])
    files = AsteriskFiles(tmp_path)
    assert len(list(files.cel())) == 2
    assert files.damaged == 1


@pytest.mark.parametrize("make", ["nothing", "folder", "empty"])
def test_without_records_the_remedy_is_told_in_both_languages(tmp_path: Path, make: str) -> None:
    if make != "nothing":
        (tmp_path / "cel-custom").mkdir()
    if make == "empty":
        (tmp_path / "cel-custom" / "callwright.csv").touch()
    with pytest.raises(RecordsMissing, match="ivr asterisk config") as caught:
        list(AsteriskFiles(tmp_path).cel())
    assert "asterisk_log" in caught.value.zh
    assert caught.value.yet == (make != "nothing")
    with pytest.raises(RecordsMissing):
        list(AsteriskFiles(tmp_path).cdr())


@pytest.mark.parametrize(
    ("ending", "packed"), [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)]
)
def test_files_are_read_however_they_were_packed(
    tmp_path: Path, ending: str, packed: Callable[[bytes], bytes]
) -> None:
    write(tmp_path, [event(20, "HANGUP", "c")])
    older = tmp_path / "cel-custom" / f"callwright.csv-20261124.{ending}"
    older.write_bytes(packed(event(0, "CHAN_START", "c")))
    assert [each.kind for each in AsteriskFiles(tmp_path).cel()] == ["CHAN_START", "HANGUP"]


def spoilt(folder: Path, written: float) -> Path:
    """A packed file that breaks off, last written at that time."""
    file = folder / "cel-custom" / "callwright.csv-20261124.gz"
    file.write_bytes(gzip.compress(event(0, "CHAN_START", "c"))[:20])
    os.utime(file, (written, written))
    return file


def test_a_packed_file_that_is_damaged_is_named(tmp_path: Path) -> None:
    write(tmp_path, [event(20, "HANGUP", "c")])
    file = spoilt(tmp_path, BEGAN)
    with pytest.raises(OSError, match="cannot be unpacked") as caught:
        AsteriskFiles(tmp_path).began()
    assert caught.value.filename == str(file)


def test_a_damaged_file_from_before_the_time_asked_for_does_not_matter(tmp_path: Path) -> None:
    write(tmp_path, [event(20, "HANGUP", "c")])
    spoilt(tmp_path, BEGAN)
    files = AsteriskFiles(tmp_path)
    assert [each.kind for each in files.cel(BEGAN + 10)] == ["HANGUP"]
    assert files.began(BEGAN + 10) == BEGAN + 20


def test_lines_with_dates_in_place_of_seconds_are_told_with_their_setting(tmp_path: Path) -> None:
    dated = event(1, "ANSWER", "c").replace(b"1763776801.000000", b"2025-11-22 10:00:01.000000")
    write(tmp_path, [dated])
    with pytest.raises(RecordsMissing, match="set no 'dateformat'"):
        AsteriskFiles(tmp_path).began()


def test_a_file_that_we_may_not_read_is_named_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, [event(1, "ANSWER", "c")])

    def refused(self: Path, *_: object) -> None:  # root may read all
        raise PermissionError(errno.EACCES, "Permission denied", str(self))

    monkeypatch.setattr(Path, "iterdir", refused)
    with pytest.raises(RecordsMissing, match=r"Permission denied.*Asterisk's group") as caught:
        AsteriskFiles(tmp_path).began()
    assert "有权读取" in caught.value.zh
