"""The agent who has had no call for the longest time, over all queues.

```yaml
queues:
  support: {strategy: longest_idle}
```
"""

from __future__ import annotations

from routing.agents import Agent
from routing.queues import Waiting


def rank(agent: Agent, waiting: Waiting, now: float) -> tuple[float, ...]:
    """By the agent's one idle clock: since login, the last talk, or the last ringing that went unanswered."""
    return (agent.idle_since,)
