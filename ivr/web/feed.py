"""What happens, told to whoever listens, as server-sent events. Nobody who listens can hold the engine up:
each has a bounded buffer, and who does not keep up is let go."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from ivr import events
from ivr.archive.blanking import Blanking, hiding
from ivr.events import CallEvent, Event, WorkEvent
from ivr.journal.codec import data_of
from ivr.journal.json import to_json

READERS = 50
BUFFER = 256
KEPT = 1000
"""Messages kept for who comes back after a broken connection."""
CALLERS = 20_000
"""Calls of which the feed remembers who calls."""

SUBJECTS: dict[str, frozenset[type[Event]]] = {
    "agents": frozenset((events.AgentStateChanged,)),
    "queues": frozenset(
        (
            events.QueueEntered,
            events.QueueLeft,
            events.AgentOffered,
            events.OfferEnded,
            events.TalkEnded,
        )
    ),
    "work": frozenset(
        (
            events.WorkArrived,
            events.WorkOffered,
            events.WorkOfferEnded,
            events.WorkReleased,
            events.WorkFinished,
            events.WorkCancelled,
            events.WorkOverdue,
        )
    ),
    "log": frozenset((events.LogFellBehind, events.LogCaughtUp)),
    "alarms": frozenset((events.AlarmRaised, events.AlarmCleared)),
}
"""What can be listened to, and the facts that each tells."""

_SUBJECT_OF = {kind: subject for subject, kinds in SUBJECTS.items() for kind in kinds}


@dataclass(frozen=True)
class Message:
    """One fact, and how it is sent; nothing is written down that nobody hears. `hiding` hides the caller from
    who may not see them."""

    id: str
    number: int
    subject: str
    event: Event
    hiding: Blanking

    @property
    def agent(self) -> str:
        return str(getattr(self.event, "agent", ""))

    @cached_property
    def text(self) -> bytes:
        return _text(self.id, self.event, data_of(self.event))

    @cached_property
    def text_without_the_person(self) -> bytes:
        return _text(self.id, self.event, self.hiding.data(data_of(self.event)))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader wants to hear: of these subjects, and of this agent alone if one is given. `numbers`: the
    numbers and names of callers, and what they said and keyed in, too."""

    subjects: frozenset[str] = frozenset(SUBJECTS)
    agent: str = ""
    numbers: bool = False

    def fits(self, message: Message) -> bool:
        return message.subject in self.subjects and self.agent in ("", message.agent)

    def text(self, message: Message) -> bytes:
        """The message, as far as the reader may see it."""
        return message.text if self.numbers else message.text_without_the_person


class Reader:
    """One who listens. `over` is true for who was too slow, and when the engine stops."""

    def __init__(self, wanted: Wanted) -> None:
        self.over = False
        self._wanted = wanted
        self._line: deque[bytes] = deque()
        self._news = asyncio.Event()

    def tell(self, message: Message) -> None:
        """Take the message, if it is wanted. Never waits."""
        if self._wanted.fits(message) and not self.over:
            self.put(self._wanted.text(message))

    def put(self, text: bytes) -> None:
        """Take what is to be sent."""
        self._line.append(text)
        if len(self._line) > BUFFER:
            self.let_go()
        self._news.set()

    def let_go(self) -> None:
        """It is over; what was not sent is not kept."""
        self.over = True
        self._line.clear()
        self._news.set()

    async def next(self, patience: float) -> bytes:
        """All that is new, or nothing after so many seconds without news."""
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self._news.wait()
        self._news.clear()
        texts = b"".join(self._line)
        self._line.clear()
        return texts


class Full(Exception):
    """As many listen as may."""


class Feed:
    """A listener of the engine. `READERS` may listen at once."""

    def __init__(self, country: str) -> None:
        self._country = country
        self._callers: dict[str, str] = {}
        self._began = f"{time.time_ns() // 1_000_000:x}"
        self._number = 0
        self._kept: deque[Message] = deque(maxlen=KEPT)
        self._readers: set[Reader] = set()

    def __call__(self, event: Event) -> None:
        self._remember(event)
        subject = _SUBJECT_OF.get(type(event))
        if subject is None:
            return
        self._number += 1
        caller = self._callers.get(event.call, "") if isinstance(event, CallEvent) else ""
        hidden = hiding(caller, self._country)
        message = Message(f"{self._began}-{self._number}", self._number, subject, event, hidden)
        self._kept.append(message)
        for reader in self._readers:
            reader.tell(message)

    def _remember(self, event: Event) -> None:
        """Who calls, as long as the call goes on: their number may stand in what happens later."""
        if isinstance(event, events.CallBegan):
            self._callers[event.call] = event.caller_number
            if len(self._callers) > CALLERS:
                del self._callers[next(iter(self._callers))]
        elif isinstance(event, events.CallEnded):
            self._callers.pop(event.call, None)

    @property
    def readers(self) -> int:
        """How many listen."""
        return len(self._readers)

    @contextmanager
    def reading(self, wanted: Wanted, last: str = "") -> Iterator[Reader]:
        """Listen while the context lasts, from behind the message with the id `last` on. Raises `Full`."""
        if len(self._readers) >= READERS:
            raise Full
        reader = Reader(wanted)
        for text in self._missed(wanted, last) if last else ():
            reader.put(text)
        self._readers.add(reader)
        try:
            yield reader
        finally:
            self._readers.discard(reader)

    def close(self) -> None:
        """Let everybody go."""
        for reader in self._readers:
            reader.let_go()

    def _missed(self, wanted: Wanted, last: str) -> list[bytes]:
        """What came after it; or, where that is not known (any more) or is too much, that much was missed."""
        began, _, number = last.partition("-")
        if began == self._began and number.isdecimal():
            after = [message for message in self._kept if message.number > int(number)]
            complete = len(after) == self._number - int(number)
            texts = [wanted.text(message) for message in after if wanted.fits(message)]
            if complete and len(texts) <= BUFFER // 2:
                return texts
        return [b"event: missed\ndata: {}\n\n"]


def _text(number: str, event: Event, said: Mapping[str, Any]) -> bytes:
    values = {"at": datetime.fromtimestamp(event.at, UTC).isoformat(timespec="milliseconds")}
    if isinstance(event, CallEvent):
        values["call"] = event.call
    if isinstance(event, WorkEvent):
        values["work"] = event.work
    data = to_json(values | dict(said))
    return f"id: {number}\nevent: {events.kind(event)}\ndata: {data}\n\n".encode()
