"""What is written cannot be read, or a value does not fit where it stands.

The text says what was found and what is allowed. A file with such a fault is read as far as possible, so that
all faults are told at once.

Wrong:

```yaml
- menu: {prompt: {zh: 请按1。, en: Press 1.}, keys: {1: hangup}, timeout: 5 seconds}
```

Right:

```yaml
- menu: {prompt: {zh: 请按1。, en: Press 1.}, keys: {1: hangup}, timeout: 5s}
```
"""

from __future__ import annotations

ID = "reader"
SEVERITY = "error"
