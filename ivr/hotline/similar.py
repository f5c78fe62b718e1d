"""Open cases that may be the same matter as another."""

from __future__ import annotations

from collections.abc import Sequence

from ivr.hotline.case import Case
from ivr.hotline.cases import CaseStore
from ivr.hotline.states import OPEN
from ivr.hotline.wanted import Wanted

LIKE = 0.35
"""The share of pairs of characters that two texts have in common, from which on they are alike (Dice's
coefficient; pairs of characters need no knowledge of where a Chinese word ends)."""
_LOOKED_AT = 500


async def similar_to(store: CaseStore, reference: str, limit: int = 20) -> Sequence[Case]:
    """Those of the same number and category first, then those with like words, the likest first. Raises
    `NoSuchCase`, `DatabaseUnusable`."""
    case = await store.known(reference)
    found: dict[str, tuple[float, Case]] = {}
    if case.caller_number:
        same = Wanted(status=OPEN, caller_numbers=(case.caller_number,), category=case.category, limit=limit)
        found |= {one.reference: (2.0, one) for one in await store.find(same)}
    if case.text:
        others = await store.find(Wanted(status=OPEN, limit=_LOOKED_AT))
        like = ((likeness(case.text, one.text), one) for one in others if one.reference not in found)
        found |= {one.reference: (how, one) for how, one in like if how >= LIKE}
    found.pop(reference, None)
    ranked = sorted(found.values(), key=lambda pair: (-pair[0], -pair[1].opened, pair[1].reference))
    return [one for _, one in ranked[:limit]]


def likeness(one: str, other: str) -> float:
    """From 0 for nothing in common to 1 for the same pairs of characters, whatever the case and the
    punctuation."""
    first, second = _pairs(one), _pairs(other)
    if not first or not second:
        return 0.0
    return 2 * len(first & second) / (len(first) + len(second))


def _pairs(text: str) -> frozenset[str]:
    plain = "".join(character for character in text.casefold() if character.isalnum())
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))
