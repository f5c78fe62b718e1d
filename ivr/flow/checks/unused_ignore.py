"""A comment `# ivr: ignore[…]` that silences nothing: the fault is gone, or the name is misspelt.

Such a comment would hide the next fault in that line. What the reader finds, and names that do not exist,
cannot be ignored: the call would go wrong.

Wrong:

```yaml
- play: {zh: 您好。, en: Hello.}   # ivr: ignore[missing_language]
```

Right:

```yaml
- play: {zh: 您好。, en: Hello.}
```

Wrong:

```yaml
- play: {zh: 您好。, en: Hello.}   # ivr: ignore[mising_language]
```

Right:

```yaml
- play: {zh: 您好。}   # ivr: ignore[missing_language]
```
"""

from __future__ import annotations

ID = "unused_ignore"
SEVERITY = "warning"
