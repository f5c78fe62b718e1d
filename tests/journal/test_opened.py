"""The database, opened by a room."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from ivr.journal.opened import Opened
from ivr.journal.tables import audit
from ivr.journal.unusable import DatabaseUnusable

LINE = {"id": 1, "at": 0.0, "who": "ann", "what": "scored", "about": "1"}


class Room(Opened):
    what = ("the books", "账本")


def test_what_is_changed_is_there(url: str) -> None:
    with Room(url) as room:
        with room.changing() as connection:
            connection.execute(audit.insert().values(LINE))
        assert [row.who for row in room.rows(select(audit.c.who))] == ["ann"]


def test_a_row_that_is_there_is_said_and_nothing_of_that_step_is_kept(url: str) -> None:
    def twice(room: Room) -> None:
        with room.changing() as connection:
            for _ in range(2):
                connection.execute(audit.insert().values(LINE))

    with Room(url) as room:
        with pytest.raises(IntegrityError):
            twice(room)
        assert room.rows(select(audit)) == []


def test_a_database_that_cannot_be_used_says_what_is_missed(tmp_path: Path) -> None:
    with Room(f"sqlite:///{tmp_path}/none.db") as room:
        with pytest.raises(DatabaseUnusable, match="the books cannot be used") as fault:
            room.rows(select(audit))
        assert "账本" in fault.value.zh
