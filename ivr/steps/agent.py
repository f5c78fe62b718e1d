"""Agents log in, log out, pause and resume from their own phone, by a feature code, and hear their new state.

The phone is known from the channel, never from what the caller claims. A phone that is no agent's hears so.

```yaml
- agent: {do: log_in}                 # log_out, resume
- agent: {do: pause, reason: lunch}   # reasons: config/agents.yaml, pause_reasons
```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal, Self

from pydantic import model_validator

from ivr.document.model import Fault
from ivr.flow.prompt import Prompt
from ivr.flow.session import Session
from ivr.flow.step import Next, Step
from ivr.ports import NotAnAgent
from ivr.settings import Name

from .shared.texts import STATES


class Agent(Step):
    verb: ClassVar[str] = "agent"
    shorthand: ClassVar[str | None] = "do"
    stranger: ClassVar[Prompt] = Prompt.of(
        zh="这部电话没有登记为坐席电话。", en="This phone does not belong to an agent."
    )

    do: Literal["log_in", "log_out", "pause", "resume"]
    reason: Name | None = None

    @model_validator(mode="after")
    def _a_reason_to_pause(self) -> Self:
        if (self.do == "pause") != (self.reason is not None):
            raise Fault(
                "'pause' needs a reason, and nothing else takes one", zh="“pause”需要原因，其他动作不需要"
            )
        return self

    async def run(self, session: Session) -> Next:
        try:
            state = self._act(session)
        except NotAnAgent:
            await session.play(self.stranger)
        else:
            await session.play(STATES[state])
        return None

    def said(self) -> Iterator[Prompt]:
        yield from super().said()
        yield from STATES.values()

    def _act(self, session: Session) -> str:
        desk, phone = session.world.desk, session.caller.call.endpoint
        if self.do == "pause":
            return desk.pause(phone, self.reason or "")
        return {"log_in": desk.log_in, "log_out": desk.log_out, "resume": desk.resume}[self.do](phone)
