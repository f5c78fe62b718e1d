"""A key that nobody can press: a telephone has 0 to 9, * and #, and a menu takes one of them at a time.

Wrong:

```yaml
- menu: {prompt: {zh: 人工服务请按10。, en: "For an operator, press 10."}, keys: {10: hangup}}
```

Right:

```yaml
- menu: {prompt: {zh: 人工服务请按0。, en: "For an operator, press 0."}, keys: {0: hangup}}
```

Longer numbers are taken by `collect`. Where one key confirms and another asks again, they must differ, or the
second never counts:

Wrong:

```yaml
- collect:
    save: order
    prompt: {zh: 请输入订单号。, en: Please enter your order number.}
    confirm: {zh: 正确请按2，重新输入请按2。, en: "If this is right, press 2, to enter it again, press 2."}
    confirm_key: 2
```

Right:

```yaml
- collect:
    save: order
    prompt: {zh: 请输入订单号。, en: Please enter your order number.}
    confirm: {zh: 正确请按1，重新输入请按2。, en: "If this is right, press 1, to enter it again, press 2."}
```
"""

from __future__ import annotations

ID = "unpressable_keys"
SEVERITY = "error"
