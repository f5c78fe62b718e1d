"""Mail that is to be sent, in the database of the call log: written down before it is sent, and once.

What is put in has a name: what it is `about`, and the `period` it is for. Putting in the same again does
nothing, so that a restart, a kill or a second engine doubles no mail.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.exc import SQLAlchemyError

from ivr.journal.address import parse
from ivr.journal.database import insert_new, writing_engine
from ivr.journal.tables import mail_recipients, mails
from ivr.journal.unusable import unusable
from ivr.mail.server import Outcome

FIRST, LONGEST = 60.0, 900.0
"""Seconds until the first next try, twice as many each time, and at most."""
GIVE_UP = 3 * 86_400.0
HOLD = 900.0
"""Seconds that a mail is one process's to send: longer than it can take."""
_DELETED_AFTER = 400 * 86_400.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A mail to be sent. Without a message there is nothing to send, and `note` says why."""

    about: str
    period: str
    subject: str = ""
    message: bytes | None = None
    to: Sequence[str] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A mail that is due, for those addresses that have not got it."""

    id: int
    message: bytes
    to: Sequence[str]


@dataclass(frozen=True, slots=True)
class Recipient:
    """`state`: waiting, accepted or refused, since `changed`; `answer` is the server's last one, and `due`
    when it is tried again."""

    address: str
    state: str
    attempts: int
    due: float
    changed: float
    answer: str


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a mail that was put in."""

    about: str
    period: str
    subject: str
    note: str
    made: float
    recipients: Sequence[Recipient] = ()


class Outbox:
    """Use as `with Outbox(url) as outbox`, in one thread. All methods raise `DatabaseUnusable`; times are in
    seconds since 1970."""

    def __init__(self, url: str) -> None:
        self._url = parse(url)
        self._engine = writing_engine(url)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.dispose()

    def put(self, entry: Entry, now: float) -> bool:
        """Write it down, to be sent at once; False where it is there already."""
        with self._writing() as connection:
            new = insert_new(mails, connection.dialect.name).values(
                about=entry.about,
                period=entry.period,
                subject=entry.subject,
                note=entry.note,
                made=now,
                held=0.0,
                message=entry.message,
            )
            id = connection.execute(new.returning(mails.c.id)).scalar()
            if id is None:
                return False
            told = {"mail": id, "state": "waiting", "attempts": 0, "due": now, "changed": now, "answer": ""}
            if entry.message is not None:
                connection.execute(mail_recipients.insert(), [{**told, "address": each} for each in entry.to])
            return True

    def has(self, about: str, period: str) -> bool:
        """Whether that was put in, whatever became of it."""
        query = select(mails.c.id).where(mails.c.about == about, mails.c.period == period)
        with self._reading() as connection:
            return connection.execute(query).first() is not None

    def knows(self, about: str) -> bool:
        """Whether anything about this was put in ever."""
        with self._reading() as connection:
            return connection.execute(select(mails.c.id).where(mails.c.about == about)).first() is not None

    def take(self, now: float) -> Waiting | None:
        """The oldest mail that is due. For a while it is the caller's, who tells what became of it."""
        mine = mail_recipients.c
        due = (mine.mail == mails.c.id) & (mine.state == "waiting") & (mine.due <= now)
        query = select(mails.c.id).where(mails.c.held <= now, select(mine.mail).where(due).exists())
        with self._writing() as connection:
            first = query.order_by(mails.c.id).limit(1).scalar_subquery()
            hold = update(mails).where(mails.c.id == first, mails.c.held <= now).values(held=now + HOLD)
            row = connection.execute(hold.returning(mails.c.id, mails.c.message)).first()
            if row is None:
                return None
            to = connection.execute(select(mine.address).where(mine.mail == row.id, mine.state == "waiting"))
            return Waiting(row.id, row.message or b"", tuple(to.scalars()))

    def note(self, id: int, outcomes: Mapping[str, Outcome], now: float) -> None:
        """What became of a mail for these addresses."""
        with self._writing() as connection:
            made = connection.execute(select(mails.c.made).where(mails.c.id == id)).scalar_one()
            for address, outcome in outcomes.items():
                _note(connection, (id, address), outcome, (made, now))
            mine = mail_recipients.c
            open = select(mine.mail).where(mine.mail == id, mine.state == "waiting")
            left = connection.execute(open).first() is not None
            done = {} if left else {"message": None}
            connection.execute(update(mails).where(mails.c.id == id).values(held=0.0, **done))

    def latest(self, about: str, limit: int = 1) -> list[Sent]:
        """What was put in about this, the newest first."""
        columns = [column for column in mails.columns if column.name != "message"]
        query = select(*columns).where(mails.c.about == about).order_by(mails.c.id.desc()).limit(limit)
        with self._reading() as connection:
            rows = connection.execute(query).all()
            return [
                Sent(row.about, row.period, row.subject, row.note, row.made, _recipients(connection, row.id))
                for row in rows
            ]

    def troubles(self, now: float) -> tuple[list[Recipient], list[Recipient]]:
        """Who still waits after a first try, the longest first; and who was refused within a day."""
        mine = mail_recipients.c
        columns = [column for column in mail_recipients.columns if column.name != "mail"]
        waits = (
            select(*columns).where(mine.state == "waiting", mine.attempts > 0).order_by(mine.attempts.desc())
        )
        lost = select(*columns).where(mine.state == "refused", mine.changed > now - 86_400.0)
        with self._reading() as connection:
            found = [
                connection.execute(query.limit(100)).all()
                for query in (waits.order_by(mine.attempts.desc()), lost)
            ]
        waiting, refused = ([Recipient(**row._mapping) for row in rows] for rows in found)
        return waiting, refused

    def prune(self, now: float) -> None:
        """Forget what is long over."""
        old = (mails.c.message.is_(None), mails.c.made < now - _DELETED_AFTER)
        last = select(func.max(mails.c.id)).group_by(mails.c.about)
        gone = select(mails.c.id).where(*old, mails.c.id.not_in(last))
        with self._writing() as connection:
            connection.execute(delete(mail_recipients).where(mail_recipients.c.mail.in_(gone)))
            connection.execute(delete(mails).where(*old, mails.c.id.not_in(last)))

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except SQLAlchemyError as fault:
            raise unusable(fault, self._url) from fault

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection
        except SQLAlchemyError as fault:
            raise unusable(fault, self._url) from fault


def _note(connection: Connection, key: tuple[int, str], outcome: Outcome, times: tuple[float, float]) -> None:
    made, now = times
    mine = mail_recipients.c
    row = (mine.mail == key[0], mine.address == key[1])
    attempts = connection.execute(select(mine.attempts).where(*row)).scalar_one()
    over = outcome.state == "later" and now - made >= GIVE_UP
    state = "refused" if over else {"later": "waiting"}.get(outcome.state, outcome.state)
    changes = {
        "state": state,
        "attempts": attempts + 1,
        "due": now + min(LONGEST, FIRST * 2.0 ** min(attempts, 10)),
        "changed": now,
        "answer": outcome.answer,
    }
    connection.execute(update(mail_recipients).where(*row).values(changes))


def _recipients(connection: Connection, id: int) -> list[Recipient]:
    columns = [column for column in mail_recipients.columns if column.name != "mail"]
    mine = mail_recipients.c
    query = select(*columns).where(mine.mail == id).order_by(mine.address)
    return [Recipient(**row._mapping) for row in connection.execute(query)]
