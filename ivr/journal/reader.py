"""Questions about the call log, from the engine or from another process beside it. Reads only."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Column, ColumnElement, Row, Select, Text, cast, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from ivr.events import CallEvent, Event
from ivr.journal.address import is_file, parse
from ivr.journal.callers import BEHIND_ALL, alike, numbered
from ivr.journal.codec import decode
from ivr.journal.database import reading_engine
from ivr.journal.fold import fold
from ivr.journal.mailboxes import messages
from ivr.journal.record import CallRecord, Handle
from ivr.journal.tables import OF_MAILBOXES, agent_states, calls, events, positions, recordings
from ivr.journal.unusable import REMEDY, REMEDY_ZH, DatabaseUnusable, is_fault, reason
from ivr.numbers import normal
from ivr.ports import Message

_SHORTEST_PREFIX = 4
_POLL_SECONDS = 0.2
_MOST_AT_ONCE = 1_000
_PORTION = 500
_ABSENT = f"start the engine once with 'ivr run', or {REMEDY}"
_ABSENT_ZH = f"请先运行一次“ivr run”，或{REMEDY_ZH}"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which calls: those that began in [`since`, `until`) and fit all that is not ''; at most `limit`.

    `number` is the caller's; `*` in it stands for anything. `numbers`: the caller's is one of these. `line`
    is the number that was dialled. `before` is (`began`, `id`) of a call: only those that come after it
    in the order from the newest to the oldest.
    """

    since: float | None = None
    until: float | None = None
    number: str = ""
    agent: str = ""
    queue: str = ""
    outcome: str = ""
    limit: int = 20
    disposition: str = ""
    line: str = ""
    before: tuple[float, str] | None = None
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AgentState:
    """The last state of an agent in the journal, `since` seconds since 1970."""

    agent: str
    state: str
    reason: str
    since: float


@dataclass(frozen=True, slots=True)
class CallOutcome:
    """A call that is over: the version it was on, `caller` (the call itself where the number is withheld),
    how it came out, and whether a step failed in it."""

    version: str
    caller: str
    outcome: str
    failed: bool


class AmbiguousCall(LookupError):
    """Several calls begin with the given id; `ids` are the first of them."""

    def __init__(self, prefix: str, ids: Sequence[str]) -> None:
        super().__init__(f"several calls begin with '{prefix}': {', '.join(ids)}")
        self.ids = tuple(ids)


