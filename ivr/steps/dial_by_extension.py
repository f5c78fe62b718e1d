"""Take an extension from the caller and ring it.

An extension is an agent's phone in config/agents.yaml. `allow` and `deny` are patterns, x any digit: without
`allow` every agent's phone may be rung, with it those that match; an outside number needs a pattern of
`allow` and one of `outbound.allow` in config/ivr.yaml. `deny` has the last word. After `tries` failures the
call goes to `unknown` when the last number does not exist, to `not_allowed` when it may not be rung, both
`give_up` where they are left out, and to `give_up` after silence. A phone that is not registered counts as no
answer.

```yaml
- dial_by_extension:
    prompt: {zh: 请直拨分机号。, en: Please dial the extension.}
    length: 4
    allow: ["1xxx"]
    deny: ["1001"]
    busy: busy
    no_answer: leave_a_message
    give_up: operator
```
"""

from __future__ import annotations

from collections import Counter
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from ivr.flow.dialplan import pattern
from ivr.flow.prompt import Prompt
from ivr.flow.session import Session
from ivr.flow.step import Next, Target, towards

from .shared.reaching import Reaching

Pattern = Annotated[str, Field(pattern=r"^[0-9x]{1,20}$", description="number, each x any digit")]
Outcome = Literal["complete", "unknown", "not_allowed", "no_input"]
MOST = 20


class DialByExtension(Reaching):
    verb: ClassVar[str] = "dial_by_extension"
    absent: ClassVar[Prompt] = Prompt.of(zh="没有这个分机号。", en="There is no such extension.")
    forbidden: ClassVar[Prompt] = Prompt.of(
        zh="这个号码不能从这里拨打。", en="This number cannot be dialled from here."
    )

    length: Annotated[int, Field(ge=1, le=MOST)] | None = None
    allow: tuple[Pattern, ...] = ()
    deny: tuple[Pattern, ...] = ()
    unknown: Target | None = None
    not_allowed: Target | None = None

    async def run(self, session: Session) -> Next:
        failures: Counter[str] = Counter()
        while True:
            number = await self.keyed(session, self.length or MOST)
            outcome = self._judge(session, number)
            self.log(session, "extension", number, outcome)
            if outcome == "complete":
                return await self.reach(session, number)
            if not await self.bear(session, outcome, self._words(outcome), failures):
                ways = {"unknown": self.unknown, "not_allowed": self.not_allowed}
                return towards(ways.get(outcome) or self.give_up)

    def _judge(self, session: Session, number: str) -> Outcome:
        if not number:
            return "no_input"
        known = session.world.phones.knows(number)
        if _fits(number, self.deny) or (known and not self._may(session, number)):
            return "not_allowed"
        return "complete" if known else "unknown"

    def _may(self, session: Session, number: str) -> bool:
        if self.allow:
            return _fits(number, self.allow)
        return any(agent.phone == number for agent in session.world.agents.values())

    def _words(self, outcome: Outcome) -> Prompt:
        return {"unknown": self.absent, "not_allowed": self.forbidden}.get(outcome, self.silence)


def _fits(number: str, patterns: tuple[str, ...]) -> bool:
    return any(pattern(each).fullmatch(number) for each in patterns)
