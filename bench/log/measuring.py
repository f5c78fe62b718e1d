"""The log is made, asked, and what it took is told."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from math import inf
from pathlib import Path
from random import Random

import duckdb

from bench.cpu import machine
from bench.log.asker import Asker
from bench.log.centre import settings, staff
from bench.log.counted import count
from bench.log.grown import Growing, Size
from bench.log.questions import Question, questions
from bench.log.stores import ROWS, InPostgreSQL, InSQLite, Store
from bench.log.week import week
from bench.results import Figures, Goal, Result
from ivr.journal.reader import JournalReader
from ivr.reports.report import TooMany
from ivr.settings import Settings
from tests import postgres

TIMES = 50
"""Each look-up, with something else each time."""
_AGAIN = 5
"""So often each time: the quickest counts, for other work on the machine interrupts now one, now another."""
_PATIENCE = 20.0
"""Seconds after which a question is not asked any more."""
_DUCKDB = "DuckDB"

Progress = Callable[[str, int, int], None]
"""Told what is done, how much of it is done, and of how much."""
Took = Mapping[str, Sequence["Once"]]
"""By the name of the question; none where the answer was refused."""


@dataclass(frozen=True, slots=True, order=True)
class Once:
    """Milliseconds of an answer, and of CPU."""

    ms: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Log:
    """The same calls in each store and in DuckDB."""

    stores: Sequence[Store]
    beside: duckdb.DuckDBPyConnection
    settings: Settings


async def measure(size: Size, folder: Path, progress: Progress, times: int = TIMES) -> Result:
    """A log of this size in an empty folder, in each store, and how long each takes to answer."""
    with made(size, folder, progress) as log:
        asked = questions(log.beside, Random(size.seed), times)
        took: dict[str, Took] = {}
        for store in log.stores:
            await count(store.url, log.settings, partial(progress, f"{store.name}: days counted"))
            async with JournalReader(store.url) as reader:
                asker = Asker(store.url, reader, log.settings)
                took[store.name] = await _asked(asker, asked, store.name, progress)
        took[_DUCKDB] = {each.name: _beside(log.beside, each) for each in asked}
        return _result(_title(log), asked, took)


@contextmanager
def made(size: Size, folder: Path, progress: Progress) -> Iterator[Log]:
    """The log; the server and the connections end with the context, the files stay."""
    people = staff(size.weekly)
    progress("a week", 0, 1)
    told = week(size.weekly, people, size.seed)
    with postgres.running() as server, duckdb.connect(str(folder / "log.duckdb")) as database:
        server.execute("ALTER SYSTEM SET max_wal_size = '8GB'", "SELECT pg_reload_conf()")
        stores: list[Store] = [InSQLite(folder / "log.db"), InPostgreSQL(server.migrated(), folder)]
        growing = Growing(database, size, told)
        for done in growing.weeks():
            for store in stores:
                store.take(database)
            progress("weeks", done, size.weeks)
        states = growing.states()
        for store in stores:
            for number, step in enumerate(store.finish(states)):
                progress(f"{store.name}: {step}", number, 10)
        yield Log(stores, database, settings(folder, people))


async def _asked(asker: Asker, asked: Sequence[Question], name: str, progress: Progress) -> Took:
    found = {}
    for number, question in enumerate(asked):
        progress(f"{name}: {question.name}", number, len(asked))
        found[question.name] = await _times(asker, question)
    return found


async def _times(asker: Asker, question: Question) -> Sequence[Once]:
    found: list[Once] = []
    clock, until = await asker.clock(), time.monotonic() + _PATIENCE
    for sample in question.samples:
        quickest = Once(inf, inf)
        for _ in range(_AGAIN):
            cpu, began = clock(), time.perf_counter()
            try:
                await question.ask(asker, *sample)
            except TooMany:
                return ()
            took = 1000 * (time.perf_counter() - began)
            quickest = min(quickest, Once(took, 1000 * (clock() - cpu)))
            if time.monotonic() > until:
                return [*found, quickest]
        found.append(quickest)
    return found


def _beside(log: duckdb.DuckDBPyConnection, question: Question) -> Sequence[Once]:
    found, until = [], time.monotonic() + _PATIENCE
    for sample in question.samples:
        given, quickest = sample[: question.beside.count("?")], Once(inf, inf)
        for _ in range(_AGAIN):
            cpu, began = time.process_time(), time.perf_counter()
            log.execute(question.beside, given).fetchall()
            took = 1000 * (time.perf_counter() - began)
            quickest = min(quickest, Once(took, 1000 * (time.process_time() - cpu)))
        found.append(quickest)
        if time.monotonic() > until:
            break
    return found


def _title(log: Log) -> str:
    counted = {each: log.beside.execute(f"SELECT count(*) FROM {each}").fetchall()[0][0] for each in ROWS}
    many = [f"{counted[each]:,} {each}" for each in ("calls", "events")]
    sizes = [f"{store.size() / 1e9:.1f} GB in {store.name}" for store in log.stores]
    return f"A log of {' and '.join(many)}: {', '.join(sizes)}"


def _result(title: str, asked: Sequence[Question], took: Mapping[str, Took]) -> Result:
    rows = {_named(question): _row(question.name, took) for question in asked}
    worst = max(_of_limit(question, took) for question in asked if question.limit)
    goal = Goal("the slowest at p95, as a share of what it may take", 1.0, round(worst, 2))
    return Result("log", title, rows, goal, machine(""))


def _named(question: Question) -> str:
    return question.name if question.limit is None else f"{question.name} (at most {question.limit:g} ms)"


def _row(name: str, took: Mapping[str, Took]) -> Figures:
    figures: dict[str, float] = {}
    for store, by_name in took.items():
        found = by_name[name] or (Once(0.0, 0.0),)
        figures[f"{store} ms"] = _rounded(statistics.median(once.ms for once in found))
        figures[f"{store} p95"] = _rounded(_p95(found))
        figures[f"{store} CPU ms"] = _rounded(statistics.median(once.cpu for once in found))
    beside = figures[f"{_DUCKDB} ms"]
    for store in [each for each in took if each != _DUCKDB]:
        figures[f"{store} / {_DUCKDB}"] = _rounded(figures[f"{store} ms"] / beside)
    return figures


def _of_limit(question: Question, took: Mapping[str, Took]) -> float:
    assert question.limit is not None
    own = [found[question.name] for store, found in took.items() if store != _DUCKDB]
    return max(_p95(found) for found in own if found) / question.limit


def _p95(found: Sequence[Once]) -> float:
    return sorted(found)[int(len(found) * 0.95)].ms


def _rounded(value: float) -> float:
    return float(f"{value:.3g}")
