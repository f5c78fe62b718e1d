"""The spool on disk: whatever is cut off or damaged, the rest comes back as it was."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from ivr.events import CallBegan, Event
from ivr.journal.codec import encode
from ivr.journal.spool import Entry, Reading, Spool, entry_of, line_of, spools
from tests.journal.any_events import any_events
from tests.journal.paths import journey
from tests.journal.test_fold import BUYER

events = st.lists(any_events, min_size=1, max_size=8)


def entries(of: Sequence[Event]) -> list[Entry]:
    return [Entry(number, encode(event), event) for number, event in enumerate(of, 1)]


def read(file: Path) -> list[Entry]:
    reading, found = Reading(file), []
    while portion := reading.portion():
        found += portion
    reading.close()
    return found


def spooled(folder: Path, told: Sequence[Entry]) -> Path:
    spool = Spool(folder)
    spool.append(told)
    spool.close()
    return spool.file


@given(any_events)
def test_every_event_comes_back_from_its_line(event: Event) -> None:
    (entry,) = entries([event])
    assert entry_of(line_of(entry)[:-1]) == entry


def test_broken_unicode_of_a_caller_comes_back() -> None:
    (began,) = journey("0 call_began", call="\ud800")
    assert isinstance(began, CallBegan)
    (entry,) = entries([replace(began, caller_number="\udfff")])
    assert entry_of(line_of(entry)[:-1]) == entry


@given(events, st.data())
def test_of_a_file_that_breaks_off_anywhere_all_whole_lines_are_read(
    told: list[Event], data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = spooled(Path(folder), entries(told))
        whole = file.read_bytes()
        cut = data.draw(st.integers(0, len(whole)))
        file.write_bytes(whole[:cut])
        with capture_logs() as logs:
            found = read(file)
        assert found == entries(told)[: whole[:cut].count(b"\n")]
        torn = cut > 0 and whole[cut - 1 : cut] != b"\n"
        assert [entry["event"] for entry in logs] == ["journal.spool_ends_torn"] * torn


@given(events, st.data())
def test_one_damaged_byte_costs_the_lines_it_is_in_which_are_put_aside(
    told: list[Event], data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = spooled(Path(folder), entries(told))
        whole = file.read_bytes()
        place = data.draw(st.integers(0, len(whole) - 2))
        bad = bytes([whole[place] ^ data.draw(st.integers(1, 255))])
        file.write_bytes(whole[:place] + bad + whole[place + 1 :])
        hit = whole[:place].count(b"\n")
        lines = {hit, hit + 1} if whole[place : place + 1] == b"\n" else {hit}
        for _ in range(2):
            with capture_logs() as logs:
                assert read(file) == [e for n, e in enumerate(entries(told)) if n not in lines]
        aside = file.with_suffix(".damaged")
        assert {entry["kept_in"] for entry in logs} == {str(aside)}
        at = [whole.split(b"\n")[n] for n in lines if n < len(told)]
        assert abs(len(aside.read_bytes()) - len(b"\n".join(at)) - 1) <= 1


def test_what_does_not_fit_on_the_disk_leaves_no_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, *_ = entries(journey(BUYER))
    spool = Spool(tmp_path)
    spool.append([first])
    real = os.pwrite

    def full(number: int, data: bytes, offset: int) -> int:
        if len(data) < 10:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(number, data[:-5], offset)

    with monkeypatch.context() as patch:
        patch.setattr(os, "pwrite", full)
        with pytest.raises(OSError, match="No space"):
            spool.append([second])
    assert read(spool.file) == [first]
    spool.append([second])
    assert read(spool.file) == [first, second]
    spool.close()


def test_a_cleared_spool_is_empty_and_can_be_written_again(tmp_path: Path) -> None:
    first, second, *_ = entries(journey(BUYER))
    spool = Spool(tmp_path / "spool")
    spool.append([first])
    spool.clear()
    spool.append([second])
    spool.close()
    assert read(spool.file) == [second]


def test_spools_are_listed_from_the_oldest_on(tmp_path: Path) -> None:
    made = [Spool(tmp_path) for _ in range(3)]
    for spool in made:
        spool.close()
    assert spools(tmp_path) == [spool.file for spool in made]
    assert spools(tmp_path / "elsewhere") == []
