"""Recording the caller so that nothing said is lost, also when the caller hangs up in the middle."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ivr.ports import CallerHungUp, Recorded
from recordings.length import length

if TYPE_CHECKING:
    from ivr.flow.session import Session

LEAST = 1.0

# A recording ended by silence keeps one second of it (Asterisk, res_agi.c, handle_recordfile).
SILENCE_KEPT = 1.0


# Asterisk closes the file shortly after it told us of the hang-up.
PATIENCE = 1.0
LOOK_EVERY = 0.05


@dataclass(frozen=True, slots=True)
class Limits:
    """`limit` seconds at most; sooner by `silence` seconds of it (0: never) or by a key of `keys`."""

    limit: float
    silence: float
    keys: str

    def said(self, recorded: Recorded) -> float:
        """Seconds without the silence that ended the recording."""
        by_silence = self.silence > 0 and not recorded.key and recorded.seconds < self.limit
        return recorded.seconds - SILENCE_KEPT if by_silence else recorded.seconds


async def take(session: Session, file: str, limits: Limits, keep: Callable[[float], Awaitable[None]]) -> bool:
    """Record into `file` and hand the seconds to `keep`; False, and nothing kept, for less than a second.

    A caller who hangs up in the middle has said what is in the file by then: it is kept before `CallerHungUp`
    goes on its way.
    """
    if session.secure:
        raise ValueError("nothing is recorded in a 'secure' block; put this step before or behind it")
    try:
        recorded = await session.caller.record(
            file, limit=limits.limit, silence=limits.silence, keys=limits.keys
        )
    except CallerHungUp:
        seconds = await left_behind(session.world.recordings / file)
        if seconds >= LEAST:
            await keep(seconds)
        raise
    if limits.said(recorded) < LEAST:
        return False
    await keep(recorded.seconds)
    return True


async def left_behind(path: Path) -> float:
    """Seconds of a recording whose caller is gone, once its file is closed; 0.0 when there is none."""
    found = await asyncio.to_thread(length, path)
    for _ in range(round(PATIENCE / LOOK_EVERY)):
        if found is None or found.complete:
            break
        await asyncio.sleep(LOOK_EVERY)
        found = await asyncio.to_thread(length, path)
    return found.seconds if found else 0.0
