"""Answers that may be used again for a while."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

from ivr.lookups.rows import Rows
from ivr.ports import Lookup

MOST = 10_000

Question = tuple[str, tuple[tuple[str, str], ...]]


class Answers:
    """The last answers, those not used for longest given up first. Failures are never kept."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic, most: int = MOST) -> None:
        self._monotonic = monotonic
        self._most = most
        self._kept: OrderedDict[Question, tuple[float, Rows]] = OrderedDict()

    def known(self, lookup: Lookup) -> Rows | None:
        """The answer to the same question, if it is not older than the question allows."""
        question = _question(lookup)
        came, rows = self._kept.get(question, (float("-inf"), ()))
        if self._monotonic() - came >= lookup.cache:
            return None
        self._kept.move_to_end(question)
        return rows

    def keep(self, lookup: Lookup, rows: Rows) -> None:
        """Remember an answer, if this question says that it may be used again."""
        if lookup.cache <= 0:
            return
        self._kept[_question(lookup)] = (self._monotonic(), rows)
        self._kept.move_to_end(_question(lookup))
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)


def _question(lookup: Lookup) -> Question:
    return lookup.source, tuple(sorted(lookup.values.items()))
