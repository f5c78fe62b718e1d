"""Agents say from their own phone, by a feature code, what they do, and hear their new state.

They log in and out, pause and resume; make their wrap-up longer or end it; and classify the call they had
last. The phone is known from the channel, never from what the caller claims. A phone that is no agent's hears
so.

`extend` gives as much more wrap-up as `more_wrap_up` in config/agents.yaml says, and can be repeated;
`finish` ends it. In any other state both change nothing, and the agent hears the state. `disposition` asks
for one of the `dispositions` in config/queues.yaml, of the queue of the agent's last call; it can be done in
wrap-up or later, and again: the last one counts. Nothing of this ends a wrap-up or makes it shorter: whoever
dials in their wrap-up is rung only once they have hung up.

```yaml
- agent: {do: log_in}                 # log_out, resume
- agent: {do: pause, reason: lunch}   # reasons: config/agents.yaml, pause_reasons
- agent: extend                       # finish, disposition
```
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar, Literal, Self

from pydantic import model_validator

from ivr.document.model import Fault
from ivr.flow.prompt import Prompt
from ivr.flow.session import Session
from ivr.flow.step import Next, Step
from ivr.ports import NotAnAgent
from ivr.settings import Name

from .shared.classifying import CLASSIFYING, classify, language_of
from .shared.texts import STATES


class Agent(Step):
    verb: ClassVar[str] = "agent"
    shorthand: ClassVar[str | None] = "do"
    stranger: ClassVar[Prompt] = Prompt.of(
        zh="这部电话没有登记为坐席电话。", en="This phone does not belong to an agent."
    )

    longer: ClassVar[Prompt] = Prompt.of(zh="话后整理时间已延长。", en="You have more time for your wrap-up.")

    do: Literal["log_in", "log_out", "pause", "resume", "extend", "finish", "disposition"]
    reason: Name | None = None

    @model_validator(mode="after")
    def _a_reason_to_pause(self) -> Self:
        if (self.do == "pause") != (self.reason is not None):
            raise Fault(
                "'pause' needs a reason, and nothing else takes one", zh="“pause”需要原因，其他动作不需要"
            )
        return self

    async def run(self, session: Session) -> Next:
        session.language = language_of(session, session.caller.call.endpoint)
        try:
            if self.do == "disposition":
                await classify(session)
            else:
                await session.play(self._words(self._act(session)))
        except NotAnAgent:
            await session.play(self.stranger)
        return None

    def _words(self, state: str) -> Prompt:
        return self.longer if (self.do, state) == ("extend", "wrap_up") else STATES[state]

    def said(self) -> Iterator[Prompt]:
        yield from super().said()
        yield from STATES.values()
        yield from CLASSIFYING

    def _act(self, session: Session) -> str:
        desk, phone = session.world.desk, session.caller.call.endpoint
        if self.do == "pause":
            return desk.pause(phone, self.reason or "")
        acts: Mapping[str, Callable[[str], str]] = {
            "log_in": desk.log_in,
            "log_out": desk.log_out,
            "resume": desk.resume,
            "extend": desk.extend,
            "finish": desk.finish,
        }
        return acts[self.do](phone)
