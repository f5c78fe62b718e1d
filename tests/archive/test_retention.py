"""Recordings go when they have been kept long enough, by line and kind, and never while they are held."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.archive.entry import Entry
from ivr.archive.index import Index, Wanted
from ivr.archive.intake import Intake, make_smaller
from ivr.archive.retention import RETENTION, Retention, due, remove
from ivr.archive.worker import Plan, Rounds
from ivr.settings.archive import DAY, Archive
from tests.archive.conftest import BEGAN, CONVERSATION, MESSAGE, TALK, VOICEMAIL, Happens
from tests.recordings.wav import write_wav

MONTH = 30 * DAY
BOTH = Retention({"conversation": MONTH, "voicemail": DAY}, {"95188": {"conversation": 12 * MONTH}})


def entry(kind: str = "conversation", line: str = "", began: float = 0.0, held: float | None = None) -> Entry:
    return Entry(
        id=1,
        call="c",
        kind=kind,
        line=line,
        queue="",
        agent="",
        began=began,
        seconds=60.0,
        channels=2,
        file="a.wav",
        held=held,
    )


@pytest.mark.parametrize(
    ("kind", "line", "lasts"),
    [
        ("conversation", "1", MONTH),
        ("conversation", "95188", 12 * MONTH),
        ("voicemail", "95188", DAY),
        ("comment", "95188", math.inf),
    ],
)
def test_what_the_line_says_holds_before_what_the_kind_says(kind: str, line: str, lasts: float) -> None:
    assert BOTH.lasts(line, kind) == lasts


def test_it_goes_when_its_time_after_its_end_is_over() -> None:
    assert BOTH.over([entry()], MONTH + 59.9) == []
    assert BOTH.over([entry()], MONTH + 60) == [entry()]


def test_what_is_held_stays_for_ever() -> None:
    assert BOTH.over([entry(held=1.0)], 1e12) == []


@given(
    st.dictionaries(st.sampled_from(["conversation", "voicemail"]), st.floats(DAY, 1e9)),
    st.sampled_from(["conversation", "voicemail"]),
    st.floats(0, 2e9),
)
def test_what_goes_is_never_younger_than_the_shortest(keep: dict[str, float], kind: str, now: float) -> None:
    retention = Retention(keep, {"1": {"voicemail": 2 * DAY}})
    for gone in retention.over([entry(kind), entry(kind, "1")], now):
        assert gone.began + retention.shortest() <= now


def test_without_a_time_all_is_kept(index: Index, folder: Path, happens: Happens) -> None:
    happens(TALK)
    Intake(index, folder).take_in(BEGAN + DAY)
    assert due(index, Retention(), 1e12) == []
    assert due(index, Retention({"conversation": math.inf}), 1e12) == []


def test_the_sound_goes_in_all_its_forms_and_the_entry_stays(
    index: Index, folder: Path, happens: Happens
) -> None:
    write_wav(folder / CONVERSATION)
    happens(TALK)
    Intake(index, folder).take_in(BEGAN + DAY)
    make_smaller(index, folder, "flac", BEGAN + DAY)
    write_wav(folder / CONVERSATION)  # as a crash leaves it
    remove(index, folder, due(index, BOTH, BEGAN + 400 * DAY), BEGAN + 400 * DAY, RETENTION)
    assert list((folder / CONVERSATION).parent.iterdir()) == []
    (gone,) = index.find(Wanted())
    assert (gone.erased, gone.why, gone.bytes, gone.seconds) == (BEGAN + 400 * DAY, RETENTION, 0, 2.0)
    found = index.get(gone.id)
    assert found
    assert found[1] == b""
    assert index.find(Wanted(left=True)) == []


def test_a_link_is_left_and_what_it_leads_to(
    index: Index, folder: Path, tmp_path: Path, happens: Happens
) -> None:
    (tmp_path / "precious.wav").write_bytes(b"x")
    (folder / CONVERSATION).parent.mkdir(parents=True)
    (folder / CONVERSATION).symlink_to(tmp_path / "precious.wav")
    happens(TALK)
    Intake(index, folder).take_in(BEGAN + DAY)
    remove(index, folder, due(index, BOTH, BEGAN + 400 * DAY), BEGAN, RETENTION)
    assert (tmp_path / "precious.wav").read_bytes() == b"x"


def test_the_engine_removes_once_a_day_and_says_so(
    url: str, index: Index, folder: Path, happens: Happens
) -> None:
    happens(TALK)
    happens(MESSAGE, "c-2")
    write_wav(folder / VOICEMAIL, 6.0, 1)
    archive = Archive.model_validate({"keep": {"voicemail": "1d", "conversation": "forever"}})
    plan = Plan(url, str(folder), "flac", 60.0, Retention.of(archive).keep)
    rounds = Rounds(Plan.read(plan.written()), index)
    rounds.go_round(BEGAN + 3600)
    assert (folder / VOICEMAIL).exists()
    rounds.go_round(BEGAN + 3600 + DAY / 2)
    assert (folder / VOICEMAIL).exists()
    rounds.go_round(BEGAN + 3600 + DAY)
    assert not (folder / VOICEMAIL).exists()
    (trace,) = index.trail(9)
    assert (trace.who, trace.what) == ("engine", "recordings_pruned")
    assert [gone.kind for gone in index.find(Wanted()) if gone.erased] == ["voicemail"]
