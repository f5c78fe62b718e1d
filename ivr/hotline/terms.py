"""The promises of `config/hotline.yaml`, reckoned for a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ivr.hotline.case import Case
from ivr.hotline.due import NeverOpen, due
from ivr.ports.cases import Kind
from ivr.settings.hotline import Hotline, Promise, Reminder
from ivr.settings.hours import Hours

_UNPROMISED = Promise()


@dataclass(frozen=True, slots=True)
class Promises:
    """`ivr.hotline.changes.Terms` by the settings."""

    settings: Hotline

    def answer_due(self, kind: Kind, at: float) -> float | None:
        promise = self._of(kind)
        return None if promise.answer is None else self._after(at, promise.answer, promise)

    def close_due(self, kind: Kind, at: float) -> float | None:
        promise = self._of(kind)
        return None if promise.close is None else self._after(at, promise.close, promise)

    def remind_at(self, case: Case) -> float | None:
        steps = self._reminders(case)
        return self._moment(case, steps[case.told]) if case.told < len(steps) else None

    def latest(self, case: Case, now: float) -> tuple[int, Reminder] | None:
        """The last of its reminders whose moment has come, and which it is, counted from 1; None where none
        has come that was not told, as when the settings have others than before."""
        due = [
            (step, reminder)
            for step, reminder in enumerate(self._reminders(case), 1)
            if step > case.told and (self._moment(case, reminder) or now + 1) <= now
        ]
        return due[-1] if due else None

    def settle(self, kind: Kind) -> float:
        """Seconds after which an answered case of which nobody says more is closed."""
        return self._of(kind).settle

    def _reminders(self, case: Case) -> Sequence[Reminder]:
        """In the order of time; those of a moment in the order of the file."""
        remind = self._of(case.kind).remind if case.due is not None else ()
        return sorted(remind, key=lambda each: each.offset)

    def _of(self, kind: Kind) -> Promise:
        return self.settings.kinds.get(kind, _UNPROMISED)

    def _moment(self, case: Case, reminder: Reminder) -> float | None:
        """Before it is due is plain time, after it working time."""
        assert case.due is not None
        if reminder.offset >= 0:
            return self._after(case.due, reminder.offset, self._of(case.kind))
        return case.due + reminder.offset

    def _after(self, at: float, working: float, promise: Promise) -> float | None:
        try:
            return due(at, working, self._hours(promise))
        except NeverOpen:
            return None

    def _hours(self, promise: Promise) -> Hours | None:
        return self.settings.hours[promise.hours] if promise.hours else None
