"""Go on at the first step of another flow; the rest of this one is left.

```yaml
- goto: main_menu
- goto: hangup        # also: return
```
"""

from __future__ import annotations

from typing import ClassVar

from ivr.flow.session import Session
from ivr.flow.step import Next, Step, Target, towards


class Goto(Step):
    verb: ClassVar[str] = "goto"
    shorthand: ClassVar[str | None] = "flow"

    flow: Target

    def otherwise(self) -> str:
        return ""

    async def run(self, session: Session) -> Next:
        return towards(self.flow)
