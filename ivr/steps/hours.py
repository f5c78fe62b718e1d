"""Go one way inside the opening hours that the dialplan declares under `hours:`, another way outside.

```yaml
- hours: {of: office, open: corporate_menu, closed: closed_now}
- hours: {of: office, closed: closed_now}        # open: the next step
```
"""

from __future__ import annotations

from typing import ClassVar

from ivr.events import HoursChecked
from ivr.flow.session import Session
from ivr.flow.step import HoursName, Next, Step, Target, towards


class Hours(Step):
    verb: ClassVar[str] = "hours"

    of: HoursName
    open: Target = "continue"
    closed: Target = "continue"

    def otherwise(self) -> str:
        return ""

    async def run(self, session: Session) -> Next:
        is_open = session.dialplan.hours[self.of].is_open(session.world.clock.now())
        session.log(HoursChecked, hours=self.of, open=is_open)
        return towards(self.open if is_open else self.closed)
