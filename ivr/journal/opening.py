"""The database made ready for this engine: its tables as they are today, and what engines before it left.

opening = Opening(url, state)
await opening.begin(limit=10.0)        # an engine goes on without a database that is away
journal = JournalWriter(url, ..., opening=opening.attempt)
await opening.done()
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from threading import Lock, Thread

import structlog
from sqlalchemy import select

from ivr.files import durable
from ivr.journal.address import is_file, parse
from ivr.journal.database import migrate, writing_engine
from ivr.journal.draining import write_what_waits
from ivr.journal.spool import FOLDER, spools
from ivr.journal.tables import agent_states
from ivr.journal.unusable import DatabaseAway, is_fault, unusable

_log = structlog.get_logger(__name__)

KNOWN = "database"
"""The file in the state folder that names SQLite's file once it was in use."""

States = Mapping[str, tuple[str, str]]
"""Each agent's last state and pause reason."""


class Opening:
    """Carried out once, as often as it has to be tried: first the tables, then `register`, then the events in
    the spools of earlier engines. `states` are those of before this engine, once it is done."""

    def __init__(self, url: str, state: Path, register: Callable[[], None] = lambda: None) -> None:
        self._url, self._state, self._register = url, state, register
        self.left = spools(state / FOLDER)
        """What engines before this one have left there; that of this one is not there yet."""
        self.states: States = {}
        self._lock = Lock()
        self._done = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._told = asyncio.Event()

    @property
    def is_done(self) -> bool:
        return self._done

    async def begin(self, limit: float) -> None:
        """Try it for so many seconds; then it goes on beside. Raises `DatabaseUnusable` where the database is
        not merely away, and OSError for a spool that cannot be read."""
        self._loop = asyncio.get_running_loop()
        first: Future[None] = Future()
        Thread(target=self._first, args=(first,), name="database", daemon=True).start()
        done, _ = await asyncio.wait([asyncio.wrap_future(first)], timeout=limit)
        try:
            for each in done:
                each.result()
        except DatabaseAway as fault:
            _log.error("database.away_at_start", error=str(fault))
        if not done:
            _log.error("database.slow_at_start", seconds=limit)

    async def done(self) -> None:
        """Wait until it is."""
        await self._told.wait()

    def attempt(self) -> None:
        """Do it, unless it is done; for any thread. Raises `DatabaseUnusable`."""
        if self._done:
            return
        with self._lock:
            if not self._done:
                self._open()
                self._done = True
        self._tell()

    def _first(self, first: Future[None]) -> None:
        try:
            self.attempt()
        except BaseException as fault:
            outcome: BaseException | None = fault
        else:
            outcome = None
        if first.set_running_or_notify_cancel():
            first.set_exception(outcome) if outcome else first.set_result(None)

    def _open(self) -> None:
        self._check_file()
        migrate(self._url)
        try:
            self._register()
            write_what_waits(self._url, self.left)
            self.states = self._last_states()
        except Exception as fault:
            if isinstance(fault, OSError) or not is_fault(fault):
                raise
            raise unusable(fault, parse(self._url)) from fault
        self._remember_file()

    def _last_states(self) -> States:
        engine = writing_engine(self._url)
        try:
            with engine.connect() as connection:
                return {
                    row.agent: (row.state, row.reason) for row in connection.execute(select(agent_states))
                }
        finally:
            engine.dispose()

    def _tell(self) -> None:
        if self._loop:
            with suppress(RuntimeError):  # the loop is closed
                self._loop.call_soon_threadsafe(self._told.set)

    def _check_file(self) -> None:
        """A file that was there is not made anew, for its disk may only not be there yet."""
        if (file := self._file()) and not file.exists() and self._known_file() == str(file):
            known = self._state / KNOWN
            raise DatabaseAway(
                f"the call log {file} is gone: bring its disk back, or remove {known} to begin a new one",
                f"通话日志文件 {file} 不见了：请恢复其磁盘；如需新建，请删除 {known}",
            )

    def _known_file(self) -> str:
        try:
            return (self._state / KNOWN).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""

    def _remember_file(self) -> None:
        if (file := self._file()) and self._known_file() != str(file):
            try:
                durable.write(self._state / KNOWN, str(file).encode(errors="replace"))
            except OSError as fault:
                _log.error("database.not_remembered", error=str(fault))

    def _file(self) -> Path | None:
        parsed = parse(self._url)
        return Path(parsed.database or "") if is_file(parsed) else None
