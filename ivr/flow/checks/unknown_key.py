"""A key stands where it has no meaning. The nearest right spelling is told, and what is allowed.

Wrong:

```yaml
- record: {prompt: {zh: 请留言。, en: Please leave a message.}, max_length: 1m}
```

Right:

```yaml
- record: {prompt: {zh: 请留言。, en: Please leave a message.}, max: 1m}
```

A key that is indented too little stands beside the verb instead of below it:

Wrong:

```yaml
- collect:
    save: order
    prompt: {zh: 请输入订单号。, en: Please enter your order number.}
  length: 8
```

Right:

```yaml
- collect:
    save: order
    prompt: {zh: 请输入订单号。, en: Please enter your order number.}
    length: 8
```
"""

from __future__ import annotations

ID = "unknown_key"
SEVERITY = "error"
