"""The port `ivr.ports.Sources`: one question, one time limit, whatever the source is.

async with Lookups(settings, http) as sources:
    answer = await sources.ask(Lookup("customers", {"number": "13800000000"}, timeout=2))
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from types import TracebackType
from typing import Self

from ivr.lookups.answers import Answers
from ivr.lookups.csv_list import CsvList
from ivr.lookups.database import Database
from ivr.lookups.rows import Asked, Rows
from ivr.lookups.service import Service
from ivr.ports import Answer, Http, Lookup, LookupFailed
from ivr.settings import Settings, Source

MOST = 100  # questions to one source under way; more are refused, so that one that hangs fills no memory


class Lookups:
    """The sources of config/ivr.yaml. Raises ValueError for one that `ivr check` complains about."""

    def __init__(
        self, settings: Settings, http: Http, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._settings = settings
        self._http = http
        self._sources = {name: self._made(each) for name, each in settings.engine.sources.items()}
        self._answers = Answers(monotonic)
        self._under_way: Counter[str] = Counter()
        self._tasks: set[asyncio.Task[Rows]] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=1.0)
        for source in self._sources.values():
            await source.close()

    async def ask(self, lookup: Lookup) -> Answer:
        """See `ivr.ports.Sources`. Raises `LookupFailed`."""
        source = self._sources.get(lookup.source)
        if source is None:
            raise LookupFailed("unreachable", f"config/ivr.yaml has no source '{lookup.source}'")
        known = self._answers.known(lookup) if source.keeps else None
        if known is not None:
            return Answer(known, cached=True)
        rows = await self._in_time(source, lookup)
        if source.keeps:
            self._answers.keep(lookup, rows)
        return Answer(rows)

    async def _in_time(self, source: Asked, lookup: Lookup) -> Rows:
        """A source that takes too long is broken off; nobody waits for how long that takes."""
        if self._under_way[lookup.source] >= MOST:
            raise LookupFailed("unreachable", f"{lookup.source} has {MOST} questions before it already")
        task = asyncio.create_task(source.rows(lookup.values, lookup.timeout))
        self._under_way[lookup.source] += 1
        self._tasks.add(task)
        task.add_done_callback(lambda done: self._over(lookup.source, done))
        try:
            done, _ = await asyncio.wait({task}, timeout=lookup.timeout)
        finally:
            task.cancel()
        if not done:
            raise LookupFailed("timeout", f"{lookup.source}: no answer in {lookup.timeout:g} s")
        return task.result()

    def _over(self, source: str, task: asyncio.Task[Rows]) -> None:
        self._under_way[source] -= 1
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # told to whoever waited, if anybody still does

    def _made(self, source: Source) -> Asked:
        if source.kind == "sql":
            return Database(source, self._settings.root)
        if source.csv is not None:
            return CsvList(self._settings.path(source.csv), source.key or "")
        return Service(source, self._http, self._settings.engine.environment)
