"""What callers left on the suggestion lines, without the words."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from ivr.journal.reader import JournalReader
from ivr.journal.tables import cases


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`opened` in seconds since 1970, `caller` '' where the number was withheld, `seconds` of recording."""

    opened: float
    line: str
    category: str
    language: str
    caller: str
    seconds: float


async def suggestions(reader: JournalReader, since: float, until: float) -> list[Suggestion]:
    """Those of [since, until), oldest first. Raises `DatabaseUnusable`."""
    fits = (cases.c.opened >= since, cases.c.opened < until)
    query = select(cases).where(*fits).order_by(cases.c.opened, cases.c.reference)
    return [
        Suggestion(row.opened, row.line, row.category_name, row.language, row.caller_number, row.seconds)
        for row in await reader.rows(query)
    ]
