"""A trial so far: how many calls each side had, how many went wrong, whether that is enough to stop it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ivr.journal.reader import CallOutcome
from ivr.versions.evidence import evidence

FALSE_ALARMS = 0.01
"""Of all trials of versions that are no worse, at most this share is stopped all the same."""


@dataclass(frozen=True, slots=True)
class Side:
    """The calls that count on one side, and of them those that hung up in a menu and those with an error."""

    calls: int = 0
    hung_up_in_menu: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """Both sides, and the evidence that the new one is worse in each measure."""

    in_use: Side
    new: Side
    evidence: Mapping[str, float]

    @property
    def worse(self) -> str:
        """The measure that has risen beyond doubt: `failed`, `hung_up_in_menu`, or ''."""
        return next((name for name, found in self.evidence.items() if found >= enough()), "")


def enough() -> float:
    """The evidence at which a trial is stopped: the false alarms are shared among the measures."""
    return len(MEASURES) / FALSE_ALARMS


def tally(calls: Iterable[CallOutcome], in_use: str, new: str) -> Tally:
    """Count the calls on these two versions, in the order they ended; each caller once, by the first call."""
    first: dict[str, CallOutcome] = {}
    for call in calls:
        if call.version in (in_use, new):
            first.setdefault(call.caller, call)
    counted = list(first.values())
    return Tally(
        _side(call for call in counted if call.version == in_use),
        _side(call for call in counted if call.version == new),
        {
            name: evidence((call.version == new, is_bad(call)) for call in counted)
            for name, is_bad in MEASURES.items()
        },
    )


def _side(calls: Iterable[CallOutcome]) -> Side:
    found = list(calls)
    return Side(len(found), sum(map(_hung_up, found)), sum(map(_failed, found)))


def _hung_up(call: CallOutcome) -> bool:
    return call.outcome == "hung_up_in_menu"


def _failed(call: CallOutcome) -> bool:
    return call.failed or call.outcome == "failed"


MEASURES = {"failed": _failed, "hung_up_in_menu": _hung_up}
"""What may rise, by the name of the reason for which the trial is stopped then."""
