"""What will be back by itself, and what somebody has to put right."""

from __future__ import annotations

import errno
import socket
import sqlite3
import ssl

import pytest

from ivr.journal.absence import disk_is_away, server_is_away
from ivr.journal.address import parse
from ivr.journal.unusable import DatabaseAway, unusable


def by(cause: BaseException) -> Exception:
    """As a driver raises it."""
    fault = RuntimeError("Can't create a connection")
    fault.__cause__ = cause
    return fault


@pytest.mark.parametrize(
    "cause",
    [
        ConnectionRefusedError(errno.ECONNREFUSED, "refused"),
        TimeoutError("timed out"),
        OSError(errno.EHOSTUNREACH, "no route to host"),
        FileNotFoundError(errno.ENOENT, "no socket"),
        socket.gaierror(socket.EAI_AGAIN, "temporary failure in name resolution"),
    ],
)
def test_a_server_that_cannot_be_reached_is_away(cause: OSError) -> None:
    assert server_is_away(by(cause), "")


@pytest.mark.parametrize(
    "cause",
    [
        socket.gaierror(socket.EAI_NONAME, "name or service not known"),
        PermissionError(errno.EACCES, "the socket is not for us"),
        ssl.SSLCertVerificationError("the certificate is another's"),
        RuntimeError("server requesting password authentication, but no password was provided"),
    ],
)
def test_a_server_that_is_another_or_does_not_want_us_is_not_away(cause: Exception) -> None:
    assert not server_is_away(by(cause), "")


@pytest.mark.parametrize("code", ["57P03", "57P01", "53300", "53100", "08006"])
def test_a_server_that_starts_stops_or_is_full_is_away(code: str) -> None:
    assert server_is_away(RuntimeError("said by the server"), code)


@pytest.mark.parametrize("code", ["28P01", "28000", "3D000", "42501", "42P01", "25006"])
def test_a_server_that_refuses_is_not_away(code: str) -> None:
    assert not server_is_away(by(TimeoutError()), code)


def test_a_connection_that_ends_without_a_word_is_away() -> None:
    assert server_is_away(RuntimeError("network error"), "")


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.ESTALE, errno.ENOTCONN])
def test_a_disk_that_fails_is_away(number: int) -> None:
    assert disk_is_away(OSError(number, "the disk fails"))


@pytest.mark.parametrize("number", [errno.EACCES, errno.ENOTDIR, errno.EROFS])
def test_a_folder_that_may_not_be_written_is_not_away(number: int) -> None:
    assert not disk_is_away(OSError(number, "not for us"))


def test_a_file_that_another_program_has_is_away() -> None:
    assert isinstance(unusable(by(_sqlite(sqlite3.SQLITE_BUSY)), parse("sqlite:////a.db")), DatabaseAway)
    assert not isinstance(
        unusable(by(_sqlite(sqlite3.SQLITE_NOTADB)), parse("sqlite:////a.db")), DatabaseAway
    )


def _sqlite(code: int) -> sqlite3.Error:
    fault = sqlite3.OperationalError("said by SQLite")
    fault.sqlite_errorcode = code
    return fault
