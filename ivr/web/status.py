"""How the engine does: whether its log is behind, and what it does not know yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from ivr.journal.shown import iso
from ivr.journal.standing import Standing
from ivr.settings.web import Right
from ivr.web.routes import Asked, Reply, Route

READ: frozenset[Right] = frozenset(("read",))


@dataclass(frozen=True, slots=True)
class LogNow:
    """`state`: well, or away while the database fails or is slow (`since` when, and the `reason` it gave
    last) or has not caught up. So many `events` wait, the `oldest` of then, in `bytes` on disk; `in_memory`
    of them are not on disk yet; `lost` are gone, for no disk took them either."""

    state: Literal["well", "away"]
    since: str | None
    reason: str
    events: int
    oldest: str | None
    bytes: int
    in_memory: int
    lost: int


@dataclass(frozen=True, slots=True)
class Status:
    """`log`: the call log. `unknown_agents`: of whom it is not known whether they are logged in, since the
    database was away when the engine began; with them callbacks, work and mailboxes are not known."""

    log: LogNow
    unknown_agents: tuple[str, ...]


def status_of(standing: Standing, unknown: Sequence[str], zone: ZoneInfo) -> Status:
    """For people and programs."""
    log = LogNow(
        state="well" if standing.away_since is None else "away",
        since=iso(standing.away_since, zone),
        reason=standing.reason,
        events=standing.events,
        oldest=iso(standing.oldest, zone),
        bytes=standing.bytes,
        in_memory=standing.in_memory,
        lost=standing.lost,
    )
    return Status(log, tuple(unknown))


class StatusRoom:
    """The route `/status`."""

    def __init__(self, now: Callable[[], Status]) -> None:
        self._now = now

    def routes(self) -> tuple[Route, ...]:
        summary = "How the engine does: whether its log is behind, and what it does not know yet"
        return (Route("GET", "/status", "status.get", summary, self._get, Status, rights=READ),)

    async def _get(self, asked: Asked) -> Reply:
        return Reply(self._now())
