"""Limit how often one number may call: at most `calls` of them `within` a time, then on to `exceeded`.

Every call counts, refused ones too: who keeps dialling stays out until there was quiet. A call counts once,
however often it comes by. Throttles with the same `name` count together, on all lines; without a name each
dialplan counts for itself. Callers who withhold their number cannot be told apart: they are not limited,
unless `withheld` gives all of them together a limit of their own. When the count cannot be had the call goes
on.

```yaml
- throttle:
    calls: 5
    within: 10m
    withheld: {calls: 60, within: 10m}
    exceeded: too_often
```
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from ivr.events import CallsCounted
from ivr.flow.session import Session
from ivr.flow.step import Next, Step, Target, towards
from ivr.settings import Duration, Name

from .shared.outliving import attempt, number_of

Calls = Annotated[int, Field(ge=1, le=10_000)]
Window = Annotated[Duration, Field(gt=0)]


class Limit(BaseModel):
    """At most so many calls within a time."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    calls: Calls
    within: Window


class Throttle(Step):
    verb: ClassVar[str] = "throttle"

    calls: Calls
    within: Window
    name: Name | None = None
    withheld: Limit | None = None
    exceeded: Target = "hangup"

    async def run(self, session: Session) -> Next:
        number = number_of(session)
        limit = Limit(calls=self.calls, within=self.within) if number else self.withheld
        name = self.name or session.dialplan.name
        if limit is None or name in session.counted:
            return None
        session.counted.add(name)
        counting = session.world.memory.count(f"throttle {name}", number or "withheld", limit.within)
        calls = await attempt(session, self.verb, counting, 0)
        exceeded = calls > limit.calls
        outcome = "exceeded" if exceeded else "within"
        if calls:
            session.log(CallsCounted, throttle=name, calls=calls, most=limit.calls, outcome=outcome)
        return towards(self.exceeded) if exceeded else None
