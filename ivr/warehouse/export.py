"""Bringing a warehouse folder up to date: only days of which the log tells something new are written."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from ivr.journal.reader import JournalReader
from ivr.journal.stretch import span, stretch
from ivr.journal.whole import whole_calls
from ivr.warehouse import manifest as manifests
from ivr.warehouse.manifest import Manifest, Rules
from ivr.warehouse.numbers import Form, written
from ivr.warehouse.tables import OF_CALLS, TABLES, Row, agent_state, rows_of
from ivr.warehouse.touched import days, erased, first_event
from ivr.warehouse.writing import day_written

Progress = Callable[[int, int], None]
"""Told days written, and days to write."""


class Busy(RuntimeError):
    """Another export writes into the folder."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Where to, in the days of which zone, and how numbers are written; `secret` for hashed ones."""

    folder: Path
    zone: ZoneInfo
    numbers: Form
    secret: str
    country: str


async def export(reader: JournalReader, asked: Asked, progress: Progress) -> list[str]:
    """The days that were written, in order. A run that breaks off is gone on with by the next one. Raises
    `Busy`, `ivr.warehouse.manifest.Unfit`, `ivr.warehouse.writing.ParquetMissing`, `DatabaseUnusable`,
    OSError."""
    asked.folder.mkdir(parents=True, exist_ok=True)
    rules = Rules(await first_event(reader), asked.zone.key, asked.numbers, _print(asked))
    if not rules.log:
        return []
    with _alone(asked.folder):
        manifest = await _looked_at(reader, manifests.read(asked.folder, rules), asked.zone)
        manifests.write(asked.folder, manifest)  # before the first day: so the folder is known as ours
        to_write = sorted(manifest.pending)
        for done, day in enumerate(to_write):
            progress(done, len(to_write))
            await _day(reader, asked, day)
            manifest = replace(manifest, pending=tuple(to_write[done + 1 :]))
            manifests.write(asked.folder, manifest)
        return to_write


async def _looked_at(reader: JournalReader, manifest: Manifest, zone: ZoneInfo) -> Manifest:
    """The manifest with all the days that have to be written by now."""
    last = await reader.last_seq()
    gone = await erased(reader, zone)
    touched = await days(reader, manifest.position, last, zone)
    touched |= {day for day in {*gone, *manifest.erased} if gone.get(day, 0) != manifest.erased.get(day, 0)}
    pending = tuple(sorted({*manifest.pending, *touched}))
    return replace(manifest, position=last, pending=pending, erased=gone)


async def _day(reader: JournalReader, asked: Asked, day: str) -> None:
    since, until = _bounds(day, asked.zone)
    number = written(asked.numbers, asked.secret, asked.country)
    with day_written(asked.folder, day, tuple(TABLES)) as tables:
        async for portion in whole_calls(reader, since, until):
            rows: dict[str, list[Row]] = {table: [] for table in OF_CALLS}
            for call in portion:
                if call.record.ended is not None and since <= call.record.began < until:
                    _add(rows, rows_of(call, number))
            tables.put(rows)
        async for _, facts in stretch(reader, await span(reader, since, until), ("agent_state_changed",)):
            told = [agent_state(fact.at, fact.data) for fact in facts if since <= fact.at < until]
            tables.put({"agent_states": told})


def _add(rows: dict[str, list[Row]], more: Mapping[str, list[Row]]) -> None:
    for table, new in more.items():
        rows[table] += new


def _bounds(day: str, zone: ZoneInfo) -> tuple[float, float]:
    first = date.fromisoformat(day)
    return _midnight(first, zone), _midnight(first + timedelta(days=1), zone)


def _midnight(day: date, zone: ZoneInfo) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=zone).timestamp()


def _print(asked: Asked) -> str:
    """Tells one secret from another, and nothing else of it."""
    if asked.numbers != "hashed":
        return ""
    return hashlib.pbkdf2_hmac("sha256", asked.secret.encode(), b"callwright warehouse", 200_000).hex()[:16]


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy from None
        yield
    finally:
        os.close(descriptor)
