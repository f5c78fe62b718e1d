"""All that an object knows, as plain values that can be compared."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Any

import numpy as np
from sortedcontainers import SortedList


def everything(thing: object) -> list[object]:
    """Whatever is reached from the object, in the order in which it is reached, each object once."""
    return list(_values(thing, {}))


def _values(thing: object, seen: dict[int, tuple[int, object]]) -> Iterator[object]:
    if thing is None or isinstance(thing, str | int | float | bytes | Enum | type):
        yield thing
        return
    if isinstance(thing, np.ndarray):
        yield thing.tolist()
        return
    if callable(thing) and not hasattr(thing, "apply"):
        yield getattr(thing, "__qualname__", type(thing).__name__)
        return
    if id(thing) in seen:
        yield ("again", seen[id(thing)][0])
        return
    seen[id(thing)] = (len(seen), thing)
    yield type(thing).__name__
    for part in _parts(thing):
        yield from _values(part, seen)


def _parts(thing: Any) -> Iterator[object]:
    if isinstance(thing, Mapping):
        for key, value in thing.items():
            yield key
            yield value
    elif isinstance(thing, Sequence | SortedList | deque | frozenset | set):
        yield from thing
    else:
        slots = [name for kind in type(thing).__mro__ for name in getattr(kind, "__slots__", ())]
        for name in [*vars(thing)] if hasattr(thing, "__dict__") else slots:
            yield name
            yield getattr(thing, name)
