"""Work that is no call: what is asked for when it is brought."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Protocol

from ivr.ports.queues import AgentOffer, QueueRequest, Visit, Wakeable


@dataclass(frozen=True, slots=True)
class NewWork:
    """An e-mail, a chat or a task for one of the agents of `queue`. `needs` as they are written
    (`routing.needs`), '' for anybody; `due` in seconds since 1970, None for as soon as possible.

    `subject`, `reference`, `sender`, `url` and `payload` are for the agent, and mean nothing to the engine.
    `by` brought it; `key` is that client's own name for it ('' for none), under which it exists once.
    """

    queue: str
    channel: str
    by: str
    needs: str = ""
    priority: int = 0
    due: float | None = None
    subject: str = ""
    reference: str = ""
    sender: str = ""
    url: str = ""
    payload: Mapping[str, object] = field(default_factory=dict)
    key: str = ""


class WorkVisit(Visit, Protocol):
    """The stay of a piece of work in its queue. It is `talked` about once an agent has accepted it, and its
    stay goes on until they are done."""

    def rejected(self, offer: AgentOffer) -> None:
        """The agent does not take it; it keeps its place and the router goes on."""
        ...


class WorkQueues(Protocol):
    def bring(self, request: QueueRequest, work: Wakeable) -> AbstractAsyncContextManager[WorkVisit]:
        """Join a queue until the context is left. Raises KeyError for a queue that is not configured, or is
        of another channel."""
        ...

    def keep(
        self, request: QueueRequest, agent: str, work: Wakeable
    ) -> AbstractAsyncContextManager[WorkVisit]:
        """The same for what the agent had accepted before a restart: they have it at once."""
        ...
