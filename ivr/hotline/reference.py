"""Reference numbers of cases: eight digits that can be read out, keyed in, and checked for slips.

Seven digits are drawn at random, so that one number tells nothing of the next; the eighth is a check digit
that finds every single wrong digit and every swap of two neighbours. Scheme and table: H. Michael Damm, Total
anti-symmetrische Quasigruppen, dissertation, Universität Marburg 2004 (the quasigroup of order 10).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

LENGTH = 8

_SQUARE = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def new_reference(below: Callable[[int], int] = secrets.randbelow) -> str:
    """A fresh number; `below(n)` draws one of 0 to n-1. It never begins with 0, which spreadsheets drop."""
    digits = str(1_000_000 + below(9_000_000))
    return digits + str(_check(digits))


def is_reference(text: str) -> bool:
    """True for a number that could have been given out; false for what misses the check digit."""
    return len(text) == LENGTH and text.isascii() and text.isdigit() and _check(text) == 0


def _check(digits: str) -> int:
    state = 0
    for digit in digits:
        state = _SQUARE[state][int(digit)]
    return state
