"""A recording that is not what was stored is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.archive.entry import CHANGED, MISSING, OUTSIDE, Entry
from ivr.archive.index import Index, Wanted
from ivr.archive.intake import Intake, make_smaller
from ivr.archive.verify import stored, verified
from tests.archive.conftest import BEGAN, CONVERSATION, TALK, Happens
from tests.recordings.wav import write_wav


@pytest.fixture
def entry(index: Index, folder: Path, happens: Happens) -> Entry:
    write_wav(folder / CONVERSATION)
    happens(TALK)
    Intake(index, folder).take_in(BEGAN + 9999)
    return index.find(Wanted())[0]


def test_what_is_as_it_was_is_right(index: Index, folder: Path, entry: Entry) -> None:
    assert verified(index, folder, entry) == ""


def test_one_changed_bit_is_found(index: Index, folder: Path, entry: Entry) -> None:
    content = bytearray((folder / CONVERSATION).read_bytes())
    content[1000] ^= 1
    (folder / CONVERSATION).write_bytes(content)
    assert verified(index, folder, entry) == CHANGED


def test_a_file_that_is_gone_is_found(index: Index, folder: Path, entry: Entry) -> None:
    (folder / CONVERSATION).unlink()
    assert verified(index, folder, entry) == MISSING


def test_a_link_put_in_its_place_is_found(index: Index, folder: Path, entry: Entry) -> None:
    (folder / CONVERSATION).unlink()
    (folder / CONVERSATION).symlink_to("/etc/passwd")
    assert verified(index, folder, entry) == OUTSIDE


def test_one_that_is_compressed_meanwhile_is_right(index: Index, folder: Path, entry: Entry) -> None:
    make_smaller(index, folder, "opus", BEGAN)
    assert verified(index, folder, entry) == ""
    assert stored(folder, index.find(Wanted())[0]).is_file()
