"""Service level: the share of callers who were answered within the target time.

There are several formulas in use; every figure names its own. Of ans (answered), ans_T (within the target),
ab, ab_T (abandoned), out (left the queue otherwise):

- A: ans_T / ans; ignores whoever gave up
- B: ans_T / (ans + ab)
- D, ours where nothing is said: ans_T / (ans + ab - ab_T); who gives up within the target counts for nothing
- E: (ans_T + ab_T) / (ans + ab)
- F: ans_T / (ans + ab + out)
- G: all who left the queue within the target, for whatever reason / all who entered

Always A ≥ B and B ≤ D ≤ E. With nobody to count there is no figure (None), which is neither 0 % nor 100 %.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ivr.measures.counts import Counts

DEFAULT = "D"


@dataclass(frozen=True, slots=True)
class Formula:
    """`text` is how the formula is written beside its figure, `of` gives the share or None for no data."""

    letter: str
    text: Mapping[str, str]
    of: Callable[[Counts], float | None]


def ratio(part: float, whole: float) -> float | None:
    """None for 0/0: no data."""
    return part / whole if whole else None


FORMULAS: Mapping[str, Formula] = {
    formula.letter: formula
    for formula in (
        Formula(
            "A",
            {"zh": "限时内接听/接听", "en": "answered in time / answered"},
            lambda c: ratio(c.answered_within, c.answered),
        ),
        Formula(
            "B",
            {"zh": "限时内接听/(接听+放弃)", "en": "answered in time / (answered + abandoned)"},
            lambda c: ratio(c.answered_within, c.answered + c.abandoned),
        ),
        Formula(
            "D",
            {
                "zh": "限时内接听/(接听+放弃-限时内放弃)",
                "en": "answered in time / (answered + abandoned - abandoned in time)",
            },
            lambda c: ratio(c.answered_within, c.answered + c.abandoned - c.abandoned_within),
        ),
        Formula(
            "E",
            {
                "zh": "(限时内接听+限时内放弃)/(接听+放弃)",
                "en": "(answered + abandoned in time) / (answered + abandoned)",
            },
            lambda c: ratio(c.answered_within + c.abandoned_within, c.answered + c.abandoned),
        ),
        Formula(
            "F",
            {"zh": "限时内接听/(接听+放弃+转出)", "en": "answered in time / (answered + abandoned + left)"},
            lambda c: ratio(c.answered_within, c.answered + c.abandoned + c.flowed_out),
        ),
        Formula(
            "G",
            {"zh": "限时内离开队列/进入", "en": "left the queue in time / entered"},
            lambda c: ratio(c.left_within, c.entered),
        ),
    )
}


def service_level(counts: Counts, formula: str = DEFAULT) -> float | None:
    """By one of `FORMULAS`; None when nobody counts."""
    return FORMULAS[formula].of(counts)
