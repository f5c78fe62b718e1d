"""The database of the log, opened by a room that reads and writes some of its tables in one thread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from sqlalchemy import Connection, Select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from ivr.journal.address import parse
from ivr.journal.database import writing_engine
from ivr.journal.unusable import unusable


@dataclass(frozen=True, slots=True)
class Trace:
    """A line of the trail: `who` did `what` about which recording or score, when (seconds since 1970)."""

    at: float
    who: str
    what: str
    about: str


class Opened:
    """Use as `with Opened(url) as opened`. All methods raise `DatabaseUnusable`."""

    what: ClassVar[tuple[str, str]]
    """What cannot be used where the database cannot, in English and in Chinese."""

    def __init__(self, url: str) -> None:
        self._url = parse(url)
        self._engine = writing_engine(url)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.dispose()

    def rows(self, query: Select[Any]) -> Sequence[Any]:
        """The answer to a question."""
        with self.asking() as connection:
            return connection.execute(query).all()

    @contextmanager
    def asking(self) -> Iterator[Connection]:
        """For several questions about one state."""
        with self._told(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def changing(self) -> Iterator[Connection]:
        """One transaction. Raises IntegrityError where a row is there that it would double."""
        with self._told(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except IntegrityError:
            raise
        except SQLAlchemyError as fault:
            raise unusable(fault, self._url, self.what) from fault
