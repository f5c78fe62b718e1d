"""How the needs of who waits change, by time and by conditions."""

from __future__ import annotations

from collections.abc import Callable

from routing.effects import NeedsRelaxed
from routing.needs import Condition, Needs
from routing.turn import Turn
from routing.waiting import Waiting

EVERY = 1.0
"""Seconds between two looks at the conditions that somebody waits for."""

Measure = Callable[[Waiting, Condition], float | None]


class Relaxation:
    """Each caller's stages in their order. `here` says whether a caller still waits; `renew` gives new needs.
    A stage takes effect whether a phone rings for the caller or not."""

    def __init__(
        self,
        turn: Turn,
        measure: Measure,
        here: Callable[[Waiting], bool],
        renew: Callable[[Waiting, Needs], None],
    ) -> None:
        self._turn = turn
        self._measure = measure
        self._here = here
        self._renew = renew
        self._pending: dict[str, Waiting] = {}
        self._ticking = False

    def begin(self, waiting: Waiting) -> None:
        """Do what is due and have the rest done in time."""
        while waiting.stages:
            stage = waiting.stages[0]
            due = waiting.arrived + stage.after
            if due > self._turn.now:
                return self._turn.alarm_at(due, self._due, waiting)
            if stage.when and not stage.when.holds(self._measure(waiting, stage.when)):
                return self._watch(waiting)
            waiting.stages = waiting.stages[1:]
            waiting.stage += 1
            self._turn.say(NeedsRelaxed(waiting.call, waiting.stage, stage.needs))
            self._renew(waiting, stage.needs)

    def _due(self, waiting: Waiting) -> None:
        if self._here(waiting):
            self.begin(waiting)

    def _watch(self, waiting: Waiting) -> None:
        self._pending[waiting.call] = waiting
        if not self._ticking:
            self._ticking = True
            self._turn.alarm(EVERY, self._tick, None)

    def _tick(self, _: None) -> None:
        self._ticking = False
        pending, self._pending = self._pending, {}
        for waiting in pending.values():
            if self._here(waiting):
                self.begin(waiting)
