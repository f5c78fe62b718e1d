"""Run another flow, then come back to the step after this one.

The other flow comes back at its end or at `return`.

```yaml
- call: choose_language
- goto: main_menu
```
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from ivr.flow.session import Session
from ivr.flow.step import CallMark, Gosub, Next, Step

from .shared.names import FlowName


class Call(Step):
    verb: ClassVar[str] = "call"
    shorthand: ClassVar[str | None] = "flow"

    flow: Annotated[FlowName, CallMark()]

    async def run(self, session: Session) -> Next:
        return Gosub(self.flow)
