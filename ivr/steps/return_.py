"""Go back to the flow that called this one with `call`. In a flow that nobody called, the call ends.

```yaml
choose_language:
  - if: call.language == 'zh'
    then:
      - return:
  - set: {call.language: zh}
```
"""

from __future__ import annotations

from typing import ClassVar

from ivr.flow.session import Session
from ivr.flow.step import Next, Step
from ivr.flow.step import Return as GoBack


class Return(Step):
    verb: ClassVar[str] = "return"

    def otherwise(self) -> str:
        return "return"

    async def run(self, session: Session) -> Next:
        return GoBack()
