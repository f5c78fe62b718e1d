"""YAML takes something for a sign of its own that was meant as it stands.

`*` begins an alias, `#` a comment, `&` an anchor, `{` a mapping; `@`, `` ` ``, `%`, `|` and `>` are special
as well. Put such a text into quotes.

Wrong:

```yaml
- menu: {prompt: {zh: 重听请按星号键。, en: "To hear this again, press star."}, keys: {*: repeat}}
```

Right:

```yaml
- menu: {prompt: {zh: 重听请按星号键。, en: "To hear this again, press star."}, keys: {"*": repeat}}
```

Wrong:

```yaml
- transfer: {to: {{ call.dialled }}}
```

Right:

```yaml
- transfer: {to: "{{ call.dialled }}"}
```

A `#` behind a blank begins a comment: what follows it would be cut off, and never be spoken.

Wrong:

```yaml
- play:
    zh: 结束请按 # 键。
    en: When you have finished, press # please.
```

Right:

```yaml
- play:
    zh: "结束请按 # 键。"
    en: "When you have finished, press # please."
```

What surprises elsewhere is none here. Other readers of YAML take `010` for 8, `no` for false and `12:30` for
750; here every value is the text that was written. An account 0123 keeps its nought, a skill may be named
`no`, and so these are no findings, with quotes or without.

Right:

```yaml
- say: {time: 12:30}
- say: {digits: 010}
- play: {zh: 不。, en: no}
```
"""

from __future__ import annotations

ID = "yaml_surprise"
SEVERITY = "error"
