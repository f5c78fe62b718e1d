"""Offer to call back: the caller hangs up and keeps the place in the queue, as if they went on waiting.

When it is their turn an agent is reserved first, and only then the number is dialled; whoever answers
presses 1 and is connected, so that no agent talks to a voice mailbox. Nobody answers: again after `again`,
`tries` times in all. There is one callback for each number. It survives a restart of the engine. Outside
`hours` nobody is dialled. Whom they want is said as in the step [queue](queue.md): `skills`, `exclude`,
`prefer`, `relax`, `rings`, `agent`, `priority`.

The caller presses `accept` for the number they call from, `another` to key in a different one, any other key
(or none) to decline. Only numbers that `outbound.allow` of config/ivr.yaml lists can be called, and agents'
phones; a caller whose own number is none of them is offered to key one in.

```yaml
- callback:
    to: support
    skills: {seller: ">= 3", "{{ call.language }}": 1}
    hours: office
    taken: goodbye              # it is noted
    declined: main_menu         # the caller does not want it
    impossible: leave_a_message # the number may not be called, or the callbacks cannot be kept now
```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from ivr.flow.choosing import Choosing
from ivr.flow.prompt import Prompt
from ivr.flow.session import Session
from ivr.flow.step import HoursName, Next, Target, towards
from ivr.settings import Duration

from .shared import calling_back
from .shared.asking import ask_key, listen
from .shared.calling_back import Asked, keyed_number, own_number, promise
from .shared.names import Key
from .shared.needs import wanted
from .shared.texts import words


class Callback(Choosing):
    verb: ClassVar[str] = "callback"
    shorthand: ClassVar[str | None] = "to"
    waits: ClassVar[bool] = True
    which: ClassVar[Prompt] = calling_back.WHICH
    noted: ClassVar[Prompt] = calling_back.NOTED
    already: ClassVar[Prompt] = calling_back.ALREADY
    cannot: ClassVar[Prompt] = calling_back.CANNOT
    called_back: ClassVar[Prompt] = calling_back.CALLED_BACK

    hours: HoursName | None = None
    accept: Key = "1"
    another: Key = "2"
    timeout: Duration = 5.0
    tries: Annotated[int, Field(ge=1, le=10)] = 3
    ring: Annotated[Duration, Field(ge=5, le=120)] = 30.0
    again: Annotated[Duration, Field(ge=1)] = 300.0
    taken: Target = "continue"
    declined: Target = "continue"
    impossible: Target = "continue"

    def otherwise(self) -> str:
        return ""

    async def run(self, session: Session) -> Next:
        await session.answer()
        number = await self._number(session)
        if not number:
            return towards(self.declined)
        asked = Asked(self.to, await wanted(session, self))
        outcome = await promise(session, self.verb, number, asked, self)
        await listen(session, calling_back.told(outcome))
        return towards(self.impossible if outcome == "impossible" else self.taken)

    def said(self) -> Iterator[Prompt]:
        yield from super().said()
        yield self._offer()

    def _offer(self) -> Prompt:
        own = words(
            {"zh": "需要我们回呼", "en": "To be called back at"},
            {"phone": "{{ callback.number }}"},
            {"zh": f"请按{self.accept}。", "en": f"press {self.accept}."},
        )
        return own + self._other()

    def _other(self) -> Prompt:
        return Prompt.of(
            zh=f"回呼其他号码请按{self.another}。", en=f"For another number press {self.another}."
        )

    async def _number(self, session: Session) -> str:
        """The number to call, '' when the caller wants no callback."""
        own = own_number(session)
        key = await ask_key(session, self._offer() if own else self._other(), self.timeout)
        if own and key == self.accept:
            return own
        return await keyed_number(session, self.timeout) if key == self.another else ""
