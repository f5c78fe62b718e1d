"""The agent who has had no call for the longest time, over all queues.

```yaml
queues:
  support: {strategy: longest_idle}
```
"""

from __future__ import annotations

from routing.strategy import Strategy, idle

STRATEGY = Strategy(order=idle)
