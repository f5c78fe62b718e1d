"""What a caller needs of an agent, and how that changes with time.

```python
needs = Needs(parse("seller >= 3 and (zh or en >= 2) and not trainee"), preferred=(("vip", 2),))
met(needs.required, {"seller": 4, "zh": 1})  # True
```
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from routing.expression import ANYBODY, All, AnyOf, Expression, Has, Not, both, least, met, named
from routing.expression_text import NeedsError, parse, written

__all__ = [
    "ANYBODY",
    "NOTHING_SPECIAL",
    "All",
    "AnyOf",
    "Condition",
    "Expression",
    "Has",
    "Needs",
    "NeedsError",
    "Not",
    "Stage",
    "both",
    "least",
    "met",
    "named",
    "needs",
    "parse",
    "written",
]


@dataclass(frozen=True, slots=True)
class Needs:
    """`required`: whom the caller may be given. `preferred`: skills with their weights; the agent of the
    highest sum of weight times level is rung first, before the queue's strategy has a say."""

    required: Expression = ANYBODY
    preferred: tuple[tuple[str, int], ...] = ()

    def liking(self, skills: Mapping[str, int]) -> int:
        """How well somebody with these skills suits, of those who meet what is required."""
        return sum(weight * skills.get(skill, 0) for skill, weight in self.preferred)


NOTHING_SPECIAL = Needs()


def needs(skills: Mapping[str, int]) -> Needs:
    """All of these skills, each at its level at least."""
    if not skills:
        return NOTHING_SPECIAL
    parts = tuple(Has(skill, level) for skill, level in sorted(skills.items()))
    return Needs(parts[0] if len(parts) == 1 else All(parts))


@dataclass(frozen=True, slots=True)
class Condition:
    """A state of the caller's queue. `service_level`: 0 to 1, of the last 30 minutes; `idle_agents`: who meet
    the caller's needs now; `expected_wait` in seconds. Holds below `value`, or else above it. What is not
    known (no call yet, nobody logged in) is neither below nor above."""

    measure: Literal["service_level", "idle_agents", "expected_wait"]
    below: bool
    value: float

    def holds(self, measured: float | None) -> bool:
        if measured is None:
            return False
        return measured < self.value if self.below else measured > self.value


@dataclass(frozen=True, slots=True)
class Stage:
    """After so many seconds of waiting, and where `when` is given once it has held since, these needs take
    the place of the earlier ones. Stages come in their order and are never taken back."""

    needs: Needs
    after: float = 0.0
    when: Condition | None = None
