"""Who asked to be erased, kept until everything of theirs is gone: also what comes into the log later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from ivr.journal.tables import erasures
from ivr.settings.archive import DAY

SETTLES = DAY
"""Seconds for which a request stays open at least: the spool of another engine may bring calls later."""


@dataclass(frozen=True, slots=True)
class Request:
    """`number` as `ivr.numbers.normal` has it, `asked` in seconds since 1970, `digest` by `digest.digest`."""

    id: int
    number: str
    asked: float
    digest: str


def add(connection: Connection, number: str, digest: str, asked: float) -> Request:
    """Keep it."""
    new = insert(erasures).values(asked=asked, number=number, digest=digest).returning(erasures.c.id)
    return Request(connection.execute(new).one().id, number, asked, digest)


def still_open(connection: Connection) -> list[Request]:
    """Those that may have something left to do, the oldest first."""
    query = select(erasures).where(erasures.c.done.is_(None)).order_by(erasures.c.id)
    return [Request(row.id, row.number, row.asked, row.digest) for row in connection.execute(query)]


def close(connection: Connection, request: Request, now: float) -> None:
    """All is done: from now on only the hash is kept."""
    this = erasures.c.id == request.id
    connection.execute(update(erasures).where(this).values(done=now, number=""))


def earlier(connection: Connection, digest: str) -> Sequence[float]:
    """When the number with this hash was asked to be erased, in seconds since 1970."""
    query = select(erasures.c.asked).where(erasures.c.digest == digest).order_by(erasures.c.asked)
    return connection.execute(query).scalars().all()
