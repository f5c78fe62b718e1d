"""What the engine does, seen live: its events, the prompts that begin, and waiting for one of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from ivr.demo.patience import LIMIT
from ivr.events import Event

E = TypeVar("E", bound=Event)
T = TypeVar("T")


class NotSeen(TimeoutError):
    """What was waited for did not happen; the message has what did."""


class Watch:
    """A listener of the engine that remembers everything. Wakes whoever waits at each event."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.prompts: list[tuple[str, str]] = []
        self._news = asyncio.Event()

    @property
    def seen(self) -> int:
        """How many events there were; a place to begin looking from."""
        return len(self.events)

    def __call__(self, event: Event) -> None:
        self.events.append(event)
        self._tell()

    def prompting(self, call: str, text: str) -> None:
        """A prompt begins."""
        self.prompts.append((call, text))
        self._tell()

    async def until(
        self,
        kind: type[E],
        *,
        limit: float = LIMIT,
        after: int = 0,
        where: Callable[[E], bool] = lambda _: True,
        **fields: Any,
    ) -> E:
        """The first event like this, from number `after` on, past or to come. Raises NotSeen."""

        def look() -> E | None:
            for event in self.events[after:]:
                if isinstance(event, kind) and _has(event, fields) and where(event):
                    return event
            return None

        return await self._wait(look, limit, f"no {kind.__name__} with {fields}")

    async def prompt(self, call: str, text: str, *, after: int = 0, limit: float = LIMIT) -> int:
        """Wait for a prompt of `call` with these words in it, from number `after` on; the number behind it.

        Raises NotSeen.
        """

        def look() -> int | None:
            for number, (of, words) in enumerate(self.prompts[after:], after + 1):
                if of == call and text in words:
                    return number
            return None

        return await self._wait(look, limit, f"no prompt with '{text}'")

    async def _wait(self, look: Callable[[], T | None], limit: float, missing: str) -> T:
        try:
            async with asyncio.timeout(limit):
                while (found := look()) is None:
                    await self._news.wait()
                return found
        except TimeoutError:
            raise NotSeen(f"{missing} within {limit:g} s; the last events:\n{self._last()}") from None

    def _tell(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()

    def _last(self) -> str:
        events = [f"  {event}" for event in self.events[-25:]]
        return "\n".join(events + [f"  prompt {call}: {text}" for call, text in self.prompts[-5:]])


def _has(event: Event, fields: Mapping[str, object]) -> bool:
    return all(getattr(event, name) == value for name, value in fields.items())
