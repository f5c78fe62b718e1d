"""A key stands twice in one mapping. Other readers of YAML take the last one without a word.

Wrong:

```yaml
main:
  - goto: welcome
welcome:
  - hangup:
main:
  - hangup:
```

Right:

```yaml
main:
  - goto: welcome
welcome:
  - hangup:
```
"""

from __future__ import annotations

ID = "duplicate_key"
SEVERITY = "error"
