"""Say the announcement that is switched on with `ivr broadcast`, if there is one; else do nothing.

`ivr broadcast on` reaches every line at once, or one by its name, from the next call on; nothing is restarted
and no file is changed. Put this step where callers shall hear it, as a rule behind the welcome: a line
without it stays silent, and `ivr broadcast` says which lines those are. That of all lines comes before the
line's own. Any key cuts it short and counts for the next question. After an announcement the call goes on
with `then`: `continue`, `hangup`, or a flow. When it cannot be known whether one is on, the call goes on.

```yaml
- broadcast:
- broadcast: hangup        # while an announcement is on, callers hear it and nothing else
```
"""

from __future__ import annotations

from typing import ClassVar

from ivr.events import BroadcastHeard
from ivr.flow.session import Session
from ivr.flow.step import Next, Step, Target, towards
from ivr.ports import KEYS

from .shared.announcement import ALL_LINES, KIND, Announcement
from .shared.outliving import attempt


class Broadcast(Step):
    verb: ClassVar[str] = "broadcast"
    shorthand: ClassVar[str | None] = "then"

    then: Target = "continue"

    async def run(self, session: Session) -> Next:
        heard = [await self._say(session, line) for line in (ALL_LINES, session.dialplan.name)]
        return towards(self.then) if any(heard) else None

    async def _say(self, session: Session, line: str) -> bool:
        kept = await attempt(session, self.verb, session.world.memory.recall(KIND, line), None)
        announcement = Announcement.read(kept)
        if announcement is None:
            return False
        heard = await session.play(announcement.prompt, keys=KEYS)
        session.ahead = heard.key or session.ahead
        session.log(BroadcastHeard, line=line)
        return True
