"""Reminding of cases that will be due or are overdue, and closing answered ones of which nobody says more."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import get_args

import structlog

from ivr.hotline.case import Case
from ivr.hotline.cases import CaseStore, Moved, NoSuchCase
from ivr.hotline.changes import Change, Closed, Reminded, Unfit
from ivr.hotline.states import NoSuchMove
from ivr.hotline.terms import Promises
from ivr.journal.unusable import DatabaseUnusable
from ivr.ports.cases import Kind

LOOK_EVERY = 5.0
BY = "engine"

_log = structlog.get_logger("cases")


class CaseWatch:
    """Each reminder is told once, also over restarts, since the case itself counts them. What was due while
    no engine ran is told at its start: of several reminders of one case only the last."""

    def __init__(self, store: CaseStore, promises: Promises, *, now: Callable[[], float] = time.time) -> None:
        self._store, self._promises, self._now = store, promises, now

    async def run(self) -> None:
        """For ever; a database that is away is asked again."""
        while True:
            try:
                await self.look()
            except DatabaseUnusable as fault:
                _log.warning("cases_not_watched", error=str(fault))
            await asyncio.sleep(LOOK_EVERY)

    async def look(self) -> None:
        """Tell and close what is due by now. Raises `DatabaseUnusable`."""
        now = self._now()
        while late := await self._store.to_remind(now):
            for case in late:
                await self._remind(case, now)
        for kind in get_args(Kind):
            while quiet := await self._store.answered_before(kind, now - self._promises.settle(kind)):
                for case in quiet:
                    await self._change(case, Closed("settled"))

    async def _remind(self, case: Case, now: float) -> None:
        latest = self._promises.latest(case, now)
        if latest is None or case.due is None:
            await self._store.set_reminder(case, self._promises.remind_at(case))
        else:
            step, reminder = latest
            await self._change(case, Reminded(to=reminder.to, due=case.due, step=step))

    async def _change(self, case: Case, change: Change) -> None:
        """Whoever was faster has changed what this was about; it comes again if there is still need."""
        try:
            await self._store.change(case.reference, change, BY, seen=case.version)
        except (Moved, NoSuchCase, NoSuchMove, Unfit):
            _log.info("case_changed_meanwhile", case=case.reference)
