"""Facts → the parts of each half-hour, by every split that is kept ready."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from ivr.measures.atoms import CONTACT, Around, Bits, Place, atoms
from ivr.measures.facts import CallFacts
from ivr.measures.intervals import Intervals, pieces
from ivr.measures.schedule import Span
from ivr.measures.settings import Settings

SPLITS = ("queue", "skill", "agent", "line", "path", "language")
MENUS, SEEN = "menu", "seen"
"""The splits by menu and key, and that of all calls in the log, whoever made them."""
BETWEEN = "\x1f"
"""Between a menu and its key."""

Sums = dict[str, float]
Keyed = dict[str, Sums]
"""Sums by the key of a split: which queue, which agent."""


@dataclass(slots=True)
class Slot:
    """What a half-hour or a day has, by split and key. `pending`: until when one of its callers may call
    again, None when that is known of all."""

    splits: dict[str, Keyed] = field(default_factory=lambda: defaultdict(lambda: defaultdict(dict)))
    pending: float | None = None

    def add(self, split: str, key: str, bits: Bits) -> None:
        merge(self.splits[split][key], bits)

    def wait(self, until: float | None) -> None:
        """It is known no sooner who calls again."""
        if until is not None:
            self.pending = max(until, self.pending or until)

    def join(self, other: Slot) -> None:
        """Take in what another has."""
        for split, keyed in other.splits.items():
            for key, sums in keyed.items():
                self.add(split, key, sums)
        self.wait(other.pending)


class Tally:
    """Adds up what lies in [`since`, `until`) of the settings, by the beginnings of the half-hours."""

    def __init__(self, settings: Settings, halves: Intervals) -> None:
        self._settings, self._halves = settings, halves
        self.slots: dict[float, Slot] = defaultdict(Slot)

    def calls(self, calls: Iterable[CallFacts], around: Around) -> None:
        """All that these calls add."""
        for call in calls:
            if self._settings.counts(call.began):
                self._see(call, around)
            for place, bits in atoms(call, around, self._settings):
                self.add(place, bits)

    def spans(self, spans: Iterable[Span]) -> None:
        """What went on for a time."""
        since, until = self._settings.since, self._settings.until
        found: dict[tuple[float, str], Sums] = defaultdict(dict)
        for span in spans:
            began = span.began if since is None else max(span.began, since)
            ended = span.ended if until is None else min(span.ended, until)
            for begin, end in pieces(began, ended, self._halves):
                half = self._halves.around(begin)[0]
                at = half if since is None else max(half, since)
                merge(found[at, span.agent], dict.fromkeys(span.parts, end - begin))
        for (at, agent), sums in found.items():
            self.add(Place(at, agent=agent), sums)

    def add(self, place: Place, bits: Bits) -> None:
        """What happened at one moment."""
        if not self._settings.counts(place.at):
            return
        slot = self.slots[self._halves.around(place.at)[0]]
        for split in (MENUS,) if place.menu else SPLITS:
            slot.add(split, _KEYS[split](place), bits)

    def _see(self, call: CallFacts, around: Around) -> None:
        slot = self.slots[self._halves.around(call.began)[0]]
        own = call.is_of_a_caller
        slot.add(SEEN, "", {"seen": own, "running": own and call.ended is None})
        if call.caller and call.outcome in CONTACT and around.callers.is_pending(call):
            slot.wait((call.began if call.ended is None else call.ended) + self._settings.fcr_window)


def merge(sums: Sums, bits: Mapping[str, float]) -> None:
    """Add the parts, of `longest` the greater; noughts are left out."""
    for name, value in bits.items():
        if name == "longest":
            sums[name] = max(sums.get(name, 0.0), value)
        elif value:
            sums[name] = sums.get(name, 0) + value


_KEYS: Mapping[str, Callable[[Place], str]] = {
    "queue": lambda place: place.queue,
    "skill": lambda place: place.skill,
    "agent": lambda place: place.agent,
    "line": lambda place: place.line,
    "path": lambda place: place.path,
    "language": lambda place: place.language,
    MENUS: lambda place: f"{place.menu}{BETWEEN}{place.key}",
}
