"""Ask for one key and go where it leads. The prompt can be cut short by any key.

Silence (`no_input`) and a key that is not on offer (`no_match`) are counted apart: each may come `tries`
times, then the call goes to `give_up`. Each kind may have its own `tries` and its own `prompts`, one after
each failure, the last one staying; the menu's prompt follows. A key may lead to a flow, or to `repeat`,
`continue`, `return`, `hangup`.

```yaml
- menu:
    prompt: {zh: 买家请按1，卖家请按2，重听请按星号键。, en: "Buyers press 1, sellers 2. Again: star."}
    keys: {1: buyer, 2: seller, "*": repeat}
    timeout: 5s
    tries: 3
    no_input:
      tries: 2
      prompts: [{zh: 请按键选择。, en: Please press a key.}, {zh: 请现在选择。, en: Please choose now.}]
    no_match: {prompts: [{zh: 没有这个选项。, en: That key is not on offer.}]}
    give_up: operator
```
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar

from pydantic import Field

from ivr.events import MenuAnswered
from ivr.flow.prompt import Prompt
from ivr.flow.session import Session
from ivr.flow.step import KeyTarget, Next, SilenceTarget, Step, Taking, towards
from ivr.settings import Duration

from .shared.asking import NOT_HEARD, NOT_ON_OFFER, Patience, ask_key, listen
from .shared.names import Key


class Menu(Step):
    verb: ClassVar[str] = "menu"
    waits: ClassVar[bool] = True
    silence: ClassVar[Prompt] = NOT_HEARD
    unknown: ClassVar[Prompt] = NOT_ON_OFFER

    prompt: Prompt
    keys: Annotated[Mapping[Key, KeyTarget], Field(min_length=1)]
    timeout: Duration = 5.0
    tries: int = Field(default=3, ge=1, le=20)
    no_input: Patience = Patience()
    no_match: Patience = Patience()
    give_up: SilenceTarget = "hangup"

    def otherwise(self) -> str:
        return ""

    def takes(self) -> Iterator[Taking]:
        yield Taking(("prompt", "no_input", "no_match"), frozenset(self.keys))

    async def run(self, session: Session) -> Next:
        failures: Counter[str] = Counter()
        while True:
            key = await ask_key(session, self.prompt, self.timeout)
            target = self.keys.get(key)
            if target is None:
                target = await self._failed(session, key, failures)
            else:
                self._log(session, key, "match", target)
                session.choices.append(target)
            if target != "repeat":
                return towards(target)
            session.follows(self, target)

    async def _failed(self, session: Session, key: str, failures: Counter[str]) -> str:
        kind = "no_match" if key else "no_input"
        patience = self.no_match if key else self.no_input
        failures[kind] += 1
        target = self.give_up if failures[kind] >= (patience.tries or self.tries) else "repeat"
        self._log(session, key, kind, target, failures[kind])
        if target == "repeat":
            await listen(session, patience.after(failures[kind], self.unknown if key else self.silence))
        return target

    def _log(self, session: Session, key: str, outcome: str, target: str, attempt: int = 1) -> None:
        session.log(MenuAnswered, flow=session.flow, key=key, outcome=outcome, target=target, attempt=attempt)
