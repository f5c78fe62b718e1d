"""The service level of a queue of late."""

from __future__ import annotations

from collections import deque

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
        """The share answered in time, of those answered and those who left later than that."""
        while self._answers and self._answers[0][0] <= now - WINDOW:
            _, in_time = self._answers.popleft()
            self._in_time -= in_time
        return self._in_time / len(self._answers) if self._answers else None

    def _note(self, in_time: bool, now: float) -> None:
        self._answers.append((now, in_time))
        self._in_time += in_time
        self.service_level(now)  # forgets what is too old
