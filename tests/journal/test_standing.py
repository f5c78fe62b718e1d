"""How far the log is behind, as a supervisor is told."""

from __future__ import annotations

import time
from pathlib import Path
from queue import SimpleQueue

from ivr.events import Event, LogCaughtUp, LogFellBehind
from ivr.journal.codec import encode
from ivr.journal.spool import Entry, Spool
from ivr.journal.standing import Standing
from ivr.journal.unusable import DatabaseAway
from ivr.journal.writer import JournalWriter
from tests.journal.test_writer_spool import heard, pressed

LIMIT = 20.0


async def test_with_the_database_well_nothing_waits(url: str, tmp_path: Path) -> None:
    journal = JournalWriter(url, spool=tmp_path / "spool")
    for event in pressed(0, 3):
        journal.append(event)
    assert await journal.flush(LIMIT)
    await journal.close(LIMIT)
    found = journal.standing()
    assert (found.events, found.oldest, found.in_memory, found.lost) == (0, None, 0, 0)


async def test_while_the_database_is_away_it_tells_since_when_why_and_how_much_waits(
    url: str, tmp_path: Path
) -> None:
    left = Spool(tmp_path / "spool")  # of an engine before this one
    left.append([Entry(number, encode(event), event) for number, event in enumerate(pressed(0, 5), 1)])
    left.close()
    is_away, began = True, time.time()

    def opening() -> None:
        if is_away:
            raise DatabaseAway("no PostgreSQL server answers")

    told: SimpleQueue[Event] = SimpleQueue()
    journal = JournalWriter(url, spool=tmp_path / "spool", told=told.put, opening=opening)
    events = pressed(5, 400)
    for event in events:
        journal.append(event)
    assert await journal.on_disk(LIMIT)
    found = journal.standing()
    assert found.away_since is not None
    assert began <= found.away_since <= time.time()
    assert found.reason == "no PostgreSQL server answers"
    assert (found.events, found.in_memory, found.lost) == (400, 0, 0)
    assert found.oldest == pressed(0, 1)[0].at
    assert found.bytes == sum(file.stat().st_size for file in _files(tmp_path))
    is_away = False
    assert isinstance(await heard(told), LogFellBehind)
    assert isinstance(await heard(told), LogCaughtUp)
    await journal.close(LIMIT)
    over = journal.standing()
    assert (over.away_since, over.reason, over.events) == (None, "", 5), "what is left is for the opening"


def _files(folder: Path) -> list[Path]:
    return list((folder / "spool").iterdir())


async def test_without_a_disk_for_it_the_memory_is_told_and_what_is_lost(url: str) -> None:
    def opening() -> None:
        raise DatabaseAway("away")

    journal = JournalWriter(url, capacity=10, opening=opening)
    for event in pressed(0, 30):
        journal.append(event)
    found = journal.standing()
    assert isinstance(found, Standing)
    assert found.lost >= 1
    assert found.in_memory >= 10 - 1
    await journal.close(0.0)
