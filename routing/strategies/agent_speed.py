"""Work in equal shares of time: an agent who handles calls twice as fast is given twice as many.

The speed is measured: the time of talk and wrap-up, the last calls counting most. Who has had few calls yet
counts as of the average speed; whoever logs in later starts level with the others.

```yaml
queues:
  support: {strategy: agent_speed}
```
"""

from __future__ import annotations

from routing.agents import Agent
from routing.strategy import Strategy


def burden(agent: Agent) -> float:
    return agent.burden


STRATEGY = Strategy(order=burden)
