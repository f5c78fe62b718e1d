"""Which cases somebody wants to see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from ivr.hotline.case import Case
from ivr.hotline.states import OPEN, Status
from ivr.journal.tables import cases

Order = Literal["newest", "due"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is left at '' or None is not asked for. `since` and `until` are of the opening, in seconds since
    1970, the latter not included. `overdue_at`: what was due before this moment. `text`: somewhere in the
    words, the answer or the reference number. `after`: the last case of the page before, as (moment,
    reference)."""

    status: Sequence[Status] = ()
    kind: str = ""
    line: str = ""
    category: str = ""
    language: str = ""
    department: str = ""
    owner: str = ""
    caller_numbers: Sequence[str] = ()
    responsible: str = ""
    since: float | None = None
    until: float | None = None
    overdue_at: float | None = None
    text: str = ""
    order: Order = "newest"
    after: tuple[float, str] | None = None
    limit: int = 20


_NEVER = 9e15
"""The place of what is never due, behind everything that is."""


def query(wanted: Wanted) -> Select[Any]:
    """The cases that fit, in their order."""
    moment = _moment(wanted.order)
    order = (
        (moment.desc(), cases.c.reference.desc()) if wanted.order == "newest" else (moment, cases.c.reference)
    )
    return select(cases).where(*_fits(wanted)).order_by(*order).limit(wanted.limit)


def place(case: Case, order: Order) -> tuple[float, str]:
    """What `after` is for the page that follows this case."""
    if order == "newest":
        return case.opened, case.reference
    return _NEVER if case.due is None else case.due, case.reference


def _moment(order: Order) -> ColumnElement[Any]:
    return cases.c.opened if order == "newest" else func.coalesce(cases.c.due, _NEVER)


def _fits(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    for name in ("kind", "line", "category", "language", "department", "owner", "responsible"):
        if value := getattr(wanted, name):
            yield cases.c[name] == value
    if wanted.status:
        yield cases.c.status.in_(wanted.status)
    if wanted.caller_numbers:
        yield cases.c.caller_number.in_(wanted.caller_numbers)
    yield from _in_time(wanted)
    if wanted.text:
        columns = (cases.c.text, cases.c.answer, cases.c.reference)
        yield or_(*(column.icontains(wanted.text, autoescape=True) for column in columns))


def _in_time(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.since is not None:
        yield cases.c.opened >= wanted.since
    if wanted.until is not None:
        yield cases.c.opened < wanted.until
    if wanted.overdue_at is not None:
        yield and_(cases.c.status.in_(OPEN), cases.c.due < wanted.overdue_at)
    if wanted.after is not None:
        yield _behind(wanted.order, *wanted.after)


def _behind(order: Order, at: float, reference: str) -> ColumnElement[bool]:
    moment, same = _moment(order), cases.c.reference
    if order == "newest":
        return or_(moment < at, and_(moment == at, same < reference))
    return or_(moment > at, and_(moment == at, same > reference))
