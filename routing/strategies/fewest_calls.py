"""The agent who has had the fewest calls, over all queues; among equals who is idle for longest.

Whoever logs in later starts level with the others, so that nobody is flooded to catch up.

```yaml
queues:
  support: {strategy: fewest_calls}
```
"""

from __future__ import annotations

from routing.agents import Agent
from routing.strategy import Strategy


def calls(agent: Agent) -> float:
    return agent.calls


STRATEGY = Strategy(order=calls)
