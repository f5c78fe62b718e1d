"""Look whether the caller is on a list: VIPs, blocked numbers, any list of your own.

Lists are edited with `ivr list` while the engine runs; a change counts from the next call on. An entry is a
number, or a pattern in which x stands for any digit, and may begin and end at a date. The variable named by
`save` then has `found` (true or false), `note` and `entry`. `number` is compared as it is dialled within the
country; it is the caller's unless another is given. A withheld number is on no list. When the lists cannot be
read the caller counts as not on it.

```yaml
- list: {name: blocked, found: hangup}
- list: {name: vip, found: vip, save: member}      # then also {{ member.note }}
```
"""

from __future__ import annotations

from typing import ClassVar

from ivr.events import ListChecked
from ivr.flow.expressions import Template
from ivr.flow.session import Session
from ivr.flow.step import Next, Step, Target, towards
from ivr.numbers import normal
from ivr.ports import Listed
from ivr.settings import Name

from .shared.names import Variable
from .shared.outliving import attempt


class List(Step):
    verb: ClassVar[str] = "list"
    shorthand: ClassVar[str | None] = "name"

    name: Name
    number: Template | None = None
    save: Variable = "listed"
    found: Target = "continue"
    not_found: Target = "continue"

    def otherwise(self) -> str:
        return ""

    async def run(self, session: Session) -> Next:
        entry = await self._find(session)
        note, number = (entry.note, entry.number) if entry else ("", "")
        session.variables[self.save] = {"found": entry is not None, "note": note, "entry": number}
        session.log(ListChecked, list=self.name, found=entry is not None, entry=number, note=note)
        return towards(self.found if entry else self.not_found)

    async def _find(self, session: Session) -> Listed | None:
        written = session.render(self.number) if self.number else session.caller.call.number
        number = normal(written, session.world.country)
        if not number:
            return None
        return await attempt(session, self.verb, session.world.lists.find(self.name, number), None)
