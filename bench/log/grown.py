"""From one week to thirteen months: each week is the one that was written through the journal, moved in time,
with other callers and ids, and thinned, for no two weeks are alike. It is kept in DuckDB, and handed on week
by week.

What the week has is what the journal has written of it, so each row is as the journal would have written it.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from bench.log.centre import DAY, EAST, WEEK
from bench.log.journeys import FILE, NUMBER
from bench.log.week import BEGIN, NOBODY, Told
from ivr.events import Event
from ivr.journal.batch import Writing, prepare
from ivr.journal.database import migrate, writing_engine
from ivr.journal.live import LiveCalls
from ivr.journal.tables import calls, events

WEEKS = 57
NOW = BEGIN + 2 * DAY + 15 * 3600.0
"""Wednesday, 15:00 in Shanghai."""
EVENTS, CALLS = (tuple(table.columns.keys()) for table in (events, calls))

_AT_ONCE = 5_000
_THINNEST = 0.75
_OF_THE_LAST = 0.45
"""Of the last week, what is over."""
_CALLERS = 3
"""So many calls has a caller in the mean."""
_AS_IT_BEGAN = {
    "answered": "NULL",
    "ended": "NULL",
    "outcome": "'in_progress'",
    **dict.fromkeys(("language", "queue", "agent", "ended_by", "cause", "reference", "disposition"), "''"),
    **dict.fromkeys(("flows", "keys", "recordings", "handles"), "'[]'"),
    **dict.fromkeys(("waited", "talked"), "0.0"),
}
"""The record of a call that goes on has what was known when it began."""


@dataclass(frozen=True, slots=True)
class Size:
    """About so many calls in so many weeks, the last of which is the one that is made, up to `until` (seconds
    since 1970). The same `seed` gives the same log."""

    calls: int
    seed: int = 1
    weeks: int = WEEKS
    until: float = NOW

    @property
    def shares(self) -> Sequence[float]:
        """How much of the week that is made each week has."""
        weeks = np.arange(self.weeks)
        chance = np.random.default_rng(self.seed).random(self.weeks)
        return [
            float(each) for each in _THINNEST + (1 - _THINNEST) * (0.7 + 0.3 * np.sin(weeks / 8)) * chance
        ]

    @property
    def weekly(self) -> int:
        """Calls of the week that is made."""
        return max(20, round(self.calls / (sum(self.shares) - _OF_THE_LAST)))


class Growing:
    """The log in DuckDB, as the tables `events` and `calls`, made of the week that was `told`."""

    def __init__(self, database: duckdb.DuckDBPyConnection, size: Size, told: Told) -> None:
        self.database, self._size = database, size
        self._callers = max(20, size.calls // _CALLERS)
        self._seq, self._calls = 0, 0
        self._lay_down(told)

    def weeks(self) -> Iterator[int]:
        """How many weeks are made, again and again; of each the rows are in the tables `new_events` and
        `new_calls` until the next one is asked for."""
        for week, share in enumerate(self._size.shares):
            shift = (week - self._size.weeks + 1) * WEEK
            self._plan(week, share, shift)
            self._made("events", self._events(shift))
            self._made("calls", self._records(shift))
            self._seq += self._count("new_events")
            yield week + 1

    def states(self) -> list[tuple[object, ...]]:
        """The rows of `agent_states`, when all is made."""
        last = ", ".join(f"arg_max({each}, seq)" for each in ("data->>'state'", "data->>'reason'", '"at"'))
        question = f"SELECT data->>'agent', {last} FROM events WHERE kind = 'agent_state_changed' GROUP BY 1"
        return self.database.execute(f"{question} ORDER BY 1").fetchall()

    def _lay_down(self, told: Told) -> None:
        with tempfile.TemporaryDirectory() as folder:
            written = Path(folder) / "week.db"
            through_the_journal(f"sqlite:///{written}", [event for _, event in told])
            with closing(sqlite3.connect(written)) as week:
                of_events = week.execute(f"SELECT {quoted(EVENTS)} FROM events ORDER BY seq").fetchall()
                of_calls = week.execute(f"SELECT {quoted(CALLS)} FROM calls").fetchall()
        references = [number for number, _ in told]
        self._table("week_events", (*EVENTS, "ref"), [*zip(*of_events, strict=True), references])
        self._table("week_calls", CALLS, [*zip(*of_calls, strict=True)])

    def _plan(self, week: int, share: float, shift: float) -> None:
        """Which calls of the week there are, with their new ids, callers and files."""
        chance = np.random.default_rng([self._size.seed, week])
        kept = np.flatnonzero(chance.random(self._size.weekly) < share)
        frequent = chance.random(len(kept)) < 0.3
        callers = np.where(
            frequent,
            chance.integers(0, self._callers // 50 + 1, len(kept)),
            chance.integers(0, self._callers, len(kept)),
        )
        self._table(
            "picked",
            ("ref", "number", "caller", "spelled"),
            [kept, self._calls + np.arange(len(kept)) + 1, callers, chance.integers(0, 100, len(kept))],
        )
        self._calls += len(kept)
        began = f"began + {shift}"
        local = f"to_timestamp({began} + {EAST}) AT TIME ZONE 'UTC'"
        self.database.execute(f"""
            CREATE OR REPLACE TEMP TABLE plan AS
            SELECT ref, new AS id, {_SPELLED} AS number, strftime({local}, '%Y/%m/%d/') || new
                || strftime({local}, '-%H%M%S-conversation.wav') AS file
            FROM (SELECT *, printf('%d.%d', CAST(floor({began}) AS BIGINT), number * 2 + 11) AS new
                FROM picked JOIN week_calls c ON c.id = CAST(ref AS VARCHAR))
            WHERE {began} <= {self._size.until}""")

    def _events(self, shift: float) -> str:
        return f"""
            SELECT {self._seq} + row_number() OVER (ORDER BY e.seq) AS seq,
                CASE WHEN e.call IS NOT NULL THEN p.id END AS call, e.kind, e.at + {shift} AS at,
                CASE e.kind WHEN 'call_began' THEN replace(e.data, '{NUMBER}', p.number)
                    WHEN 'recording_stored' THEN replace(e.data, '{FILE}', p.file) ELSE e.data END AS data
            FROM week_events e LEFT JOIN plan p USING (ref)
            WHERE (e.ref = {NOBODY} OR p.id IS NOT NULL) AND e.at + {shift} <= {self._size.until}
            ORDER BY e.seq"""

    def _records(self, shift: float) -> str:
        own = {
            "id": "p.id",
            "caller_number": "p.number",
            "recordings": f"replace(c.recordings, '{FILE}', p.file)",
            **{name: f"c.{name} + {shift}" for name in ("began", "answered", "ended")},
        }
        values = {name: own.get(name, f"c.{name}") for name in CALLS}
        runs = f"c.ended + {shift} > {self._size.until}"
        for name, before in _AS_IT_BEGAN.items():
            values[name] = f"CASE WHEN {runs} THEN {before} ELSE {values[name]} END"
        columns = ", ".join(f"{value} AS {name}" for name, value in values.items())
        both = "plan p JOIN week_calls c ON c.id = CAST(p.ref AS VARCHAR)"
        return f"SELECT {columns} FROM {both} ORDER BY began, id"

    def _made(self, name: str, question: str) -> None:
        """Into the table `new_…`, and behind what there is."""
        self.database.execute(f"CREATE OR REPLACE TEMP TABLE new_{name} AS {question}")
        self.database.execute(f"CREATE TABLE IF NOT EXISTS {name} AS FROM new_{name} LIMIT 0")
        self.database.execute(f"INSERT INTO {name} FROM new_{name}")

    def _count(self, table: str) -> int:
        return int(self.database.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])

    def _table(self, name: str, names: Sequence[str], columns: Sequence[Any]) -> None:
        given = pa.table({key: pa.array(each) for key, each in zip(names, columns, strict=True)})
        self.database.register("given", given)
        self.database.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM given")
        self.database.unregister("given")


_EIGHT = "lpad(CAST((caller * 48271) % 100000000 AS VARCHAR), 8, '0')"
_MOBILE = f"CASE WHEN caller % 2 = 0 THEN '13' ELSE '18' END || (caller // 2) % 10 || {_EIGHT}"
_SPELLED = f"""
    CASE WHEN spelled < 3 THEN '' WHEN spelled < 6 THEN '+86' || {_MOBILE}
        WHEN caller % 7 = 0 THEN '021' || {_EIGHT} ELSE {_MOBILE} END"""
"""Most have a mobile phone; some withhold their number, some carriers send it with the country in front."""


def through_the_journal(url: str, told: Sequence[Event], at_once: int = _AT_ONCE) -> None:
    """Write the events into a new database, in the way of a running engine."""
    migrate(url)
    engine, live = writing_engine(url), LiveCalls(len(told))
    writing = Writing(engine.dialect)
    bounds = [*range(0, len(told), at_once), len(told)]
    with engine.connect() as connection:
        for begin, end in pairwise(bounds):
            writing.write(connection, prepare(told[begin:end], live))
    engine.dispose()


def quoted(names: Sequence[str]) -> str:
    """The columns, one of which has a name that SQL has too."""
    return ", ".join(f'"{name}"' for name in names)
