"""A person on the line, for shows and tests: hears prompts as they begin, presses keys, sees what is logged.

wang = await Person.calls(here, line, "95188", number="13800138000")
await wang.hears("买家")
await wang.presses("1")
await wang.sees(QueueEntered, queue="support")
"""

from __future__ import annotations

from typing import Any, Self, TypeVar

from ivr.demo.calls import PlacedCall
from ivr.demo.patience import LIMIT
from ivr.demo.phones import Phone
from ivr.demo.watch import Watch
from ivr.events import CallBegan, CallEnded, CallEvent, PromptPlayed

E = TypeVar("E", bound=CallEvent)


class Person:
    """One call, from the caller's side (`phone`) and from the engine's (`id`, `sees`, `hears`)."""

    def __init__(self, watch: Watch, phone: PlacedCall, call: str) -> None:
        self.phone = phone
        self.id = call
        self._watch = watch
        self._heard = 0

    @classmethod
    async def calls(
        cls,
        watch: Watch,
        line: Phone,
        dialled: str,
        *,
        number: str = "",
        name: str = "",
        limit: float = LIMIT,
    ) -> Self:
        """Place a call and wait until the engine has it. Raises NotSeen."""
        seen = watch.seen
        phone = await line.call(dialled, number=number, name=name)
        began = await watch.until(
            CallBegan,
            after=seen,
            limit=limit,
            where=lambda call: call.dialled_number == dialled and number in ("", call.caller_number),
        )
        return cls(watch, phone, began.call)

    async def hears(self, text: str, *, limit: float = LIMIT) -> None:
        """Wait until a prompt with these words begins; each prompt counts once. Raises NotSeen."""
        self._heard = await self._watch.prompt(self.id, text, after=self._heard, limit=limit)

    async def has_heard(self, text: str, *, limit: float = LIMIT) -> None:
        """Wait until a prompt with these words is over. Raises NotSeen."""
        await self._watch.until(
            PromptPlayed, where=lambda played: played.call == self.id and text in played.text, limit=limit
        )

    async def presses(self, keys: str) -> None:
        """Press the keys, each for a tenth of a second. Raises CallOver."""
        await self.phone.press(keys)

    async def sees(self, kind: type[E], *, limit: float = LIMIT, **fields: Any) -> E:
        """Wait for an event of this call, past or to come. Raises NotSeen."""
        return await self._watch.until(kind, limit=limit, call=self.id, **fields)

    async def hangs_up(self) -> CallEnded:
        """Hang up and wait until the engine has noticed."""
        await self.phone.hang_up()
        return await self.is_over()

    async def is_over(self, *, limit: float = LIMIT) -> CallEnded:
        """Wait for the end of the call. Raises NotSeen."""
        return await self.sees(CallEnded, limit=limit)
