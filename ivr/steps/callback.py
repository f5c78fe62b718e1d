"""Offer to call back: the caller hangs up and keeps the place in the queue, as if they went on waiting.

When it is their turn an agent is reserved first, and only then the number is dialled; whoever answers
presses 1 and is connected, so that no agent talks to a voice mailbox. Nobody answers: again after `again`,
`tries` times in all. There is one callback for each number. It survives a restart of the engine. Outside
`hours` nobody is dialled.

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

from ivr.events import CallbackRequested
from ivr.flow.expressions import Template
from ivr.flow.prompt import Prompt
from ivr.flow.session import Session
from ivr.flow.step import HoursName, Next, QueueName, SkillsMark, Step, Target, towards
from ivr.numbers import normal
from ivr.ports import Entry, NewCallback
from ivr.settings import Duration

from .shared.asking import ask, ask_key, listen
from .shared.names import Key
from .shared.needs import NOBODY_IN_PARTICULAR, Needs, needs
from .shared.outliving import attempt
from .shared.texts import words

LONGEST = 20


class Callback(Step):
    verb: ClassVar[str] = "callback"
    shorthand: ClassVar[str | None] = "to"
    waits: ClassVar[bool] = True
    which: ClassVar[Prompt] = Prompt.of(
        zh="请输入您希望我们回呼的号码，按井号键结束。",
        en="Please enter the number that we may call, and press the hash key.",
    )
    noted: ClassVar[Prompt] = words(
        {"zh": "我们会回呼", "en": "We will call"},
        {"phone": "{{ callback.number }}"},
        {"zh": "您的排队位置会保留，现在可以挂机。", "en": "You keep your place, and may hang up now."},
    )
    already: ClassVar[Prompt] = words(
        {"zh": "我们已经记下了回呼", "en": "We have noted already to call"},
        {"phone": "{{ callback.number }}"},
        {"zh": "您的排队位置仍然保留。", "en": "You keep your place."},
    )
    cannot: ClassVar[Prompt] = Prompt.of(
        zh="对不起，我们不能回呼这个号码。", en="I am sorry, we cannot call that number."
    )

    to: QueueName
    skills: Annotated[Needs, SkillsMark()] = NOBODY_IN_PARTICULAR
    priority: Template = Template("0")
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
        outcome = await self._ask(session, number)
        session.log(CallbackRequested, number=number, queue=self.to, outcome=outcome)
        await listen(session, self._told(outcome))
        return towards(self.impossible if outcome == "impossible" else self.taken)

    @staticmethod
    def _told(outcome: str) -> Prompt:
        told = {"noted": Callback.noted, "already": Callback.already}
        return told.get(outcome, Callback.cannot)

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
        number = normal(session.caller.call.number, session.world.country)
        session.variables["callback"] = {"number": number}
        own = bool(number) and session.world.phones.knows(number)
        key = await ask_key(session, self._offer() if own else self._other(), self.timeout)
        if own and key == self.accept:
            return number
        return await self._keyed(session) if key == self.another else ""

    async def _keyed(self, session: Session) -> str:
        entered = await ask(session, self.which, Entry(most=LONGEST, timeout=self.timeout))
        number = normal(entered.digits, session.world.country)
        session.variables["callback"] = {"number": number}
        return number

    async def _ask(self, session: Session, number: str) -> str:
        world, call = session.world, session.caller.call
        if not world.phones.knows(number):
            return "impossible"
        wanted = NewCallback(
            call=call.id,
            number=number,
            queue=self.to,
            skills=needs(session, self.skills),
            priority=int(session.render(self.priority)),
            language=session.language,
            dialplan=session.dialplan.name,
            dialled=call.dialled,
            hours=self.hours or "",
            tries=self.tries,
            ring=self.ring,
            again=self.again,
        )
        noted = await attempt(session, self.verb, world.callbacks.ask(wanted), None)
        return {True: "noted", False: "already", None: "impossible"}[noted]
