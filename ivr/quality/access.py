"""The database, as this room reads and writes it. Whatever is changed is in the trail in the same step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Self

from sqlalchemy import Connection, Select, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from ivr.archive.index import Trace
from ivr.journal.address import parse
from ivr.journal.database import writing_engine
from ivr.journal.tables import audit
from ivr.journal.unusable import DatabaseUnusable, unusable
from ivr.quality.entry import Person

_MARK = "quality_"


class Access:
    """Use as `with Access(url) as access`, in one thread. All methods raise `DatabaseUnusable`."""

    def __init__(self, url: str) -> None:
        self._url = parse(url)
        self._engine = writing_engine(url)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.dispose()

    def rows(self, query: Select[Any]) -> Sequence[Any]:
        """The answer to a question."""
        try:
            with self._engine.connect() as connection:
                return connection.execute(query).all()
        except SQLAlchemyError as fault:
            raise self._unusable(fault) from fault

    @contextmanager
    def changing(self) -> Iterator[Connection]:
        """One transaction. Raises IntegrityError where a row is there that it would double."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except IntegrityError:
            raise
        except SQLAlchemyError as fault:
            raise self._unusable(fault) from fault

    def trail(self, limit: int) -> list[Trace]:
        """Its newest lines first, those of this room."""
        columns = (audit.c.at, audit.c.who, audit.c.what, audit.c.about)
        query = select(*columns).where(audit.c.what.startswith(_MARK, autoescape=True))
        return [Trace(**row._mapping) for row in self.rows(query.order_by(audit.c.id.desc()).limit(limit))]

    def _unusable(self, fault: SQLAlchemyError) -> DatabaseUnusable:
        return unusable(fault, self._url, ("the scores of talks", "质检得分"))


def trace(connection: Connection, now: float, person: Person, what: str, about: str) -> None:
    """Write a line of the trail: `what` such as scored."""
    values = {"at": now, "who": person.traced, "what": f"{_MARK}{what}", "about": about}
    connection.execute(audit.insert().values(values))
