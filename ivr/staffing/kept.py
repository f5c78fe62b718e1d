"""Forecasts that were made, kept in the state folder until the day is over and they can be judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import orjson

from ivr.files import durable
from ivr.staffing.history import Calls

FOLDER = "forecasts"


@dataclass(frozen=True, slots=True)
class Kept:
    """The calls that were expected on `day` by queue and half-hour, as forecast on `made`."""

    day: date
    made: date
    calls: Calls


class Forecasts:
    """The folder `forecasts` in the state folder: a file a day, the newest forecast of each queue in it."""

    def __init__(self, state: Path) -> None:
        self._folder = state / FOLDER

    def keep(self, new: Kept) -> None:
        """Beside what is kept for other queues of that day. Raises OSError."""
        before = self.of(new.day)
        calls = {**(before.calls if before else {}), **new.calls}
        plain = {"day": new.day.isoformat(), "made": new.made.isoformat(), "calls": calls}
        self._folder.mkdir(parents=True, exist_ok=True)
        durable.write(self._file(new.day), orjson.dumps(plain))

    def of(self, day: date) -> Kept | None:
        """None where there is none, or none that can be read."""
        try:
            plain = orjson.loads(self._file(day).read_bytes())
            return Kept(day, date.fromisoformat(plain["made"]), plain["calls"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def last_before(self, day: date, queues: set[str]) -> Kept | None:
        """The newest of a day before that, which has all these queues."""
        try:
            names = sorted((file.stem for file in self._folder.glob("*.json")), reverse=True)
        except OSError:
            return None
        kept = (self.of(found) for name in names if (found := _day(name)) and found < day)
        return next((each for each in kept if each and queues <= each.calls.keys()), None)

    def _file(self, day: date) -> Path:
        return self._folder / f"{day.isoformat()}.json"


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(name)
    except ValueError:
        return None
