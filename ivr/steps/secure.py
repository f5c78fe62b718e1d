"""Steps for what nobody may see or hear afterwards: card numbers, passwords, identity numbers.

From its first step to its last, recordings of the caller are paused, and keys are masked in the log. What is
saved in it stays secure for the rest of the call: it can be said to the caller, compared, kept with `set`
(the copy is secure as well) and sent by `http` and `lookup` where you name it. The log and `ivr call` show
`••••` in its place.

```yaml
- secure:
    - collect: {save: card, length: 16, prompt: {zh: 请输入卡号。, en: Please enter your card number.}}
    - http: {post: "{{ env.PAY }}/charge", body: {card: "{{ card }}"}, save: payment}
- if: payment.accepted
  then: [{play: {zh: 付款成功。, en: Your payment was accepted.}}]
```

A flow that is called from it is secure too; `goto` leaves it. A talk with an agent inside is not recorded,
and `record`, `hotline` and `voicemail` cannot stand in it. If a recording cannot be paused, the step fails
and nothing is asked.
"""

from __future__ import annotations

from typing import ClassVar, Self

from pydantic import model_validator

from ivr.document.model import Fault
from ivr.flow.dialplan import steps_below
from ivr.flow.session import Session
from ivr.flow.step import Inline, Next, Step, Steps


class Secure(Step):
    verb: ClassVar[str] = "secure"
    shorthand: ClassVar[str | None] = "steps"
    secures: ClassVar[bool] = True

    steps: Steps

    @model_validator(mode="after")
    def _records_nothing(self) -> Self:
        for step in steps_below(self.steps):
            if step.records:
                raise Fault(
                    f"'{step.verb}' keeps the caller's voice: put it before or behind 'secure'",
                    zh=f"“{step.verb}”会保存来电者的声音：请放在“secure”之前或之后",
                )
        return self

    def otherwise(self) -> str:
        return ""

    async def run(self, session: Session) -> Next:
        return Inline(self.steps, secure=True)
