"""Queues: how many wait and for how long, who could serve them, and everybody who waits."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ivr.acd import Acd, WaitingNow
from ivr.acd.snapshots import QueueNow
from ivr.settings import Settings
from ivr.settings.web import Right
from ivr.web.floor_wanted import QUEUES, QueuesWanted
from ivr.web.lasting import meaning
from ivr.web.paging import behind, next_page
from ivr.web.routes import Asked, Reply, Route

READ: frozenset[Right] = frozenset(("read",))


@dataclass(frozen=True, slots=True)
class QueueList:
    """Queues, in the order of config/queues.yaml. `next` is the `cursor` for those behind them, null where
    there are none."""

    queues: tuple[QueueNow, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class WaitingList:
    """All calls and all work that wait, first in line first."""

    waiting: tuple[WaitingNow, ...]


class QueuesRoom:
    """The routes `/queues` and `/waiting`."""

    def __init__(self, acd: Acd, settings: Settings) -> None:
        self._acd, self._settings = acd, settings

    def routes(self) -> tuple[Route, ...]:
        return (
            Route(
                "GET",
                "/queues",
                "queues.list",
                "Queues that fit",
                self._queues,
                QueueList,
                QueuesWanted,
                READ,
                lasting=True,
            ),
            Route(
                "GET",
                "/waiting",
                "waiting.list",
                "Everybody who waits",
                self._waiting,
                WaitingList,
                rights=READ,
            ),
        )

    async def _queues(self, asked: Asked) -> Reply:
        wanted = asked.of(QueuesWanted)
        wanted.check(self._settings)
        queues, agents = self._acd.queues(), self._acd.agents()
        names = [queue.queue for queue in queues]
        rest = queues[behind(QUEUES.position(wanted.cursor), names) if wanted.cursor else 0 :]
        found = [queue for queue in rest if wanted.fits(queue.queue, agents, self._settings)]
        page = found[: wanted.limit]
        last = page[-1].queue if len(found) > len(page) else None
        cursor = None if last is None else QUEUES.of(names.index(last), last)
        tag = meaning((cursor, [replace(queue, longest_wait=0.0) for queue in page]))
        headers = next_page("/queues", wanted, cursor)
        return Reply(QueueList(tuple(page), cursor), headers=headers, tag=tag)

    async def _waiting(self, asked: Asked) -> Reply:
        return Reply(WaitingList(self._acd.waiting()))
