"""The process that keeps half-hours and days counted beside the engine, at the lowest priority:

    python -m ivr.intervals.worker < plan

The plan is one line of JSON (`Plan`). It goes on until the end of its input, which is the end of the engine.
Its log lines go to standard error; on standard output there is a line of JSON now and then, so it is known to
be at work.

It begins half a minute after the engine, and loads nothing before: a start has enough to do.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Event

import orjson

from ivr.archive.beside import end_with_the_engine, plan_line

MODULE, STOPPED = "ivr.intervals.worker", "intervals_stopped"
"""What runs it, and the alarm that tells that it does not run."""
FIRST = 30.0
"""Seconds until it begins."""
_LOWEST = 19


@dataclass(frozen=True, slots=True)
class Plan:
    """What the process is told: the database, by which definition it counts (`Definition.told`), and when it
    begins."""

    url: str
    definition: Mapping[str, object]
    first: float = FIRST

    def written(self) -> bytes:
        """One line."""
        told = {"url": self.url, "definition": self.definition, "first": self.first}
        return orjson.dumps(told) + b"\n"


def main() -> None:
    """Run until the end of the input."""
    os.nice(_LOWEST)
    if not (line := plan_line()):
        return
    plan, over = Plan(**orjson.loads(line)), Event()
    end_with_the_engine(over.set)
    if not over.wait(plan.first):
        from ivr.intervals.keeping import keep

        keep(plan, over)


if __name__ == "__main__":
    main()
