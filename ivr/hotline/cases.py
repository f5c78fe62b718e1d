"""The store of cases, in the same database as the call log."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError

from ivr.hotline.reference import new_reference
from ivr.journal.address import parse
from ivr.journal.database import async_engine
from ivr.journal.tables import cases
from ivr.journal.unusable import DatabaseUnusable, is_fault, reason
from ivr.ports import NewCase

_DRAWS = 50


@dataclass(frozen=True, slots=True)
class Case:
    """A stored suggestion; `opened` in seconds since 1970, `file` relative to the recordings folder."""

    reference: str
    opened: float
    call: str
    line: str
    category: str
    category_name: str
    caller_number: str
    language: str
    file: str
    seconds: float


class CaseStore:
    """`ivr.ports.Cases`. All methods raise `DatabaseUnusable` when the database cannot be reached."""

    def __init__(
        self, url: str, *, now: Callable[[], float] = time.time, draw: Callable[[], str] = new_reference
    ) -> None:
        self._url = parse(url)
        self._engine = async_engine(url)
        self._now = now
        self._draw = draw

    async def close(self) -> None:
        """Let go of the database."""
        await self._engine.dispose()

    async def open(self, case: NewCase) -> str:
        """Store it, and only then give its reference number."""
        opened = self._now()
        for _ in range(_DRAWS):
            stored = Case(reference=self._draw(), opened=opened, **dataclasses.asdict(case))
            if await self._insert(stored):
                return stored.reference
        raise DatabaseUnusable(
            f"no free reference number in {_DRAWS} draws; archive old cases",
            f"抽取 {_DRAWS} 次都没有空闲编号；请归档旧的工单",
        )

    async def get(self, reference: str) -> Case | None:
        """The case with this number."""
        found = await self._select(select(cases).where(cases.c.reference == reference))
        return found[0] if found else None

    async def list(self, *, line: str = "", limit: int = 20) -> Sequence[Case]:
        """The newest cases first, of one line or of all."""
        query = select(cases).order_by(cases.c.opened.desc(), cases.c.reference).limit(limit)
        return await self._select(query.where(cases.c.line == line) if line else query)

    async def _insert(self, case: Case) -> bool:
        """False if the reference number is taken."""
        try:
            async with self._engine.begin() as connection:
                await connection.execute(cases.insert().values(dataclasses.asdict(case)))
        except IntegrityError:
            return False
        except Exception as fault:
            raise self._unusable(
                fault, f"the case of call {case.call} cannot be stored", f"无法保存通话 {case.call} 的工单"
            ) from fault
        return True

    async def _select(self, query: Select[Any]) -> Sequence[Case]:
        try:
            async with self._engine.connect() as connection:
                return [Case(**row._mapping) for row in await connection.execute(query)]
        except Exception as fault:
            raise self._unusable(fault, "the cases cannot be read", "无法读取工单") from fault

    def _unusable(self, fault: Exception, text: str, zh: str) -> Exception:
        if not is_fault(fault):
            return fault
        english, chinese = reason(fault, self._url)
        return DatabaseUnusable(f"{text}: {english}", f"{zh}：{chinese}")
