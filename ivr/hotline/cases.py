"""The store of cases, in the same database as the call log."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, Select, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from ivr.hotline import drafts, rows
from ivr.hotline.case import Case, Entry
from ivr.hotline.changes import Added, Change, Merged, Terms, Unfit, changed
from ivr.hotline.reference import new_reference
from ivr.hotline.states import OPEN
from ivr.hotline.terms import Promises
from ivr.hotline.wanted import Wanted, query
from ivr.journal.address import parse
from ivr.journal.database import async_engine
from ivr.journal.tables import case_history, cases
from ivr.journal.unusable import DatabaseUnusable, is_fault, reason
from ivr.ports import NewCase
from ivr.ports.cases import Draft, Kind
from ivr.settings.hotline import Hotline

_DRAWS = 50
_TRIES = 50
"""How often somebody else may have changed a case between reading and writing it."""

Follow = Callable[[AsyncConnection, Case, Entry], Awaitable[None]]
"""What is to be written in the same transaction as a change: both are there, or neither."""
Listener = Callable[[Case, Entry], None]
"""Told of what happened once it is stored."""


class NoSuchCase(LookupError):
    """No case has this reference number."""


class Moved(Exception):
    """Somebody else changed the case meanwhile: it has another version than the one that was seen."""


class CaseStore:
    """`ivr.ports.Cases`. All methods raise `DatabaseUnusable` when the database cannot be reached."""

    def __init__(
        self,
        url: str,
        *,
        terms: Terms | None = None,
        follow: Follow | None = None,
        now: Callable[[], float] = time.time,
        draw: Callable[[], str] = new_reference,
    ) -> None:
        self._url = parse(url)
        self._engine = async_engine(url)
        self._terms = terms or Promises(Hotline())
        self._follow = follow
        self._now = now
        self._draw = draw
        self.listeners: list[Listener] = []

    async def close(self) -> None:
        """Let go of the database."""
        await self._engine.dispose()

    # Taken

    async def open(self, case: NewCase, draft: str = "") -> str:
        """Store it, and only then give its reference number."""
        for _ in range(_DRAWS):
            stored = self._new(case, self._draw())
            entry = Entry(stored.reference, 1, stored.opened, case.by or "caller", "opened", {})
            if await self._insert(stored, entry, draft):
                self._tell(stored, entry)
                return stored.reference
        raise DatabaseUnusable(
            f"no free reference number in {_DRAWS} draws; archive old cases",
            f"抽取 {_DRAWS} 次都没有空闲编号；请归档旧的工单",
        )

    def _new(self, case: NewCase, reference: str) -> Case:
        at = self._now()
        plain = {field.name: getattr(case, field.name) for field in dataclasses.fields(case)}
        new = Case(
            reference=reference,
            opened=at,
            changed=at,
            answer_due=self._terms.answer_due(case.kind, at),
            close_due=self._terms.close_due(case.kind, at),
            **plain,
        )
        return replace(new, remind_at=self._terms.remind_at(new))

    async def keep_draft(self, draft: Draft) -> None:
        """See `ivr.ports.Cases`."""
        try:
            async with self._engine.begin() as connection:
                await drafts.keep(connection, draft, self._now())
        except Exception as fault:
            raise self._unusable(fault, "the draft of a case cannot be stored", "无法保存工单草稿") from fault

    async def drop_draft(self, name: str) -> None:
        """See `ivr.ports.Cases`."""
        try:
            async with self._engine.begin() as connection:
                await drafts.drop(connection, name)
        except Exception as fault:
            raise self._unusable(
                fault, "the draft of a case cannot be removed", "无法删除工单草稿"
            ) from fault

    async def drafts(self, before: float) -> Sequence[Draft]:
        """Those that were stored before this moment, the oldest first."""
        return [drafts.draft_of(row) for row in await self._rows(drafts.earlier(before))]

    async def _insert(self, case: Case, entry: Entry, draft: str) -> bool:
        """False if the reference number is taken."""
        try:
            async with self._engine.begin() as connection:
                if draft:
                    await drafts.drop(connection, draft)
                await connection.execute(cases.insert().values(rows.values(case)))
                await self._note(connection, case, entry)
        except IntegrityError:
            return False
        except Exception as fault:
            raise self._unusable(
                fault, f"the case of call {case.call} cannot be stored", f"无法保存通话 {case.call} 的工单"
            ) from fault
        return True

    # Changed

    async def change(self, reference: str, change: Change, who: str, *, seen: int | None = None) -> Case:
        """Let this happen to a case; the case afterwards. `seen` is the version that somebody looked at who
        decided on it. Raises `NoSuchCase`, `NoSuchMove`, `Unfit`, and `Moved` where the case has another
        version."""
        return (await self._change({reference: change}, who, seen))[0]

    async def merge(self, reference: str, into: str, who: str, *, seen: int | None = None) -> Case:
        """Close a case that is the same matter as another, which gets its recording; the other one
        afterwards. Raises as `change` does."""
        merged = await self.known(reference)
        if into == reference:
            raise Unfit("a case cannot be merged into itself", "工单不能并入自身")
        other = await self.known(into)
        if other.status not in OPEN:
            raise Unfit(f"case {into} is closed: reopen it first", f"工单 {into} 已关闭：请先重新打开")
        added = Added(file=merged.file, seconds=merged.seconds, words=merged.text, about=reference)
        return (await self._change({reference: Merged(into), into: added}, who, seen))[-1]

    async def _change(self, wanted: dict[str, Change], who: str, seen: int | None) -> Sequence[Case]:
        """All or none of them; `seen` is of the first."""
        for _ in range(_TRIES):
            try:
                done = await self._transaction(wanted, who, seen)
            except _Overtaken:
                continue
            for case, entry in done:
                self._tell(case, entry)
            return [case for case, _ in done]
        raise DatabaseUnusable(
            "the case is changed by others without pause; try again",
            "工单正被其他人不断修改；请重试",
        )

    async def _transaction(
        self, wanted: dict[str, Change], who: str, seen: int | None
    ) -> Sequence[tuple[Case, Entry]]:
        done: list[tuple[Case, Entry]] = []
        before = [await self.known(reference) for reference in wanted]
        if seen is not None and before[0].version != seen:
            raise Moved
        at = self._now()
        after = [
            changed(case, change, at, self._terms)
            for case, change in zip(before, wanted.values(), strict=True)
        ]
        try:
            async with self._engine.begin() as connection:
                for case, change in zip(after, wanted.values(), strict=True):
                    entry = Entry(
                        case.reference, case.version + 1, at, who, change.what, dataclasses.asdict(change)
                    )
                    await self._write(connection, case, entry)
                    done.append((case, entry))
        except Exception as fault:
            raise self._unusable(fault, "the case cannot be changed", "无法修改工单") from fault
        return done

    async def _write(self, connection: AsyncConnection, case: Case, entry: Entry) -> None:
        mine = (cases.c.reference == case.reference, cases.c.version == case.version - 1)
        done = await connection.execute(update(cases).where(*mine).values(rows.values(case)))
        if done.rowcount != 1:
            raise _Overtaken
        await self._note(connection, case, entry)

    async def _note(self, connection: AsyncConnection, case: Case, entry: Entry) -> None:
        await connection.execute(case_history.insert().values(dataclasses.asdict(entry)))
        if self._follow:
            await self._follow(connection, case, entry)

    def _tell(self, case: Case, entry: Entry) -> None:
        for listener in self.listeners:
            listener(case, entry)

    # Read

    async def get(self, reference: str) -> Case | None:
        """The case with this number."""
        found = await self._select(select(cases).where(cases.c.reference == reference))
        return found[0] if found else None

    async def known(self, reference: str) -> Case:
        """The case with this number. Raises `NoSuchCase`."""
        found = await self.get(reference)
        if found is None:
            raise NoSuchCase(reference)
        return found

    async def history(self, reference: str) -> Sequence[Entry]:
        """What happened to it, in order."""
        of_case = select(case_history).where(case_history.c.reference == reference)
        return [rows.entry_of(row) for row in await self._rows(of_case.order_by(case_history.c.number))]

    async def find(self, wanted: Wanted) -> Sequence[Case]:
        """Those that fit, in the order that is wanted."""
        return await self._select(query(wanted))

    async def list(self, *, line: str = "", limit: int = 20) -> Sequence[Case]:
        """The newest cases first, of one line or of all."""
        return await self.find(Wanted(line=line, limit=limit))

    async def to_remind(self, at: float, limit: int = 100) -> Sequence[Case]:
        """Of whose due time somebody is to be told by this moment."""
        late = select(cases).where(cases.c.remind_at <= at).order_by(cases.c.remind_at).limit(limit)
        return await self._select(late)

    async def set_reminder(self, case: Case, at: float | None) -> None:
        """Tell of its due time then, where it has not been changed since."""
        mine = (cases.c.reference == case.reference, cases.c.version == case.version)
        try:
            async with self._engine.begin() as connection:
                await connection.execute(update(cases).where(*mine).values(remind_at=at))
        except Exception as fault:
            raise self._unusable(fault, "the case cannot be changed", "无法修改工单") from fault

    async def answered_before(self, kind: Kind, at: float, limit: int = 100) -> Sequence[Case]:
        """Answered ones of a kind to which nothing happened since this moment."""
        quiet = (cases.c.status == "answered", cases.c.kind == kind, cases.c.changed <= at)
        return await self._select(select(cases).where(*quiet).order_by(cases.c.changed).limit(limit))

    async def how_many(self) -> dict[str, int]:
        """The number of cases by status."""
        query = select(cases.c.status, func.count().label("number")).group_by(cases.c.status)
        return {row.status: row.number for row in await self._rows(query)}

    async def _select(self, query: Select[Any]) -> Sequence[Case]:
        return [rows.case_of(row) for row in await self._rows(query)]

    async def _rows(self, query: Select[Any]) -> Sequence[Row[Any]]:
        try:
            async with self._engine.connect() as connection:
                found: Sequence[Row[Any]] = (await connection.execute(query)).all()
                return found
        except Exception as fault:
            raise self._unusable(fault, "the cases cannot be read", "无法读取工单") from fault

    def _unusable(self, fault: Exception, text: str, zh: str) -> Exception:
        if not is_fault(fault):
            return fault
        english, chinese = reason(fault, self._url)
        return DatabaseUnusable(f"{text}: {english}", f"{zh}：{chinese}")


class _Overtaken(Exception):
    """The case was changed between reading and writing it."""
