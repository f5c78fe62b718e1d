"""A caller's time in a queue: music, announcements, keys, and what ends it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from ivr.events import HoursChecked
from ivr.ports import Leaving, Visit

from .announcing import Announcement, Moment, Progress
from .talking import connect

if TYPE_CHECKING:
    from ivr.flow.session import Session

LOOK = 5.0
"""Seconds between two looks at what nobody tells: whether an agent is there, whether it is closing time."""

Pressed = Callable[[str], Awaitable[bool]]
"""Told a key; says whether the caller goes. Until then they keep their place."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What ends the wait, beside an agent. `longest`: seconds from entry on. `empty`: seconds without an able
    agent, none of which are borne on entry; None for never. `hours` of the dialplan in which the queue is
    open, '' for always; with `send_away` also for those who wait at closing time. `full`: whether a full
    queue refuses this caller."""

    longest: float = inf
    empty: float | None = None
    hours: str = ""
    send_away: bool = False
    full: bool = True


class Wait:
    """One caller's wait, from entry on. `said` is announced beside the place in the line; `keys` count."""

    def __init__(self, session: Session, visit: Visit, limits: Limits, keys: str = "") -> None:
        self._session, self._visit, self._limits, self._keys = session, visit, limits, keys
        self._until = visit.waited + limits.longest
        self._staffed = visit.waited
        self._been: set[str] = set()
        self.said: list[Announcement] = []

    @property
    def queue(self) -> str:
        """The queue in which the caller waits now."""
        return self._queue

    async def through(self, queue: str, pressed: Pressed) -> Leaving | None:
        """Wait until it is over, and why it is; None when the caller has talked with an agent."""
        self._go_into(queue)
        if why := self._refused():
            return why
        while True:
            if offer := self._visit.offer:
                if await connect(self._session, self._visit, offer, self._queue):
                    return None
            elif why := self._over():
                return why
            elif (key := await self._pass_time()) and await pressed(key):
                return "left_by_key"

    def _go_into(self, queue: str) -> None:
        self._queue, self._since = queue, self._visit.waited
        self._been.add(queue)
        self._settings = self._session.world.queue(queue)
        self._progress = Progress(self._settings.announce, self._since)

    def _refused(self) -> Leaving | None:
        """Why the caller cannot even begin to wait."""
        if self._limits.hours and not self._opened():
            return "closed"
        if self._visit.offer:
            return None
        most = self._settings.max_length
        if self._limits.empty is not None and not self._visit.able:
            return "empty"
        return "full" if self._limits.full and most is not None and self._visit.length > most else None

    def _over(self) -> Leaving | None:
        """Why the wait ends now; or else, where it is time, it goes on in another queue."""
        waited, limits = self._visit.waited, self._limits
        if waited >= self._until:
            return "timed_out"
        if limits.send_away and not self._is_open():
            self._opened()
            return "closed"
        if limits.empty is not None and self._unstaffed(waited) >= limits.empty:
            return "empty"
        if waited >= self._overflows():
            self._overflow()
        return None

    def _opened(self) -> bool:
        """Whether it is open, as the journey tells then."""
        is_open = self._is_open()
        self._session.log(HoursChecked, hours=self._limits.hours, open=is_open)
        return is_open

    def _is_open(self) -> bool:
        session, hours = self._session, self._limits.hours
        return not hours or session.dialplan.hours[hours].is_open(session.world.clock.now())

    def _unstaffed(self, waited: float) -> float:
        """Seconds for which nobody has been there who could answer."""
        if self._visit.able:
            self._staffed = waited
        return waited - self._staffed

    def _overflows(self) -> float:
        overflow = self._settings.overflow
        goes = overflow is not None and overflow.to not in self._been
        return self._since + overflow.after if overflow and goes else inf

    def _overflow(self) -> None:
        assert self._settings.overflow is not None, "it is time for one"
        queue = self._settings.overflow.to
        self._visit.move(queue)
        self._go_into(queue)

    async def _pass_time(self) -> str:
        """Say what is due, or play music until something is; the key that was pressed meanwhile."""
        said: Sequence[Announcement] = (self._progress, *self.said)
        first = min(said, key=lambda each: each.due)
        if self._visit.waited >= first.due:
            return (await first.say(Moment(self._session, self._visit, self._queue, self._keys))).key
        left = min(first.due, self._until, self._overflows()) - self._visit.waited
        looks = self._limits.empty is not None or self._limits.send_away
        left = min(left, LOOK) if looks else left
        timeout = None if left == inf else max(0.0, left)
        held = await self._session.caller.hold(music=self._settings.music, keys=self._keys, timeout=timeout)
        if held.key:
            self._session.quiet = 0
        return held.key
