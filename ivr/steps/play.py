"""Speak to the caller, who may cut it short with any key; the key counts for the next menu or question.

```yaml
- play: {zh: 欢迎致电客户服务中心。, en: Welcome to customer service.}
- play: {file: welcome, zh: 欢迎。, en: Welcome.}     # a recorded file, and its words
- play:
    - {zh: 您的订单, en: Your order}
    - digits: "{{ order }}"
```
"""

from __future__ import annotations

from typing import ClassVar

from ivr.flow.prompt import Prompt
from ivr.flow.session import Session
from ivr.flow.step import Next, Step

from .shared.asking import listen


class Play(Step):
    verb: ClassVar[str] = "play"
    shorthand: ClassVar[str | None] = "prompt"

    prompt: Prompt

    async def run(self, session: Session) -> Next:
        await listen(session, self.prompt)
        return None