class JournalReader:
    """Use as `async with JournalReader(url) as journal`. Its methods raise `DatabaseUnusable`."""

    def __init__(self, url: str) -> None:
        self._url = parse(url)
        self._engine: AsyncEngine = reading_engine(url)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._engine.dispose()

    async def calls(self, wanted: Filter) -> list[CallRecord]:
        """The newest calls that fit, newest first; running calls as they are now."""
        query = select(calls).order_by(calls.c.began.desc(), calls.c.id.desc()).limit(wanted.limit)
        for condition in self._fitting(wanted):
            query = query.where(condition)
        return [await self._current(record_of(row)) for row in await self.rows(query)]

    async def call(self, prefix: str) -> CallRecord | None:
        """The call with this id, or the only one whose id begins with it; 'last' is the newest call.

        Raises `AmbiguousCall` if there are several. A beginning of under 4 characters finds nothing.
        """
        if prefix == "last":
            return next(iter(await self.calls(Filter(limit=1))), None)
        exact = await self.exactly(prefix)
        if exact or len(prefix) < _SHORTEST_PREFIX:
            return exact
        found = [
            record_of(row) for row in await self.rows(select(calls).where(self._begins(prefix)).limit(6))
        ]
        if len(found) > 1:
            raise AmbiguousCall(prefix, [record.id for record in found])
        return await self._current(found[0]) if found else None

    async def exactly(self, call: str) -> CallRecord | None:
        """The call with this id."""
        found = await self.rows(select(calls).where(calls.c.id == call))
        return await self._current(record_of(found[0])) if found else None

    async def spellings(self, number: str, country: str) -> tuple[str, ...]:
        """How this number of a caller is spelled in the log; itself alone where it is none."""
        theirs = normal(number, country)
        if not theirs:
            return (number,)
        found = [row.number for row in await self.rows(alike(theirs, file=is_file(self._url)))]
        return (theirs, *(each for each in found if each != theirs and normal(each, country) == theirs))

    async def events_of(self, call: str) -> list[CallEvent]:
        """The journey of a call, in the order it was written."""
        found = await self.rows(select(events).where(events.c.call == call).order_by(events.c.seq))
        decoded = (decode(row._mapping) for row in found)
        return [event for event in decoded if isinstance(event, CallEvent)]

    async def events_about(self, work: str) -> list[Event]:
        """The journey of a piece of work, in the order it was written."""
        found = await self.rows(select(events).where(events.c.call == work).order_by(events.c.seq))
        return [decode(row._mapping) for row in found]

    async def journeys(
        self, wanted: Filter, dialplan: str, kinds: Sequence[str]
    ) -> AsyncIterator[tuple[str, list[CallEvent]]]:
        """(version of the dialplan, events of these kinds) of every call it answered, oldest first.

        `limit` is not heeded. Read in portions, so that a month of calls needs little memory.
        """
        fits = [*self._fitting(wanted), calls.c.dialplan == dialplan]
        query = select(calls.c.id, calls.c.version).where(*fits).order_by(calls.c.began, calls.c.id)
        ids = [(row.id, row.version) for row in await self.rows(query)]
        for begin in range(0, len(ids), _PORTION):
            portion = dict(ids[begin : begin + _PORTION])
            of_these = select(events).where(events.c.call.in_(portion), events.c.kind.in_(kinds))
            found: dict[str, list[CallEvent]] = {call: [] for call in portion}
            for row in await self.rows(of_these.order_by(events.c.seq)):
                event = decode(row._mapping)
                if isinstance(event, CallEvent):
                    found[event.call].append(event)
            for call, journey in found.items():
                yield portion[call], journey

    async def events_of_kinds(
        self, kinds: Sequence[str], since: float | None, until: float | None
    ) -> list[CallEvent]:
        """The events of these kinds in the calls that began in [`since`, `until`), in the order they were
        written."""
        fits = self._fitting(Filter(since=since, until=until))
        query = select(events).join(calls, calls.c.id == events.c.call).where(events.c.kind.in_(kinds), *fits)
        decoded = (decode(row._mapping) for row in await self.rows(query.order_by(events.c.seq)))
        return [event for event in decoded if isinstance(event, CallEvent)]

    async def calls_on_versions(self) -> dict[tuple[str, str], int]:
        """How many calls there were, by dialplan and its version."""
        on = (calls.c.dialplan, calls.c.version)
        found = await self.rows(select(*on, func.count().label("number")).group_by(*on))
        return {(row.dialplan, row.version): row.number for row in found}

    async def outcomes(self, dialplan: str, since: float) -> list[CallOutcome]:
        """How the calls of a dialplan that began since then came out, in the order in which they ended."""
        faults = select(events.c.seq).where(events.c.call == calls.c.id, events.c.kind == "step_failed")
        columns = (calls.c.version, calls.c.caller_number, calls.c.id, calls.c.outcome)
        query = select(*columns, faults.exists().label("faults")).where(
            calls.c.dialplan == dialplan, calls.c.began >= since, calls.c.ended.is_not(None)
        )
        found = await self.rows(query.order_by(calls.c.ended, calls.c.id))
        return [
            CallOutcome(row.version, row.caller_number or row.id, row.outcome, bool(row.faults))
            for row in found
        ]

    async def last_seq(self) -> int:
        """The number of the newest event, 0 if there is none; `follow` after it tells what is to come."""
        return int((await self.rows(select(func.coalesce(func.max(events.c.seq), 0))))[0][0])

    async def follow(
        self, after: int = 0, stop: asyncio.Event | None = None
    ) -> AsyncIterator[tuple[int, Event]]:
        """Every event after that number with its own, then each new one as it is committed, until `stop`."""
        stop = stop or asyncio.Event()
        while not stop.is_set():
            query = select(events).where(events.c.seq > after).order_by(events.c.seq).limit(_MOST_AT_ONCE)
            for row in await self.rows(query):
                after = row.seq
                yield after, decode(row._mapping)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), _POLL_SECONDS)

    async def positions(self) -> dict[str, int]:
        """The number of the last event that each writer has in the log, by the id of its spool."""
        return {row.writer: row.position for row in await self.rows(select(positions))}

    async def agent_states(self) -> dict[str, AgentState]:
        """The last state of each agent that ever had one, by the agent's name in `config/agents.yaml`."""
        return {row.agent: AgentState(**row._mapping) for row in await self.rows(select(agent_states))}

    async def messages(self, mailbox: str = "") -> list[Message]:
        """What lies in one mailbox, or in all, oldest first."""
        query = (
            select(events, calls.c.caller_number)
            .join(calls, calls.c.id == events.c.call, isouter=True)
            .where(OF_MAILBOXES)
            .order_by(events.c.seq)
        )
        found = await self.rows(query)
        numbers = {row.call: row.caller_number or "" for row in found}
        lying = messages((decode(row._mapping) for row in found), numbers, mailbox)
        removed = await self._removed([message.file for message in lying])
        return [replace(message, removed=removed.get(message.file)) for message in lying]

    async def _removed(self, files: Sequence[str]) -> dict[str, float]:
        """When the sound of those of these recordings was removed that are gone."""
        found: dict[str, float] = {}
        for begin in range(0, len(files), _PORTION):
            gone = (recordings.c.file.in_(files[begin : begin + _PORTION]), recordings.c.erased.is_not(None))
            rows = await self.rows(select(recordings.c.file, recordings.c.erased).where(*gone))
            found |= {row.file: row.erased for row in rows}
        return found

    def text_in(self, data: Column[Any], key: str) -> ColumnElement[str]:
        """The text that the JSON has under this key, which is a plain name. Out of the text itself in
        PostgreSQL, whose operators refuse a document that has NUL anywhere."""
        if is_file(self._url):
            found: ColumnElement[str] = data[key].as_string()
            return found
        return func.substring(cast(data, Text), f'"{key}":"([^"]*)"')

    def _fitting(self, wanted: Filter) -> list[ColumnElement[bool]]:
        return _conditions(wanted, file=is_file(self._url))

    def _begins(self, prefix: str) -> ColumnElement[bool]:
        """Whether the id of a call does; said so that an index finds it."""
        if is_file(self._url):
            return (calls.c.id >= prefix) & (calls.c.id < prefix + BEHIND_ALL)
        return calls.c.id.startswith(prefix, autoescape=True)

    async def _current(self, record: CallRecord) -> CallRecord:
        if record.ended is not None:
            return record
        return fold(await self.events_of(record.id) or [CallEvent(at=record.began, call=record.id)])

    async def rows(self, query: Select[Any]) -> Sequence[Row[Any]]:
        """The answer to any question about the tables, for the modules beside this one."""
        self._check_file()
        try:
            async with self._engine.connect() as connection:
                rows: Sequence[Row[Any]] = (await connection.execute(query)).all()
                return rows
        except Exception as fault:
            if not is_fault(fault):
                raise
            raise _unreadable(*reason(fault, self._url)) from fault

    def _check_file(self) -> None:
        """A connection that fails leaves aiosqlite's thread behind, to trip over a loop that is closed."""
        file = self._url.database or ""
        if is_file(self._url) and not (Path(file).is_file() and os.access(file, os.R_OK)):
            raise _unreadable(f"there is no file {file} for us", f"没有可读的文件 {file}")


