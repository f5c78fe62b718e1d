"""Ring a phone directly, past the queues: an agent's phone, or an outside number that config/ivr.yaml allows.

When the talk is over the call goes to `then`, when nobody answers within `ring` (or the number may not be
dialled) to `on_failure`.

```yaml
- transfer: {to: "{{ call.dialled }}", ring: 20s, on_failure: not_reached}
- transfer: "1001"
- transfer: {to: "{{ call.dialled }}", phones_only: yes}    # not for callers from outside
```
"""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from ivr.events import Transferred
from ivr.flow.expressions import Template
from ivr.flow.session import Session
from ivr.flow.step import Next, Step, Target, towards
from ivr.settings import Duration

from .queue import again
from .shared.sent_on import follow
from .shared.talking import dial


class Transfer(Step):
    verb: ClassVar[str] = "transfer"
    shorthand: ClassVar[str | None] = "to"

    to: Template
    ring: Duration = 30.0
    phones_only: bool = False
    then: Target = "hangup"
    on_failure: Target = "continue"

    def otherwise(self) -> str:
        return ""

    async def run(self, session: Session) -> Next:
        number = session.render(self.to).strip()
        session.ahead = ""
        if not self._may(session, number):
            session.log(Transferred, to=number, outcome="refused", talked=0.0)
            return towards(self.on_failure)
        await session.answer()
        dialled = await dial(session, number, self.ring)
        if dialled.outcome != "answered":
            return towards(self.on_failure)
        return await follow(session, partial(again, session)) or towards(self.then)

    def _may(self, session: Session, number: str) -> bool:
        phones = session.world.phones
        return phones.knows(number) and (not self.phones_only or phones.knows(session.caller.call.endpoint))
