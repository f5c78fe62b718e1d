"""Why a database cannot be used, in words that name the remedy and never a password."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from typing import Any

from sqlalchemy import URL
from sqlalchemy.exc import SQLAlchemyError

from ivr.journal.absence import disk_is_away, server_is_away

REMEDY = "look at 'database' in config/ivr.yaml, for example sqlite:///var/callwright.db"
REMEDY_ZH = "请查看 config/ivr.yaml 中的“database”，例如 sqlite:///var/callwright.db"

_Words = tuple[str, str]

# By PostgreSQL's code of the fault (SQLSTATE), which is the same in every language of a server.
_KNOWN: Mapping[str, _Words] = {
    "28P01": (
        "the server refuses the password of user '{user}': put it right in the address or in "
        "CALLWRIGHT_DATABASE_PASSWORD",
        "服务器拒绝了用户“{user}”的密码：请在地址或 CALLWRIGHT_DATABASE_PASSWORD 中改正",
    ),
    "28000": (
        "the server does not let user '{user}' in: look at the address and at the server's pg_hba.conf",
        "服务器不允许用户“{user}”登录：请查看地址中的用户名和服务器的 pg_hba.conf",
    ),
    "3D000": (
        "the server has no database '{name}': make it with  createdb -E UTF8 -T template0 {name}",
        "服务器上没有数据库“{name}”：请运行  createdb -E UTF8 -T template0 {name}",
    ),
    "42501": (
        "user '{user}' may not do this there ({said}): make the user the owner of the database",
        "用户“{user}”没有权限（{said}）：请把该用户设为数据库的所有者",
    ),
    "25006": (
        "the server only reads, as a standby does: name the primary server in the address",
        "该服务器只读（可能是备库）：请在地址中填写主库",
    ),
    "53300": (
        "the server has no connection left: raise its max_connections",
        "服务器的连接已用完：请调大 max_connections",
    ),
}
_AWAY: _Words = (
    "no PostgreSQL server answers at {where} ({said}): start it, or put the address right",
    "{where} 没有 PostgreSQL 服务器应答（{said}）：请启动服务器或改正地址",
)


class DatabaseUnusable(Exception):
    """The database cannot be opened or is not ours; the text says what to do, `zh` in Chinese."""

    def __init__(self, text: str, zh: str = "") -> None:
        super().__init__(text)
        self.zh = zh or text

    def said(self, language: str) -> str:
        """The text in `zh` or `en`."""
        return self.zh if language == "zh" else str(self)


class DatabaseAway(DatabaseUnusable):
    """It does not answer, and nothing says that the settings are wrong: it may be back by itself."""


class Refused(Exception):
    """The fault lies in what is written, not in the server being away or broken."""


def hidden(url: str) -> str:
    """What was written, with stars for the password; without options, for those may hold one as well."""
    return re.sub(r"//([^:@/]*):.*@", r"//\1:***@", url.partition("?")[0])


def is_fault(fault: BaseException) -> bool:
    """Whether it is one of the database, told by SQLAlchemy or by a driver itself."""
    known = isinstance(fault, SQLAlchemyError | sqlite3.Error | OSError | Refused)
    return known or type(fault).__module__.startswith(("asyncpg.", "pg8000."))


def code(fault: BaseException | None) -> str:
    """PostgreSQL's code of a fault, '' where the server did not say one."""
    while fault is not None:
        said = _said_by_pg8000(fault).get("C") or getattr(fault, "sqlstate", None)
        if said:
            return str(said)
        fault = getattr(fault, "orig", None) or fault.__cause__
    return ""


def message(fault: BaseException) -> str:
    """The words of the database, without SQL and without parameters."""
    origin: BaseException = getattr(fault, "orig", None) or fault
    said = _said_by_pg8000(origin).get("M") or str(origin.__cause__ or origin)
    return said or type(origin).__name__


def reason(fault: BaseException, url: URL) -> _Words:
    """What is wrong and what to do about it, in English and in Chinese."""
    found, said = code(fault), message(fault)
    postgresql = url.get_backend_name() == "postgresql"
    english, chinese = _KNOWN.get(found) or ("{said}", "{said}")
    if postgresql and not found:
        english, chinese = _AWAY
    fields = {"user": url.username or "", "name": url.database or "", "where": _where(url), "said": said}
    return english.format(**fields), chinese.format(**fields)


def is_away(fault: BaseException, url: URL) -> bool:
    """Whether the fault is of a database that may be back by itself."""
    if url.get_backend_name() == "postgresql":
        return server_is_away(fault, code(fault))
    return disk_is_away(fault)


def unusable(
    fault: BaseException, url: URL, what: _Words = ("the database {url}", "数据库 {url} ")
) -> DatabaseUnusable:
    """The error that tells about it."""
    english, chinese = reason(fault, url)
    shown = url.render_as_string(hide_password=True)
    kind = DatabaseAway if is_away(fault, url) else DatabaseUnusable
    return kind(
        f"{what[0].format(url=shown)} cannot be used: {english}; {REMEDY}",
        f"{what[1].format(url=shown)}无法使用：{chinese}；{REMEDY_ZH}",
    )


def _where(url: URL) -> str:
    return f"{url.query.get('host') or url.host or 'the local socket'}:{url.port or 5432}"


def _said_by_pg8000(fault: BaseException) -> Mapping[str, Any]:
    said = fault.args[0] if fault.args else None
    return said if isinstance(said, dict) else {}
