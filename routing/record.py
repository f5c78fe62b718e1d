"""The service level of a queue of late."""

from __future__ import annotations

from collections import deque
from itertools import takewhile

WINDOW = 1800.0
"""Seconds that a service level looks back."""


class Record:
    """Answers, and callers who gave up, as far as they count. Times in seconds."""

    def __init__(self, within: float) -> None:
        self._within = within
        self._answers: deque[tuple[float, bool]] = deque()
        self._in_time = 0

    def answered(self, waited: float, now: float) -> None:
        self._note(waited <= self._within, now)

    def abandoned(self, waited: float, now: float) -> None:
        """Who leaves within the target's time counts neither for nor against it."""
        if waited > self._within:
            self._note(False, now)

    def service_level(self, now: float) -> float | None:
        """The share answered in time, of those answered and those who left later. Reading changes nothing."""
        old = list(takewhile(lambda answer: answer[0] <= now - WINDOW, self._answers))
        many = len(self._answers) - len(old)
        return (self._in_time - sum(in_time for _, in_time in old)) / many if many else None

    def _note(self, in_time: bool, now: float) -> None:
        self._answers.append((now, in_time))
        self._in_time += in_time
        while self._answers[0][0] <= now - WINDOW:
            self._in_time -= self._answers.popleft()[1]
