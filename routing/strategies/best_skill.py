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

from typing import Any

from routing.expression import Expression, wanted
from routing.strategy import Level, Strategy


def levels(level: Level, required: Expression) -> Any:
    """The sum of the agent's levels in the skills asked for."""
    return sum(level(skill) for skill in wanted(required))


STRATEGY = Strategy(score=levels)
