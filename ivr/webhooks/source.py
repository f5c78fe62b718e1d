"""Where items come from that are to be sent, and to whom: what `delivery` knows of the world."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from ivr.webhooks.lanes import Item

State = Literal["waiting", "dead", "refused"]


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent: the id stays the same each time."""

    id: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """An item that goes back to its source: to be tried again at `due`, or not (`dead`, `refused`)."""

    item: Item
    state: State
    due: float
    error: str


@dataclass(slots=True)
class Standing:
    """How it is with the receiver: when it `accepted` something last, since when it is `failing` and why, and
    since when it wants nothing any more (`gone`); times in seconds since 1970."""

    accepted: float | None = None
    failing: float | None = None
    error: str = ""
    gone: float | None = None


class Source(Protocol):
    """Where items come from and what keeps them. Methods raise what the database raises; then nothing of
    that is done, and it is asked again."""

    async def more(self, most: int) -> Sequence[Item]:
        """Items that were not given before, at most so many, in order; none whose key it keeps others of."""
        ...

    async def due(self, now: float, most: int) -> Sequence[Item]:
        """Of those it keeps the first of each key whose time has come."""
        ...

    async def letter(self, item: Item) -> Letter | None:
        """What is to be sent; None where there is nothing of it any more."""
        ...

    async def settle(self, done: Sequence[Item], kept: Sequence[Kept], below: int | None) -> None:
        """These are done with, those it has to keep; all it gave with a lower id than `below` is one or the
        other, None: all it gave."""
        ...

    async def note(self, standing: Standing) -> None:
        """Write down how it is with the receiver."""
        ...

    async def standing(self) -> Standing:
        """How it was, as noted, or as changed since by hand."""
        ...


@dataclass(frozen=True, slots=True)
class Receiver:
    """Whom to send to, signed with these secrets; `give_up` in seconds after an item happened."""

    name: str
    url: str = field(repr=False)
    secrets: Sequence[str] = field(repr=False)
    timeout: float = 15.0
    give_up: float = 3 * 86_400.0
    at_once: int = 8
