"""A database that is asked by one query with bound parameters, and never changed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlalchemy import URL, event, make_url, text
from sqlalchemy.exc import ArgumentError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from ivr.lookups.rows import Rows, plain
from ivr.ports import LookupFailed
from ivr.settings import Source

# How a connection is told to change nothing, by SQLAlchemy's name of the database.
_READ_ONLY: Mapping[str, str] = {
    "sqlite": "PRAGMA query_only = ON",
    "postgresql": "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
    "mysql": "SET SESSION TRANSACTION READ ONLY",
    "mariadb": "SET SESSION TRANSACTION READ ONLY",
}
_DRIVERS: Mapping[str, str] = {
    "sqlite": "aiosqlite",
    "postgresql": "asyncpg",
    "mysql": "aiomysql",
    "mariadb": "aiomysql",
}
_LARGEST = 64 * 1024  # characters of a row
_CONNECTIONS = 5
_AGAIN = 0.05  # seconds after which a query that had not begun yet is interrupted again


class Unusable(ValueError):
    """The address of a database cannot be used; `zh` says why in Chinese."""

    def __init__(self, text: str, zh: str) -> None:
        super().__init__(text)
        self.zh = zh


def address(written: str, root: Path) -> URL:
    """The address with an async driver, that of a SQLite file from `root`. Raises `Unusable`."""
    try:
        url = make_url(written)
    except ArgumentError:
        raise Unusable(
            "not the address of a database; write it like sqlite:///crm.db or postgresql://user@host/name",
            "不是数据库地址；请写成 sqlite:///crm.db 或 postgresql://user@host/name 的形式",
        ) from None
    backend = url.get_backend_name()
    if backend not in _DRIVERS:
        known = ", ".join(_DRIVERS)
        raise Unusable(f"'{backend}' cannot be asked; allowed: {known}", f"不支持“{backend}”；可用：{known}")
    if url.drivername == backend:
        url = url.set(drivername=f"{backend}+{_DRIVERS[backend]}")
    driver = url.drivername.partition("+")[2]
    if find_spec(driver) is None:
        raise Unusable(
            f"the driver {driver} is not installed: pip install {driver}",
            f"没有安装驱动 {driver}：pip install {driver}",
        )
    if not url.get_dialect().is_async:
        raise Unusable(
            f"{driver} would hold up all calls; take {_DRIVERS[backend]}",
            f"{driver} 会阻塞所有通话；请用 {_DRIVERS[backend]}",
        )
    if backend == "sqlite" and url.database:
        url = url.set(database=str(root / url.database))
    return url


class Database:
    """Asks a `Source` of the kind sql. Raises `Unusable`. Rows beyond `rows` are never fetched."""

    keeps = True

    def __init__(self, source: Source, root: Path) -> None:
        self._url = address(source.sql or "", root)
        self._query = text(source.query or "")
        self._most = source.rows
        self._engine = create_async_engine(self._url, pool_size=_CONNECTIONS, max_overflow=0)
        event.listen(self._engine.sync_engine, "connect", self._read_only)

    async def rows(self, values: Mapping[str, str], seconds: float) -> Rows:
        self._check_file()
        try:
            async with self._engine.connect() as connection:
                return await self._asked(connection, values)
        except (OperationalError, InterfaceError, OSError) as fault:
            raise LookupFailed("unreachable", _reason(fault)) from fault
        except SQLAlchemyError as fault:
            raise LookupFailed("nonsense", _reason(fault)) from fault

    async def close(self) -> None:
        await self._engine.dispose()

    async def _asked(self, connection: AsyncConnection, values: Mapping[str, str]) -> Rows:
        """Whoever cancels this breaks off the query as well."""
        asking = asyncio.create_task(self._found(connection, values))
        try:
            return await asyncio.shield(asking)
        except asyncio.CancelledError:
            await _break_off(connection, asking)
            raise

    async def _found(self, connection: AsyncConnection, values: Mapping[str, str]) -> Rows:
        result = await connection.stream(self._query, dict(values))
        found = await result.fetchmany(self._most)
        await result.close()
        rows = [{name: plain(value) for name, value in row._mapping.items()} for row in found]
        if any(sum(len(str(value)) for value in row.values()) > _LARGEST for row in rows):
            raise LookupFailed("nonsense", f"a row with more than {_LARGEST:,} characters")
        return rows

    def _check_file(self) -> None:
        """SQLite would make a file that is not there."""
        file = self._url.database
        if self._url.get_backend_name() == "sqlite" and not (file and Path(file).is_file()):
            raise LookupFailed("unreachable", f"there is no file {file}")

    def _read_only(self, connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute(_READ_ONLY[self._url.get_backend_name()])
        cursor.close()
        connection.commit()


async def _break_off(connection: AsyncConnection, asking: asyncio.Task[Rows]) -> None:
    """SQLite works in a thread, which does not see that a task is cancelled; the others close the socket."""
    driver: Any = (await connection.get_raw_connection()).driver_connection
    if not hasattr(driver, "interrupt"):
        asking.cancel()
    while not asking.done():
        if hasattr(driver, "interrupt"):
            await driver.interrupt()
        await asyncio.wait({asking}, timeout=_AGAIN)
    if not asking.cancelled():
        asking.exception()  # nobody waits for it any more
    with suppress(SQLAlchemyError):
        await connection.invalidate()


def _reason(fault: Exception) -> str:
    return str(getattr(fault, "orig", None) or fault)[:300]
