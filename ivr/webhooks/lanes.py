"""What waits to be sent, in lanes: items of one key go one after the other, lanes do not wait for each other.

Pure: time and chance come from outside. An item that failed holds up its own lane alone, until it is due.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from heapq import heappop, heappush


@dataclass(frozen=True, slots=True)
class Item:
    """Something to be sent, which happened `at` (seconds since 1970). Those of the same `key` go in the order
    of their `id`. `attempts` were made before it came here; `kept`: its source keeps it by itself, so it
    holds up no position."""

    id: int
    key: str
    at: float
    attempts: int = 0
    kept: bool = False


@dataclass(slots=True)
class _Lane:
    items: deque[Item] = field(default_factory=deque)
    due: float = 0.0
    """Of the first of them."""
    flying: bool = False


@dataclass(slots=True)
class Lanes:
    """Holds items until they are accepted or taken out."""

    _lanes: dict[str, _Lane] = field(default_factory=dict)
    _turns: list[tuple[float, int, str]] = field(default_factory=list)
    """(due, id, key) of heads that may go; what is out of date in it is passed over."""
    _ids: set[int] = field(default_factory=set)
    _low: list[int] = field(default_factory=list)
    flying: int = 0

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, key: str) -> bool:
        return key in self._lanes

    def add(self, item: Item) -> None:
        """Behind all others of its key."""
        lane = self._lanes.setdefault(item.key, _Lane())
        lane.items.append(item)
        self._ids.add(item.id)
        if not item.kept:
            heappush(self._low, item.id)
        if len(lane.items) == 1:
            self._queue(item.key, lane)

    def next(self, now: float) -> Item | None:
        """One whose turn it is; it flies until it is `accepted`, `put_off` or taken out."""
        if self.soonest() > now or not self._turns:
            return None
        _, _, key = heappop(self._turns)
        lane = self._lanes[key]
        lane.flying = True
        self.flying += 1
        return lane.items[0]

    def soonest(self) -> float:
        """When the next may go, infinite while none can."""
        while self._turns:
            due, number, key = self._turns[0]
            lane = self._lanes.get(key)
            if lane and not lane.flying and lane.due == due and lane.items[0].id == number:
                return due
            heappop(self._turns)
        return float("inf")

    def accepted(self, item: Item) -> None:
        """It is done with; the next of its lane may go."""
        lane = self._lanes[item.key]
        self._land(lane)
        lane.items.popleft()
        self._ids.discard(item.id)
        lane.due = 0.0
        if lane.items:
            self._queue(item.key, lane)
        else:
            del self._lanes[item.key]

    def replace(self, item: Item) -> Item:
        """The first of its lane, with other facts; the item itself."""
        self._lanes[item.key].items[0] = item
        return item

    def holds(self, number: int) -> bool:
        """Whether the item with this id is here."""
        return number in self._ids

    def put_off(self, item: Item, until: float) -> None:
        """It flies no longer, and may go again then."""
        lane = self._lanes[item.key]
        self._land(lane)
        lane.due = until
        self._queue(item.key, lane)

    def take_out(self, key: str) -> list[Item]:
        """The whole lane, in its order; none of it is here any more."""
        lane = self._lanes.pop(key)
        self._land(lane)
        self._ids.difference_update(item.id for item in lane.items)
        return list(lane.items)

    def lowest(self) -> int | None:
        """The lowest id of those that no source keeps by itself; None where there are none."""
        while self._low and self._low[0] not in self._ids:
            heappop(self._low)
        return self._low[0] if self._low else None

    def _queue(self, key: str, lane: _Lane) -> None:
        heappush(self._turns, (lane.due, lane.items[0].id, key))

    def _land(self, lane: _Lane) -> None:
        self.flying -= lane.flying
        lane.flying = False
