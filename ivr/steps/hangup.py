"""Say goodbye, if you like, and hang up.

```yaml
- hangup:
- hangup: {zh: 感谢来电，再见。, en: Thank you for calling. Goodbye.}
```
"""

from __future__ import annotations

from typing import ClassVar

from ivr.flow.prompt import Prompt
from ivr.flow.session import Session
from ivr.flow.step import End, Next, Step


class Hangup(Step):
    verb: ClassVar[str] = "hangup"
    shorthand: ClassVar[str | None] = "prompt"

    prompt: Prompt = Prompt()

    def otherwise(self) -> str:
        return "hangup"

    async def run(self, session: Session) -> Next:
        if self.prompt:
            await session.play(self.prompt)
        return End()
