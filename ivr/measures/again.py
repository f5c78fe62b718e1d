"""Who called again, and who had called before."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable

from ivr.measures.facts import CallFacts
from ivr.measures.settings import Settings


class Callers:
    """All calls by the caller's number. Withheld numbers, and calls that no caller made, are nobody's.

    `others`: further calls that callers made, each by its number and beginning, for all paths; they may be
    among the facts as well.
    """

    def __init__(
        self, facts: Iterable[CallFacts], settings: Settings, others: Iterable[tuple[str, float]] = ()
    ) -> None:
        self._window, self._same_path = settings.fcr_window, settings.same_path
        self._began: dict[tuple[str, ...], list[float]] = defaultdict(list)
        last = 0.0
        for call in facts:
            last = max(last, call.began, call.ended or 0.0)
            if call.caller and call.is_of_a_caller:
                self._began[self._who(call)].append(call.began)
        for caller, at in others:
            self._began[(caller,)].append(at)
        for began in self._began.values():
            began.sort()
        self.known_until = last if settings.known_until is None else settings.known_until

    def is_pending(self, call: CallFacts) -> bool:
        """Whether the window after this call reaches beyond what is known."""
        return _end(call) + self._window > self.known_until

    def called_again(self, call: CallFacts) -> bool:
        """Within the window after its end, or during it."""
        began = self._began.get(self._who(call), [])
        after = bisect_right(began, call.began)
        return after < len(began) and began[after] <= _end(call) + self._window

    def had_called(self, call: CallFacts) -> bool:
        """Within the window before it, for whatever reason."""
        began = self._began.get(self._who(call), [])
        before = bisect_left(began, call.began) - 1
        return before >= 0 and began[before] >= call.began - self._window

    def _who(self, call: CallFacts) -> tuple[str, ...]:
        return (call.caller, *call.path) if self._same_path else (call.caller,)


def _end(call: CallFacts) -> float:
    return call.began if call.ended is None else call.ended
