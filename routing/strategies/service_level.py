"""The queue that is furthest below its target first: where a freed agent could serve several queues of this
strategy, the one whose service level of the last 30 minutes lacks the most to its `target` is served.

Nobody who waits for longer than `overdue` is passed over for that. Among agents, who has been idle for
longest.

```yaml
queues:
  support: {strategy: service_level, target: {share: 80%, within: 20s}}
```
"""

from __future__ import annotations

from routing.strategy import Strategy

STRATEGY = Strategy(by_target=True)
