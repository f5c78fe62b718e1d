"""The address of the database, as `config/ivr.yaml` writes it: a SQLite file, or a PostgreSQL server."""

from __future__ import annotations

import getpass
import os
import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from ivr.journal.unusable import REMEDY, REMEDY_ZH, DatabaseUnusable, hidden

SQLITE, POSTGRESQL = "sqlite", "postgresql"
PASSWORD = "CALLWRIGHT_DATABASE_PASSWORD"
"""The environment variable that may hold the password, so that it need not stand in a file."""

SOCKETS = ("/var/run/postgresql", "/run/postgresql", "/tmp")
"""Where the servers of the distributions have their sockets, and that of PostgreSQL's own build."""
_PORT = 5432
_MODES = ("disable", "prefer", "require", "verify-ca", "verify-full")
_OPTIONS = ("host", "port", "sslmode", "sslrootcert")
_EXAMPLE = "postgresql://user@host/name"


def parse(url: str) -> URL:
    """The parts of an address. Raises `DatabaseUnusable`."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise _refused(url, "is not a database address", "不是数据库地址") from None
    if parsed.drivername in ("postgres", POSTGRESQL):
        return _server(parsed, url)
    if parsed.get_backend_name() != SQLITE or not parsed.database or parsed.database == ":memory:":
        raise _refused(
            url,
            f"is neither a SQLite file nor a PostgreSQL database such as {_EXAMPLE}",
            f"既不是 SQLite 文件，也不是 PostgreSQL 数据库（例如 {_EXAMPLE}）",
        )
    return parsed


def is_file(url: URL) -> bool:
    """Whether the database is a file, and not a server."""
    return url.get_backend_name() == SQLITE


def absolute_url(url: str, root: Path, environment: Mapping[str, str] = os.environ) -> str:
    """The address with a relative SQLite path made absolute from `root`, or with the server's password that
    the environment has. Raises `DatabaseUnusable`."""
    parsed = parse(url)
    if is_file(parsed):
        assert parsed.database is not None
        parsed = parsed.set(database=str(root.resolve() / parsed.database))
    elif password := environment.get(PASSWORD):
        parsed = parsed.set(password=password)
    return parsed.render_as_string(hide_password=False)


def place(url: URL) -> tuple[str, int]:
    """The host, or the folder of the socket, and the port."""
    asked = url.query.get("port")
    port = url.port or (int(str(asked)) if asked else _PORT)
    host = url.query.get("host") or url.host
    return str(host or _socket_folder(port)), port


def account(url: URL) -> dict[str, Any]:
    """Who connects to what, in the words that both drivers share; without a user, that of the process."""
    user = url.username or getpass.getuser()
    return {"user": user, "password": url.password, "database": url.database}


def encryption(url: URL) -> ssl.SSLContext | Any:
    """How the connection is encrypted: False not, 'prefer' where the server can, else a context."""
    mode, root = str(url.query.get("sslmode", "prefer")), url.query.get("sslrootcert")
    if place(url)[0].startswith("/") or mode == "disable":
        return False
    if mode == "prefer":
        return mode
    context = ssl.create_default_context(cafile=str(root) if root else None)
    context.check_hostname = mode == "verify-full"
    context.verify_mode = ssl.CERT_NONE if mode == "require" else ssl.CERT_REQUIRED
    return context


def _server(parsed: URL, url: str) -> URL:
    if not parsed.database:
        raise _refused(url, f"names no database; write {_EXAMPLE}", f"没有写数据库名；请写成 {_EXAMPLE}")
    unknown = sorted(set(parsed.query) - set(_OPTIONS))
    if unknown:
        known = ", ".join(_OPTIONS)
        raise _refused(
            url,
            f"has the unknown option {unknown[0]}; known: {known}",
            f"含有未知选项 {unknown[0]}；可用：{known}",
        )
    port, mode = parsed.query.get("port", ""), parsed.query.get("sslmode", "prefer")
    if port and not str(port).isdecimal():
        raise _refused(url, "has a port that is no number", "的端口不是数字")
    if mode not in _MODES:
        known = ", ".join(_MODES)
        raise _refused(url, f"has an unknown sslmode; known: {known}", f"的 sslmode 未知；可用：{known}")
    return parsed.set(drivername=POSTGRESQL)


def _socket_folder(port: int) -> str:
    there = (folder for folder in SOCKETS if Path(folder, f".s.PGSQL.{port}").exists())
    return next(there, SOCKETS[0])


def _refused(url: str, text: str, zh: str) -> DatabaseUnusable:
    shown = hidden(url)
    return DatabaseUnusable(f"'{shown}' {text}; {REMEDY}", f"“{shown}”{zh}；{REMEDY_ZH}")
