"""Keep what a caller chose, and offer it in the next call: "press 1 for the same as last time".

With `keep` the step keeps a value under a name, for `lasts`; an empty value is forgotten. Without it the step
offers what was kept: it is in the variable of that name while the `prompt` is said, and `key` accepts it.
Then the call goes where `accept` says: to one flow (or `continue`), or by the value to one of several; a
value that is not among them is not offered. Any other key counts for the next question, silence goes on, and
the variable is gone. Who pressed a key already, in the prompt before, is not asked.

A name is known on all lines. A withheld number is never remembered. Never keep what nobody else may know: a
number can be forged.

```yaml
welcome:
  - remember:
      name: service
      prompt: {zh: 与上次相同的服务请按1。, en: "For the same as last time, press 1."}
      accept: {buyer: buyer, seller: seller}
  - menu: {prompt: {zh: 买家请按2，卖家请按3。, en: Buyers 2. Sellers 3.}, keys: {2: buyer, 3: seller}}
buyer:
  - remember: {name: service, keep: buyer, lasts: 90d}
seller:
  - remember: {name: service, keep: seller, lasts: 90d}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from ivr.document.model import Fault
from ivr.events import ChoiceKept, ChoiceOffered
from ivr.flow.expressions import Template
from ivr.flow.prompt import Prompt
from ivr.flow.session import Session
from ivr.flow.step import Next, Step, Taking, Target, towards
from ivr.settings import Duration

from .shared.asking import ask_key
from .shared.names import Key, Variable
from .shared.outliving import attempt, number_of

_LONGEST = 1000  # characters of a value


class Remember(Step):
    verb: ClassVar[str] = "remember"

    name: Variable
    keep: Template | None = None
    lasts: Annotated[Duration, Field(gt=0)] = 90 * 86400.0
    prompt: Prompt = Prompt()
    key: Key = "1"
    timeout: Duration = 3.0
    accept: Target | Mapping[str, Target] = "continue"

    @model_validator(mode="after")
    def _keeps_or_offers(self) -> Self:
        if bool(self.prompt) == (self.keep is not None):
            raise Fault(
                "give 'keep' to keep a value, or 'prompt' to offer the one that was kept",
                zh="用'keep'保存一个值，或用'prompt'提供上次的值，二者取一",
            )
        return self

    def takes(self) -> Iterator[Taking]:
        if self.prompt:
            yield Taking(("prompt",), frozenset({self.key}))

    def saves(self) -> tuple[str, ...]:
        return () if self.keep is not None else super().saves()

    async def run(self, session: Session) -> Next:
        if number := number_of(session):
            if self.keep is not None:
                await self._keep(session, number, session.render(self.keep)[:_LONGEST])
            elif not session.ahead:
                return await self._offer(session, number)
        return None

    @property
    def _kind(self) -> str:
        return f"remember {self.name}"

    async def _keep(self, session: Session, number: str, value: str) -> None:
        memory = session.world.memory
        kind = self._kind
        work = memory.keep(kind, number, value, self.lasts) if value else memory.forget(kind, number)
        await attempt(session, self.verb, work, None)
        session.log(ChoiceKept, name=self.name, value=value)

    async def _offer(self, session: Session, number: str) -> Next:
        value = await attempt(session, self.verb, session.world.memory.recall(self._kind, number), None)
        if value is None or (isinstance(self.accept, Mapping) and value not in self.accept):
            return None
        session.variables[self.name] = value
        key = await ask_key(session, self.prompt, self.timeout)
        accepted = key == self.key
        outcome = "accepted" if accepted else "declined"
        session.log(ChoiceOffered, name=self.name, value=value, outcome=outcome)
        if not accepted:
            del session.variables[self.name]
            session.ahead = key
            return None
        return towards(self.accept[value] if isinstance(self.accept, Mapping) else self.accept)
