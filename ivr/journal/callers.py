"""Calls by their caller's number, asked for so that an index finds them among millions."""

from __future__ import annotations

import re

from sqlalchemy import ColumnElement, Select, bindparam, func, literal_column, select, union

from ivr.journal.tables import ENDING, ENDING_LENGTH, STRANGE, calls
from ivr.journal.text import AnyText

_ALIKE = 6
"""Last digits that every spelling of a number has."""
_FEW = 5
"""First characters that so few numbers have in common that an index is worth it. With less, the newest calls
that fit are soon found by going through the newest calls."""
BEHIND_ALL = "\U0010ffff"
"""No text that begins with another comes behind that with this at its end."""
_PLAIN = re.compile(r"[0-9+]*", re.ASCII)
_number = calls.c.caller_number
_ending = literal_column(ENDING.replace("caller_number", "calls.caller_number"), AnyText())


def numbered(number: str, *, file: bool) -> ColumnElement[bool]:
    """Whether the caller's number is this one, in which `*` stands for anything. `file`: in SQLite."""
    if "*" not in number:
        return _number == number
    escaped = number.replace("/", "//").replace("%", "/%").replace("_", "/_")
    found: ColumnElement[bool] = _number.like(escaped.replace("*", "%"), escape="/")
    first, last = number.partition("*")[0], number.rpartition("*")[2]
    if file and len(first) >= _FEW and _PLAIN.fullmatch(first):
        return found & (_number >= first) & (_number < first + BEHIND_ALL)
    if len(last) >= ENDING_LENGTH and _PLAIN.fullmatch(last):
        return found & (_ending == last[-ENDING_LENGTH:])
    return found


def alike(number: str, *, file: bool) -> Select[str]:
    """The numbers of callers that may be spellings of this one (as `ivr.numbers.normal` has it), each once.

    Those that are nothing but digits are found by the last of them, from each to the next without the calls
    between; of those that are written in some other way there is an index.
    """
    strange: ColumnElement[bool] = literal_column(STRANGE["sqlite" if file else "postgresql"])
    like = "%" + "%".join(number[-_ALIKE:]) + "%"
    written = select(_number.label("number")).where(strange, _number.like(like))
    ends = _ending == bindparam("ending", number[-ENDING_LENGTH:], AnyText())
    plain = select(func.min(_number).label("number")).where(ends).cte("plain", recursive=True)
    after = select(func.min(_number)).where(ends, _number > plain.c.number).scalar_subquery()
    plain = plain.union_all(select(after).where(plain.c.number.is_not(None)))
    found = union(select(plain.c.number).where(plain.c.number.is_not(None)), written).subquery()
    return select(found.c.number)
