"""Whether a database is away and will be back, or is not what the settings say it is."""

from __future__ import annotations

import errno
import socket
import sqlite3
import ssl
from collections.abc import Iterator

_SERVER_AWAY = ("08", "53", "57P", "58")
"""How PostgreSQL's codes begin that it says while it starts, stops, or lacks connections, memory or disk."""
_BROKEN = ("network error", "communication error", "connection is closed")
"""What pg8000 says of a connection that ends without a word."""
_SQLITE_AWAY = frozenset(
    (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_PROTOCOL,
    )
)
_DISK_AWAY = frozenset(
    (
        errno.EIO,
        errno.ENODEV,
        errno.ENXIO,
        errno.ENOSPC,
        errno.ENOTCONN,
        errno.ESTALE,
        errno.ETIMEDOUT,
        errno.EHOSTDOWN,
        errno.EHOSTUNREACH,
    )
)


def server_is_away(fault: BaseException, code: str) -> bool:
    """Of a fault of PostgreSQL's, and its code ('' where the server did not say one)."""
    return code.startswith(_SERVER_AWAY) if code else any(map(_is_of_network, _causes(fault)))


def disk_is_away(fault: BaseException) -> bool:
    """Of a fault of SQLite's, or of the system."""
    return any(map(_is_of_disk, _causes(fault)))


def _is_of_network(fault: BaseException) -> bool:
    if isinstance(fault, ssl.SSLCertVerificationError | PermissionError):
        return False
    if isinstance(fault, socket.gaierror):  # a name that is known not to be: it is misspelt
        return fault.errno != socket.EAI_NONAME
    return isinstance(fault, OSError) or str(fault) in _BROKEN


def _is_of_disk(fault: BaseException) -> bool:
    if isinstance(fault, sqlite3.Error):
        return getattr(fault, "sqlite_errorcode", 0) & 0xFF in _SQLITE_AWAY
    return isinstance(fault, OSError) and fault.errno in _DISK_AWAY


def _causes(fault: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while fault is not None and id(fault) not in seen:
        seen.add(id(fault))
        yield fault
        fault = getattr(fault, "orig", None) or fault.__cause__