def _unreadable(text: str, zh: str) -> DatabaseUnusable:
    return DatabaseUnusable(
        f"the call log cannot be read: {text}; {_ABSENT}", f"无法读取通话日志：{zh}；{_ABSENT_ZH}"
    )


def _conditions(wanted: Filter, *, file: bool) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.since is not None:
        found.append(calls.c.began >= wanted.since)
    if wanted.until is not None:
        found.append(calls.c.began < wanted.until)
    if wanted.number:
        found.append(numbered(wanted.number, file=file))
    if wanted.numbers:
        found.append(calls.c.caller_number.in_(wanted.numbers))
    if wanted.agent:
        part = cast(calls.c.handles, Text).contains(f'"agent":"{wanted.agent}"', autoescape=True)
        found.append((calls.c.agent == wanted.agent) | part)
    if wanted.before is not None:
        found.append(_older(*wanted.before))
    exact = {
        "queue": wanted.queue,
        "outcome": wanted.outcome,
        "disposition": wanted.disposition,
        "dialled_number": wanted.line,
    }
    return found + [calls.c[name] == value for name, value in exact.items() if value]


def _older(began: float, call: str) -> ColumnElement[bool]:
    # The first part is in the others; it lets the database find its place by the index.
    return (calls.c.began <= began) & ((calls.c.began < began) | (calls.c.id < call))


def record_of(row: Row[Any]) -> CallRecord:
    """The call of a row of the table `calls`, as it was when the row was written."""
    lists = {name: tuple(row._mapping[name]) for name in ("flows", "keys", "recordings")}
    handles = tuple(Handle(**handle) for handle in row._mapping["handles"])
    recovered = bool(row._mapping["recovered"])
    return CallRecord(**{**row._mapping, **lists, "handles": handles, "recovered": recovered})
