"""Service level: the share of callers who were answered within the target time.

There are several formulas in use; every figure names its own. Of ans (answered), ans_T (within the target),
ab, ab_T (abandoned), short (abandoned at once), out (left the queue otherwise):

- A: ans_T / ans; ignores whoever gave up
- B: ans_T / (ans + ab)
- C: ans_T / (ans + ab - short)
- D, ours where nothing is said: ans_T / (ans + ab - ab_T); who gives up within the target counts for nothing
- E: (ans_T + ab_T) / (ans + ab)
- F: ans_T / (ans + ab + out)
- G: all who left the queue within the target, for whatever reason / all who entered

Always A ≥ B and B ≤ D ≤ E. With nobody to count there is no figure (None), which is neither 0 % nor 100 %.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ivr.measures.measure import Measure, words
from ivr.measures.parts import Parts, ratio

DEFAULT = "D"


@dataclass(frozen=True, slots=True)
class Formula:
    """`text` is how the formula is written beside its figure, `of` gives the share or None for no data."""

    letter: str
    text: Mapping[str, str]
    of: Callable[[Parts], float | None]


FORMULAS: Mapping[str, Formula] = {
    formula.letter: formula
    for formula in (
        Formula(
            "A",
            words("限时内接听/接听", "answered in time / answered"),
            lambda p: ratio(p.answered_within, p.answered),
        ),
        Formula(
            "B",
            words("限时内接听/(接听+放弃)", "answered in time / (answered + abandoned)"),
            lambda p: ratio(p.answered_within, p.answered + p.abandoned),
        ),
        Formula(
            "C",
            words(
                "限时内接听/(接听+放弃-短时放弃)",
                "answered in time / (answered + abandoned - short abandons)",
            ),
            lambda p: ratio(p.answered_within, p.answered + p.abandoned - p.short_abandoned),
        ),
        Formula(
            "D",
            words(
                "限时内接听/(接听+放弃-限时内放弃)",
                "answered in time / (answered + abandoned - abandoned in time)",
            ),
            lambda p: ratio(p.answered_within, p.answered + p.abandoned - p.abandoned_within),
        ),
        Formula(
            "E",
            words(
                "(限时内接听+限时内放弃)/(接听+放弃)",
                "(answered + abandoned in time) / (answered + abandoned)",
            ),
            lambda p: ratio(p.answered_within + p.abandoned_within, p.answered + p.abandoned),
        ),
        Formula(
            "F",
            words("限时内接听/(接听+放弃+转出)", "answered in time / (answered + abandoned + left)"),
            lambda p: ratio(p.answered_within, p.answered + p.abandoned + p.flowed_out),
        ),
        Formula(
            "G",
            words("限时内离开队列/进入", "left the queue in time / entered"),
            lambda p: ratio(p.left_within, p.entered),
        ),
    )
}


def service_level(parts: Parts, formula: str = DEFAULT) -> float | None:
    """By one of `FORMULAS`; None when nobody counts."""
    return FORMULAS[formula].of(parts)


def _measure(name: str, formula: Formula) -> Measure:
    title = words(f"服务水平（公式{formula.letter}）", f"service level ({formula.letter})")
    return Measure(name, "share", title, formula.text, formula.of)


MEASURES = (
    _measure("service_level", FORMULAS[DEFAULT]),
    *(_measure(f"service_level_{letter.lower()}", formula) for letter, formula in FORMULAS.items()),
)
