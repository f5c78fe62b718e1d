"""Queues: how many wait and for how long, who could serve them, and everybody who waits."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.acd import Acd, WaitingNow
from ivr.acd.snapshots import QueueNow
from ivr.settings.web import Right
from ivr.web.routes import Asked, Reply, Route

READ: frozenset[Right] = frozenset(("read",))


@dataclass(frozen=True, slots=True)
class QueueList:
    """All queues, as in config/queues.yaml."""

    queues: tuple[QueueNow, ...]


@dataclass(frozen=True, slots=True)
class WaitingList:
    """All calls and all work that wait, first in line first."""

    waiting: tuple[WaitingNow, ...]


class QueuesRoom:
    """The routes `/queues` and `/waiting`."""

    def __init__(self, acd: Acd) -> None:
        self._acd = acd

    def routes(self) -> tuple[Route, ...]:
        return (
            Route("GET", "/queues", "queues.list", "All queues", self._queues, QueueList, rights=READ),
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
        return Reply(QueueList(self._acd.queues()))

    async def _waiting(self, asked: Asked) -> Reply:
        return Reply(WaitingList(self._acd.waiting()))
