"""The agent of the highest levels in the skills that the caller asks for; among equals who is idle for
longest.

Counted are the skills that are required, by the caller or of the queue's members, not those under a `not`.
Where callers ask for none, all agents are alike.

```yaml
queues:
  support: {strategy: best_skill}
```
"""

from __future__ import annotations

from collections.abc import Mapping

from routing.expression import Expression, wanted
from routing.strategy import Strategy


def levels(skills: Mapping[str, int], required: Expression) -> float:
    """The sum of the agent's levels in the skills asked for."""
    return sum(skills.get(skill, 0) for skill in wanted(required))


STRATEGY = Strategy(score=levels)
