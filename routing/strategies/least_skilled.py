"""The agent who can do the least, of those who will do: keeps generalists free.

Compared is the sum of levels over all skills; among equals who is idle for longest.

```yaml
queues:
  support: {strategy: least_skilled}
```
"""

from __future__ import annotations

from routing.agents import Agent
from routing.strategy import Strategy


def breadth(agent: Agent) -> float:
    """The sum of all levels."""
    return sum(level for _, level in agent.skills)


STRATEGY = Strategy(order=breadth)
