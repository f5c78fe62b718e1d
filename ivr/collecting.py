"""Python's collector of garbage, set for a process that must answer at once."""

from __future__ import annotations

import gc

YOUNG, MIDDLE, OLD = 20_000, 20, 100
"""Objects made since the last look at the young ones; looks at those before one at the next age."""


def settle() -> None:
    """Spare calls the time in which the collector would look through all that stays, modules and dialplans,
    and let it look at the rest more rarely.

    With 1,000 flows what stays is a third of a second in a change (docs/decisions/0020-live-change.md); a
    look at the young ones was a tenth of the router's decisions at p99 (`bench/routing`).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
