"""A step has a verb that the language does not have. The nearest right spelling is told.

Wrong:

```yaml
- paly: {zh: 您好。, en: Hello.}
```

Right:

```yaml
- play: {zh: 您好。, en: Hello.}
```
"""

from __future__ import annotations

ID = "unknown_step"
SEVERITY = "error"
