"""How many events wait beside the call log, and since when."""

from __future__ import annotations

from pathlib import Path

from ivr.journal.spool import Spool
from ivr.journal.waiting import Waiting, calls_waiting, waiting
from tests.journal.paths import BEGAN, CALL, journey
from tests.journal.test_fold import BUYER
from tests.journal.test_spool import entries, spooled


def test_all_that_the_database_does_not_know_waits(tmp_path: Path) -> None:
    file = spooled(tmp_path, entries(journey(BUYER)))
    assert waiting(tmp_path, {}) == [Waiting(len(journey(BUYER)), BEGAN)]
    (rest,) = waiting(tmp_path, {file.stem: 3})
    assert rest.events == len(journey(BUYER)) - 3
    assert waiting(tmp_path, {file.stem: len(journey(BUYER))}) == []


def test_the_calls_that_began_in_what_waits_are_told(tmp_path: Path) -> None:
    file = spooled(tmp_path, entries(journey(BUYER)))
    assert [began.call for began in calls_waiting(tmp_path, {})] == [CALL]
    assert list(calls_waiting(tmp_path, {file.stem: 1})) == []


def test_a_line_that_breaks_off_is_not_counted(tmp_path: Path) -> None:
    file = spooled(tmp_path, entries(journey(BUYER)))
    with file.open("ab") as end:
        end.write(b"1234")
    (waits,) = waiting(tmp_path, {})
    assert waits.events == len(journey(BUYER))


def test_an_empty_spool_and_no_folder_at_all_mean_that_nothing_waits(tmp_path: Path) -> None:
    Spool(tmp_path).close()
    assert waiting(tmp_path, {}) == []
    assert waiting(tmp_path / "elsewhere", {}) == []
