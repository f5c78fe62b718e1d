"""The database, asked no longer than a caller can wait.

A database that is slow or away costs one call the `patience`, and the others nothing: for `rest` seconds it
is not asked again.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Literal, TypeVar

from sqlalchemy import Executable, Row, Table

from ivr.journal.database import insert_new, upsert, writing_engine
from ivr.journal.servers import for_key
from ivr.journal.statements import inserting, is_refusal
from ivr.journal.unusable import is_fault, message
from ivr.ports import MemoryFailed

PATIENCE = 1.0
REST = 5.0
GOODBYE = 5.0
READERS = 2  # threads
MOST = 2000  # statements under way; more than that are refused, so that a database that hangs fills no memory

T = TypeVar("T")


class Access:
    """All methods raise `MemoryFailed` when the database does not answer in time, or not at all.

    Threads and not aiosqlite, as in the journal: a question costs less than half the CPU. One thread writes,
    so that writers stand in line instead of trying again and again for SQLite's lock. Reading and writing
    rest apart: whoever holds that lock, as an import of a long list does, keeps nobody from reading.

    Nothing is asked before the database is `ready`: of what it has then, not all is in its tables yet.
    """

    def __init__(
        self,
        url: str,
        *,
        patience: float = PATIENCE,
        rest: float = REST,
        most: int = MOST,
        ready: Callable[[], bool] = lambda: True,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine = writing_engine(url)
        self._threads = {
            "read": ThreadPoolExecutor(READERS, "memory-read"),
            "write": ThreadPoolExecutor(1, "memory-write"),
        }
        self._patience, self._rest, self._most = patience, rest, most
        self._ready = ready
        self._monotonic = monotonic
        self._failed = {"read": float("-inf"), "write": float("-inf")}  # when it did last
        self._under_way: set[asyncio.Future[Any]] = set()

    async def close(self) -> None:
        """Let go of the database, after what is under way and done within five seconds."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=GOODBYE)
        for threads in self._threads.values():
            threads.shutdown(wait=False, cancel_futures=True)
        self._engine.dispose()

    def upsert(self, table: Table) -> Any:
        """An INSERT that overwrites the row with the same primary key."""
        return upsert(table, self._engine.dialect.name)

    def insert_new(self, table: Table) -> Any:
        """An INSERT that does nothing where a row is there already that it would double."""
        return insert_new(table, self._engine.dialect.name)

    def alone(self, *key: str) -> Sequence[Executable]:
        """What has to come first in a transaction that nobody may pass who has the same key. SQLite has one
        writer at a time as it is."""
        return [for_key(*key)] if self._engine.dialect.name == "postgresql" else []

    async def read(self, query: Executable) -> Sequence[Row[Any]]:
        """The rows it gives."""
        return await self._in_time("read", lambda: self._carry_out(query))

    async def write(self, *statements: Executable) -> Sequence[Row[Any]]:
        """Carry them out in one transaction, whose first statement has to write; the rows of the last one."""
        return await self._in_time("write", lambda: self._carry_out(*statements))

    async def replace(self, rows: Sequence[Mapping[str, object]], table: Table, *before: Executable) -> None:
        """Insert them all, each in the place of one with the same primary key, after the statements `before`,
        in one transaction. All have the same columns; JSON comes as text."""
        await self._in_time("write", lambda: self._replace(rows, table, before))

    def _carry_out(self, *statements: Executable) -> Sequence[Row[Any]]:
        found: Sequence[Row[Any]] = ()
        with self._engine.begin() as connection:
            for statement in statements:
                result = connection.execute(statement)
                found = result.all() if result.returns_rows else ()
        return found

    def _replace(
        self, rows: Sequence[Mapping[str, object]], table: Table, before: Sequence[Executable]
    ) -> None:
        with self._engine.begin() as connection:
            for statement in before:
                connection.execute(statement)
            if rows:
                names = [column.name for column in table.columns if column.name in rows[0]]
                insert = inserting(table, names, connection.dialect, over=True)
                insert.run(connection, [tuple(row[name] for name in names) for row in rows])

    async def _in_time(self, what: Literal["read", "write"], work: Callable[[], T]) -> T:
        """Work that takes too long goes on by itself: a statement cannot be broken off."""
        self._refuse(what)
        future = asyncio.get_running_loop().run_in_executor(self._threads[what], work)
        self._under_way.add(future)
        future.add_done_callback(self._forget)
        done, _ = await asyncio.wait({future}, timeout=self._patience)
        if not done:
            self._failed[what] = self._monotonic()
            raise MemoryFailed(f"no answer from the database in {self._patience:g} s")
        try:
            return future.result()
        except Exception as fault:
            if not is_fault(fault):
                raise
            if not is_refusal(fault):  # what one caller sent is no reason not to ask for the next
                self._failed[what] = self._monotonic()
            raise MemoryFailed(f"the database fails: {message(fault)}") from fault

    def _refuse(self, what: Literal["read", "write"]) -> None:
        """Raises `MemoryFailed` for what would only wait."""
        if not self._ready():
            raise MemoryFailed("the database has not been there since the engine began")
        if self._monotonic() < self._failed[what] + self._rest:
            raise MemoryFailed(f"the database failed less than {self._rest:g} s ago; it was not asked")
        if len(self._under_way) >= self._most:
            raise MemoryFailed(f"{self._most} questions wait for the database already; it was not asked")

    def _forget(self, future: asyncio.Future[Any]) -> None:
        self._under_way.discard(future)
        if not future.cancelled():
            future.exception()  # told to who waited for it, if anybody still does
