"""Speak a value as a person would, in the caller's language: digits, number, money, date or time.

```yaml
- say: {digits: "{{ order }}"}
- say: {number: "{{ basket.pieces }}"}
- say: {money: "{{ order.amount }}", currency: "{{ order.currency }}"}
- say: {date: "{{ order.ships_on }}"}
- say: {time: "{{ now }}"}
```

Several values and words in one go: a list, as in `play`. Any key cuts it short.
"""

from __future__ import annotations

from typing import ClassVar

from ivr.flow.prompt import Prompt
from ivr.flow.session import Session
from ivr.flow.step import Next, Step

from .shared.asking import listen


class Say(Step):
    verb: ClassVar[str] = "say"
    shorthand: ClassVar[str | None] = "value"

    value: Prompt

    async def run(self, session: Session) -> Next:
        await listen(session, self.value)
        return None
