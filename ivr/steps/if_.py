"""Run the steps below `then` when the condition holds, those below `else` when it does not.

The condition is a Jinja2 expression over the call's variables. Nothing, 0, an empty text or list count as
no.

```yaml
- if: member.level == 'diamond'
  then:
    - queue: {to: vip, priority: 100}
  else:
    - goto: main_menu
```
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from ivr.flow.expressions import Expression
from ivr.flow.reads import reading
from ivr.flow.session import Session
from ivr.flow.step import Inline, Next, Step, Steps


class If(Step):
    verb: ClassVar[str] = "if"
    shorthand: ClassVar[str | None] = "condition"
    beside: ClassVar[frozenset[str]] = frozenset({"then", "else_"})

    condition: Expression
    then: Steps
    else_: Steps = Field(default=(), alias="else")

    def otherwise(self) -> str:
        return "" if self.else_ else "continue"

    def assumes(self, block: str) -> frozenset[str]:
        condition = reading(self.condition)
        return condition.if_true if block == "then" else condition.if_false

    async def run(self, session: Session) -> Next:
        steps = self.then if session.value(self.condition) else self.else_
        return Inline(steps) if steps else None
