"""Drafts of cases in the database: what callers are saying just now."""

from __future__ import annotations

import dataclasses
from typing import Any

from sqlalchemy import Row, Select, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ivr.journal.tables import case_drafts
from ivr.ports import NewCase
from ivr.ports.cases import Draft


def earlier(before: float) -> Select[Any]:
    """Those from before this moment, the oldest first."""
    order = (case_drafts.c.began, case_drafts.c.name)
    return select(case_drafts).where(case_drafts.c.began < before).order_by(*order)


async def keep(connection: AsyncConnection, draft: Draft, at: float) -> None:
    """In the place of the one of its name."""
    await drop(connection, draft.name)
    facts = dataclasses.asdict(draft.case) | {"details": dict(draft.case.details)}
    row = {"name": draft.name, "began": at, "facts": facts, "parts": list(draft.parts)}
    await connection.execute(case_drafts.insert().values(row))


async def drop(connection: AsyncConnection, name: str) -> None:
    """Without complaint about one that is not there."""
    await connection.execute(delete(case_drafts).where(case_drafts.c.name == name))


def draft_of(row: Row[Any]) -> Draft:
    """The draft in a row."""
    return Draft(row.name, NewCase(**row.facts), tuple(row.parts))
