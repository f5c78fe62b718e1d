"""PostgreSQL: two drivers, one for threads that write (pg8000) and one for the event loop (asyncpg).

Why these two: `docs/decisions/0058-stores.md`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from sqlalchemy import URL, Connection, Engine, Executable, create_engine, event, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from ivr.journal.address import account, encryption, place
from ivr.journal.json import from_json, to_json

SECONDS = 30.0
"""A server that says nothing for so long counts as away."""
MIGRATION, EVENTS = 0x63616C6C_00000001, 0x63616C6C_00000002
"""Advisory locks: whoever migrates, and whoever writes events, does so alone in a database."""
CONNECT_SECONDS = 5.0
"""In which a server that is there takes a connection."""
_NAME = "callwright"  # what pg_stat_activity shows

# A server may be told not to wait for its disk; the journal's word is that what was committed is there.
_DURABLE = (
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
)


def writing_engine(url: URL, patience: float | None) -> Engine:
    """An engine for threads; a connection that the server has closed meanwhile is replaced before its use."""
    host, port = place(url)
    where: dict[str, Any] = {"host": host, "port": port}
    if host.startswith("/"):
        where = {"unix_sock": f"{host}/.s.PGSQL.{port}"}
    encrypted = encryption(url)
    arguments = {
        **account(url),
        "password": url.password or "",  # without one, pg8000 itself fails where the server asks for it
        **where,
        "ssl_context": None if encrypted == "prefer" else encrypted,
        "timeout": patience,
        "application_name": _NAME,
    }
    engine = create_engine(
        "postgresql+pg8000://",
        json_serializer=to_json,
        json_deserializer=from_json,
        connect_args=arguments,
        pool_pre_ping=True,
    )
    event.listen(engine, "connect", _prepare)
    return engine


def async_engine(url: URL, **options: str) -> AsyncEngine:
    """An engine for the event loop; `options` are SQLAlchemy's.

    Each statement is planned for its own values: which index is the right one depends on how many calls a
    number has, and what begins with a text is only found by one when that text is known.
    """
    host, port = place(url)
    arguments = {
        **account(url),
        "host": host,
        "port": port,
        "ssl": encryption(url),
        "timeout": CONNECT_SECONDS,
        "command_timeout": SECONDS,
        "server_settings": {"application_name": _NAME, "plan_cache_mode": "force_custom_plan"},
    }
    return create_async_engine(
        "postgresql+asyncpg://",
        json_serializer=to_json,
        json_deserializer=from_json,
        connect_args=arguments,
        pool_pre_ping=True,
        **options,
    )


def alone(connection: Connection, lock: int) -> None:
    """Wait until nobody else holds this lock, and hold it until the transaction is over."""
    connection.execute(select(func.pg_advisory_xact_lock(lock)))


def for_key(*key: str) -> Executable:
    """A statement that waits until nobody else holds the lock of this key, as `alone` does."""
    digest = hashlib.blake2b("\0".join(key).encode(errors="replace"), digest_size=8).digest()
    return select(func.pg_advisory_xact_lock(int.from_bytes(digest, signed=True)))


def check(connection: Connection) -> None:
    """Raises `OperationalError` for a database that cannot keep every text."""
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
    if encoding != "UTF8":
        said = f"its encoding is {encoding}: make it anew with  createdb -E UTF8 -T template0"
        raise OperationalError("SHOW server_encoding", None, ValueError(said))


class Transactions:
    """Knows of the last transaction whether the server has carried it out, also where the connection broke
    meanwhile. One writes at a time, so that events become visible in the order of their numbers."""

    def __init__(self) -> None:
        self._last: tuple[object, int] | None = None

    def done(self, connection: Connection, work: object) -> bool:
        """Whether the same work was carried out before; else it begins in this transaction.

        Raises `OperationalError` where an earlier attempt is not over yet.
        """
        if self._last and self._last[0] is work:
            state = connection.execute(select(func.txid_status(self._last[1]))).scalar()
            if state == "in progress":
                raise OperationalError(
                    "txid_status", None, TimeoutError("an earlier attempt is not over yet")
                )
            if state == "committed":
                return True
        begin = select(func.pg_advisory_xact_lock(EVENTS), func.txid_current())  # in one round trip
        self._last = (work, int(connection.execute(begin).one()[1]))
        return False


def _prepare(connection: Any, _record: object) -> None:
    connection.close = partial(_close, connection.close)
    cursor = connection.cursor()
    cursor.execute(_DURABLE)
    cursor.close()
    connection.commit()


def _close(close: Callable[[], None]) -> None:
    """A server that is gone cannot be told goodbye; the pool would log that with a traceback."""
    with suppress(Exception):
        close()
