"""Take digits from the caller into a variable, and have them confirmed if you like.

`length` is an exact length; else `min` and `max` bound it. Entry ends when all digits are in, with the
`terminator` (`""`: none), or after `gap` without a key. `timeout` is the wait for the first key. Silence
(`no_input`) and too few digits or a refused confirmation (`no_match`) are counted apart, as in `menu`; then
the call goes to `give_up` and the variable is empty.

```yaml
- collect:
    save: order
    prompt: {zh: 请输入八位订单号，按井号键结束。, en: Please enter your order number of eight digits.}
    length: 8
    confirm:
      - {zh: 您输入的是, en: You entered}
      - digits: "{{ order }}"
      - {zh: 正确请按1，重新输入请按2。, en: "If this is right press 1, to enter it again press 2."}
    give_up: operator
```
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from ivr.document.model import Fault
from ivr.events import DigitsCollected
from ivr.flow.prompt import Prompt
from ivr.flow.session import Session
from ivr.flow.step import Next, SilenceTarget, Step, Taking, towards
from ivr.ports import Entered, Entry
from ivr.settings import Duration

from .shared.asking import NOT_HEARD, Patience, ask, ask_key, listen
from .shared.names import Key, Variable

Length = Annotated[int, Field(ge=1, le=40)]


class Collect(Step):
    verb: ClassVar[str] = "collect"
    waits: ClassVar[bool] = True
    silence: ClassVar[Prompt] = NOT_HEARD
    too_few: ClassVar[Prompt] = Prompt.of(zh="输入的位数不够。", en="There were too few digits.")

    save: Variable
    prompt: Prompt
    length: Length | None = None
    min: Length = 1
    max: Length = 20
    terminator: Literal["#", "*", ""] = "#"
    timeout: Duration = 5.0
    gap: Duration = 3.0
    confirm: Prompt = Prompt()
    confirm_key: Key = "1"
    again_key: Key = "2"
    tries: Annotated[int, Field(ge=1, le=20)] = 3
    no_input: Patience = Patience()
    no_match: Patience = Patience()
    give_up: SilenceTarget = "hangup"

    @model_validator(mode="after")
    def _bounds(self) -> Self:
        if self.least > self.most:
            raise Fault(
                f"min {self.min} is more than max {self.max}", zh=f"min {self.min} 大于 max {self.max}"
            )
        if self.confirm and self.confirm_key == self.again_key:
            raise Fault(
                f"'{self.again_key}' confirms already; give 'again_key' another key",
                zh=f"“{self.again_key}”已用于确认；请为 again_key 另选一个键",
                check="unpressable_keys",
            )
        return self

    @property
    def least(self) -> int:
        return self.length or self.min

    @property
    def most(self) -> int:
        return self.length or self.max

    def takes(self) -> Iterator[Taking]:
        yield Taking(("confirm",), frozenset({self.confirm_key, self.again_key}))
        yield Taking(("prompt",), frozenset(f"0123456789{self.terminator}"), offered=False)

    async def run(self, session: Session) -> Next:
        failures: Counter[str] = Counter()
        entry = Entry(most=self.most, terminator=self.terminator, timeout=self.timeout, gap=self.gap)
        while True:
            entered = await ask(session, self.prompt, entry)
            session.variables[self.save] = entered.digits
            outcome = await self._judge(session, entered)
            self._log(session, entered.digits, outcome)
            if outcome == "complete":
                return None
            if not await self._bear(session, outcome, failures):
                session.variables[self.save] = ""
                self._log(session, "", "given_up")
                return towards(self.give_up)

    async def _judge(self, session: Session, entered: Entered) -> str:
        if not entered.digits:
            return "no_input"
        if len(entered.digits) < self.least:
            return "too_short"
        if not self.confirm:
            return "complete"
        for _ in range(2):
            key = await ask_key(session, self.confirm, self.timeout)
            if key in (self.confirm_key, self.again_key):
                return "complete" if key == self.confirm_key else "rejected"
        return "rejected"

    async def _bear(self, session: Session, outcome: str, failures: Counter[str]) -> bool:
        """True when the caller is asked again."""
        kind = "no_input" if outcome == "no_input" else "no_match"
        patience = self.no_input if kind == "no_input" else self.no_match
        failures[kind] += 1
        if failures[kind] >= (patience.tries or self.tries):
            return False
        words = {"no_input": self.silence, "too_short": self.too_few}.get(outcome)
        if words:
            await listen(session, patience.after(failures[kind], words))
        return True

    def _log(self, session: Session, digits: str, outcome: str) -> None:
        session.log(DigitsCollected, save=self.save, digits=digits, outcome=outcome)
