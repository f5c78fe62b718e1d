"""The agent who can do the least beside what the caller asks for: keeps generalists free for those who need
them.

Compared is the sum of levels over all skills; among equals who is idle for longest.

```yaml
queues:
  support: {strategy: least_skilled}
```
"""

from __future__ import annotations

from collections.abc import Mapping

from routing.expression import Expression
from routing.strategy import Strategy


def modesty(skills: Mapping[str, int], required: Expression) -> float:
    """The fewer skills and the lower levels, the higher."""
    return -sum(skills.values())


STRATEGY = Strategy(score=modesty)
