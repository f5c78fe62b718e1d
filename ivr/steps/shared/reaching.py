"""What the steps have in common that let the caller choose whom to ring: asking for the keys, and ringing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Annotated, ClassVar

from pydantic import Field

from ivr.events import DigitsCollected
from ivr.flow.prompt import Prompt
from ivr.flow.session import Session
from ivr.flow.step import Next, SilenceTarget, Step, Taking, Target, towards
from ivr.ports import Entry
from ivr.settings import Duration

from ..queue import again
from .asking import NOT_HEARD, Patience, ask, listen
from .sent_on import follow
from .talking import dial


class Reaching(Step):
    """Keys are taken up to `tries` times for silence, and as often for what leads nowhere (`no_match`)."""

    waits: ClassVar[bool] = True
    silence: ClassVar[Prompt] = NOT_HEARD

    prompt: Prompt
    timeout: Duration = 5.0
    gap: Duration = 3.0
    tries: Annotated[int, Field(ge=1, le=20)] = 3
    no_input: Patience = Patience()
    no_match: Patience = Patience()
    ring: Duration = 20.0
    then: Target = "hangup"
    busy: Target = "continue"
    no_answer: Target = "continue"
    give_up: SilenceTarget = "hangup"

    def otherwise(self) -> str:
        return ""

    def takes(self) -> Iterator[Taking]:
        yield Taking(("prompt",), frozenset("0123456789#"), offered=False)

    async def keyed(self, session: Session, most: int) -> str:
        """At most so many digits, '' for silence."""
        entry = Entry(most=most, terminator="#", timeout=self.timeout, gap=self.gap)
        return (await ask(session, self.prompt, entry)).digits

    async def bear(self, session: Session, outcome: str, words: Prompt, failures: Counter[str]) -> bool:
        """Say what was wrong and count it; True when the caller is asked again."""
        kind = "no_match" if outcome != "no_input" else outcome
        patience = self.no_match if kind == "no_match" else self.no_input
        failures[kind] += 1
        if failures[kind] >= (patience.tries or self.tries):
            return False
        await listen(session, patience.after(failures[kind], words))
        return True

    async def reach(self, session: Session, phone: str) -> Next:
        """Ring this phone, and go where that leads."""
        session.ahead = ""
        await session.answer()
        outcome = (await dial(session, phone, self.ring)).outcome
        if outcome == "answered":
            return await follow(session, partial(again, session)) or towards(self.then)
        return towards(self.busy if outcome == "busy" else self.no_answer)

    def log(self, session: Session, save: str, digits: str, outcome: str) -> None:
        session.log(DigitsCollected, save=save, digits=digits, outcome=outcome)
