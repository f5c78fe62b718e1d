"""What callers were saying when an engine died becomes cases at the next start."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import structlog

from ivr.events import CaseOpened, RecordingStored
from ivr.hotline.cases import CaseStore
from ivr.journal.unusable import DatabaseUnusable
from ivr.ports import Clock, Journal, NewCase
from ivr.ports.cases import Draft

Told = Callable[[NewCase, str], None]
"""Told of each case that was found, with its reference number."""

AGAIN_AFTER = 5.0

_log = structlog.get_logger("cases")


def recovered(journal: Journal, clock: Clock) -> Told:
    """Writes in the log of the call what was found."""

    def told(case: NewCase, reference: str) -> None:
        if not case.call:
            return
        fact: dict[str, Any] = {
            "at": clock.now().timestamp(),
            "call": case.call,
            "file": case.file,
            "seconds": case.seconds,
        }
        journal.append(RecordingStored(kind="suggestion", channels=1, recovered=True, **fact))
        journal.append(
            CaseOpened(
                reference=reference,
                line=case.line,
                kind=case.kind,
                category=case.category,
                subcategory=case.subcategory,
                **fact,
            )
        )

    return told


async def keep_recovering(store: CaseStore, recordings: Path, told: Told, before: float) -> None:
    """`recover`, once; a database that is away is asked again."""
    while True:
        try:
            await recover(store, recordings, told, before)
        except (DatabaseUnusable, OSError) as fault:
            _log.warning("cases_not_recovered", error=str(fault))
            await asyncio.sleep(AGAIN_AFTER)
        else:
            return


async def recover(store: CaseStore, recordings: Path, told: Told, before: float) -> int:
    """Make a case of each draft from before this moment, the start of this engine, in which somebody spoke,
    and forget the others; how many cases. Done again after a crash in the middle it makes none twice. Raises
    `DatabaseUnusable` and OSError."""
    found = 0
    for draft in await store.drafts(before):
        seconds = await asyncio.to_thread(_joined, draft, recordings)
        if seconds:
            case = replace(draft.case, seconds=seconds)
            reference = await store.open(case, draft.name)
            told(case, reference)
            _log.warning("case_recovered", case=reference, call=case.call, seconds=round(seconds, 1))
            found += 1
        else:
            await store.drop_draft(draft.name)
        await asyncio.to_thread(_remove, draft, recordings)
    return found


def _joined(draft: Draft, recordings: Path) -> float:
    from ivr.audio.joined import join  # numpy comes when there is something to join

    return join([recordings / part for part in draft.parts], recordings / draft.case.file)


def _remove(draft: Draft, recordings: Path) -> None:
    for part in draft.parts:
        (recordings / part).unlink(missing_ok=True)
