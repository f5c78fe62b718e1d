"""What is asked of the log, and the same in DuckDB's words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from bench.log.asker import TODAY, Asker
from bench.log.centre import ZONE
from ivr.web.calls_wanted import CURSORS

LOOK_UP, WALLBOARD, REPORT = 50.0, 100.0, 2000.0
"""Milliseconds that each may take."""

_MONTH = datetime(2026, 10, 1, tzinfo=ZoneInfo(ZONE))
_NEXT = datetime(2026, 11, 1, tzinfo=ZoneInfo(ZONE))
_FEW = 3
Sample = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """`samples`: what it is asked for, each once. `limit`: milliseconds, None where nothing is promised.
    `beside`: for DuckDB; it takes the first values of the sample, as many as it has question marks."""

    name: str
    samples: Sequence[Sample]
    ask: Callable[..., Awaitable[object]]
    beside: str
    limit: float | None = None


def questions(log: duckdb.DuckDBPyConnection, chance: Random, times: int) -> list[Question]:
    """Look-ups and pages are asked so many times, reports a few times."""
    known = _Known(log, chance, times)
    return [*_look_ups(known), *_pages(known), *_figures()]


class _Known:
    """Calls that are in the log, chosen by chance."""

    def __init__(self, log: duckdb.DuckDBPyConnection, chance: Random, times: int) -> None:
        question = f"SELECT id, began, caller_number FROM calls USING SAMPLE reservoir({4 * times} ROWS)"
        found = log.execute(f"{question} REPEATABLE ({chance.randrange(1000)})").fetchall()
        chance.shuffle(found)
        self.ids = [(row[0],) for row in found[:times]]
        self.numbers = [(row[2],) for row in found if row[2]][:times]
        self.national = [(number.removeprefix("+86"),) for (number,) in self.numbers]
        self.cursors = [(row[1], CURSORS.of(row[1], row[0])) for row in found[:times]]
        self.days = [f"{datetime.fromtimestamp(row[1], ZoneInfo(ZONE)):%Y-%m-%d}" for row in found[:times]]
        oldest = log.execute("SELECT began, id FROM calls ORDER BY began, id LIMIT 40").fetchall()
        self.last = [(oldest[-1][0], CURSORS.of(*oldest[-1]))] * times


def _look_ups(known: _Known) -> list[Question]:
    beginnings = [(call[:-1],) for (call,) in known.ids]
    sevens = [(f"{number[:7]}*",) for (number,) in known.national]
    ends = [(f"*{number[-5:]}",) for (number,) in known.national]
    newest = "ORDER BY began DESC, id DESC LIMIT 51"
    like = f"SELECT * FROM calls WHERE caller_number LIKE replace(?, '*', '%') {newest}"
    return [
        Question(
            "GET /calls/ID", known.ids, lambda asker, call: asker.get("calls.get", call), _CALL, LOOK_UP
        ),
        Question(
            "GET /calls/ID/journey",
            known.ids,
            lambda asker, call: asker.get("calls.journey", call),
            'SELECT * FROM events WHERE "call" = ? ORDER BY seq',
            LOOK_UP,
        ),
        Question("ivr calls show, beginning of ID", beginnings, Asker.shown, _BEGINNING, LOOK_UP),
        Question(
            "GET /calls?number=",
            known.numbers,
            lambda asker, number: asker.page(number=number),
            f"SELECT * FROM calls WHERE caller_number = ? {newest}",
            LOOK_UP,
        ),
        Question(
            "ivr calls --number, any spelling",
            known.national,
            Asker.spelled,
            f"SELECT * FROM calls WHERE right(caller_number, 11) = ? {newest}",
            LOOK_UP,
        ),
        Question(
            "GET /calls?number=1380013*",
            sevens,
            lambda asker, number: asker.page(number=number),
            like,
            LOOK_UP,
        ),
        Question(
            "GET /calls?number=*38000", ends, lambda asker, number: asker.page(number=number), like, LOOK_UP
        ),
    ]


_CALL = "SELECT * FROM calls WHERE id = ?"
_BEGINNING = "SELECT * FROM calls WHERE starts_with(id, ?)"


def _pages(known: _Known) -> list[Question]:
    newest = "ORDER BY began DESC, id DESC LIMIT 51"
    abandoned = f"SELECT * FROM calls WHERE queue = 'vip' AND outcome = 'abandoned' {newest}"
    of_agent = [(day, day, f"agent{number % 3:03}") for number, day in enumerate(known.days)]
    return [
        Question(
            "a page in the middle",
            known.cursors,
            lambda asker, began, cursor: asker.page(cursor=cursor),
            f"SELECT * FROM calls WHERE began <= ? {newest}",
        ),
        Question(
            "the first page of a queue's abandoned",
            [()] * len(known.ids),
            lambda asker: asker.page(queue="vip", outcome="abandoned"),
            abandoned,
        ),
        Question(
            "the last page of a queue's abandoned",
            known.last,
            lambda asker, began, cursor: asker.page(queue="vip", outcome="abandoned", cursor=cursor),
            abandoned.replace("WHERE", "WHERE began <= ? AND"),
        ),
        Question(
            "an agent's calls of a day",
            of_agent,
            lambda asker, since, until, agent: asker.page(since=since, until=until, agent=agent),
            "SELECT * FROM calls WHERE began >= epoch(CAST(? AS DATE)) - 28800"
            f" AND began < epoch(CAST(? AS DATE)) + 57600 AND agent = ? {newest}",
        ),
    ]


def _figures() -> list[Question]:
    day = TODAY - timedelta(days=1)
    return [
        Question(
            "today's wallboard",
            [()] * _FEW,
            Asker.wallboard,
            f"SELECT queue, {_FIGURES} FROM calls WHERE began >= {TODAY.timestamp()} GROUP BY 1",
            WALLBOARD,
        ),
        Question(
            "a month, inbound by day",
            [()] * _FEW,
            lambda asker: asker.report("inbound", _MONTH, _NEXT, "interval"),
            f"SELECT floor((began + 28800) / 86400), {_FIGURES} FROM calls"
            f" WHERE began >= {_MONTH.timestamp()} AND began < {_NEXT.timestamp()} GROUP BY 1",
            REPORT,
        ),
        Question(
            "a day, queue by half-hour",
            [()] * _FEW,
            lambda asker: asker.report("queue", day, TODAY, "interval,queue"),
            f"SELECT floor(began / 1800), queue, {_FIGURES} FROM calls"
            f" WHERE began >= {day.timestamp()} AND began < {TODAY.timestamp()} GROUP BY ALL",
            REPORT,
        ),
    ]


_FIGURES = (
    "count(*), count(*) FILTER (outcome = 'answered'), count(*) FILTER (outcome = 'abandoned'), sum(waited),"
    " count(*) FILTER (outcome = 'answered' AND waited <= 20), max(waited), sum(talked)"
)
"""Of the columns that calls have: less than a report reckons."""
