"""The place of a caller who was cut off in a queue, or left it by a key: it is theirs again when they come
back in time."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from ivr.ports import MemoryFailed

from .outliving import attempt, number_of

if TYPE_CHECKING:
    from ivr.flow.session import Session

KIND = "queue_place"


class Place:
    """The caller's place in this queue, kept for `lasts` seconds, 0 for not at all."""

    def __init__(self, session: Session, queue: str, lasts: float) -> None:
        self._session, self._queue, self._lasts = session, queue, lasts
        number = number_of(session)
        self._key = f"{queue} {number}" if number and lasts > 0 else ""

    async def take_back(self) -> float:
        """The seconds that the caller has waited in this queue before, the time since then included, as if
        they had never left. It is given back once."""
        session = self._session
        left = session.left_queues.pop(self._queue, None)
        if left is not None:
            return session.world.clock.monotonic() - left
        if not self._key:
            return 0.0
        memory = session.world.memory
        kept = await attempt(session, "queue", memory.recall(KIND, self._key), None)
        if kept is None:
            return 0.0
        await attempt(session, "queue", memory.forget(KIND, self._key), None)
        return self._since(kept)

    async def keep(self, waited: float) -> None:
        """For a caller who is gone, and may call again."""
        if not self._key:
            return
        value = f"{waited:.3f} {self._now():.3f}"
        with suppress(MemoryFailed):  # they are gone: nobody misses anything yet
            await self._session.world.memory.keep(KIND, self._key, value, self._lasts)

    def set_aside(self, waited: float) -> None:
        """For a caller who leaves by a key, and may come back in this call."""
        self._session.left_queues[self._queue] = self._session.world.clock.monotonic() - waited

    def _since(self, kept: str) -> float:
        """A clock that was set meanwhile moves nobody by more than the time for which a place is kept."""
        try:
            waited, left = map(float, kept.split())
        except ValueError:  # written by another version
            return 0.0
        return waited + min(max(0.0, self._now() - left), self._lasts)

    def _now(self) -> float:
        return self._session.world.clock.now().timestamp()
