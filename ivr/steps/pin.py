"""Ask for a PIN and compare it with the right one; after too many wrong ones nobody gets in for a while.

`secret` is the right PIN as a look-up gave it: its digits, or an argon2 hash of them. An account that nobody
knows (an empty `secret`) sounds and lasts like a wrong PIN. Wrong ones are counted by the account (`of`) and
by the caller's number, over all calls and lines: the last of `tries` of them `within` a time locks the
account, or the number, for `lock`. The right PIN takes the account's count back. In one call there are
`tries` tries, silence is one of them; then it goes to `wrong`.

The PIN is a secure value: recordings are paused, and the log has the outcome only. Put the look-up into
`secure` as well, so that what it gave stays out of sight.

```yaml
- collect: {save: account, prompt: {zh: 请输入账号。, en: Your account number.}, max: 12}
- secure:
    - http: {get: "{{ env.CRM }}/accounts/{{ account }}", save: member}
- pin:
    of: "{{ account }}"
    secret: "{{ member.pin_hash }}"
    tries: 3
    per_account: {tries: 5, within: 24h}
    per_number: {tries: 20, within: 24h}
    lock: 2h
    wrong: operator
    locked: operator
- play: {zh: 验证通过。, en: Thank you.}
```

`name` separates PINs of different kinds; without it each dialplan counts for itself. When earlier tries
cannot be counted nobody gets in, and the call goes to `wrong`.
"""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from ivr.events import PinChecked
from ivr.flow.expressions import Template
from ivr.flow.prompt import Prompt
from ivr.flow.secrets import Secret, revealed
from ivr.flow.session import Session
from ivr.flow.step import Next, SecretMark, SilenceTarget, Step, Target, towards
from ivr.ports import Entry, Memory, MemoryFailed
from ivr.settings import Duration, Name

from .shared.asking import ask, listen
from .shared.outliving import number_of
from .shared.pins import matches, right_pin
from .shared.values import Value, worked_out

# Every check lasts so long, whatever was compared: the time tells nothing.
CHECKING = 1.0

Outcome = Literal["right", "wrong", "no_input", "locked", "unavailable"]


class Wrong(BaseModel):
    """At most so many wrong PINs within a time."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tries: Annotated[int, Field(ge=1, le=1000)] = 5
    within: Annotated[Duration, Field(gt=0)] = 86400.0


@dataclass(frozen=True, slots=True)
class Count:
    """The tries at one account or with one number."""

    memory: Memory
    kind: str
    key: str
    most: Wrong

    async def is_locked(self) -> bool:
        return await self.memory.recall(f"{self.kind} locked", self.key) is not None

    async def admits(self, lock: float) -> bool:
        """Count one more try; False when there were too many. The last one locks, and the count begins anew
        after that: of calls at once, none gets in between the two."""
        counted = await self.memory.count(self.kind, self.key, self.most.within)
        if counted > self.most.tries or await self.is_locked():
            return False
        if counted == self.most.tries:
            await self.memory.keep(f"{self.kind} locked", self.key, "1", lock)
            await self.memory.forget(self.kind, self.key)
        return True

    async def take_back(self) -> None:
        await self.memory.forget(f"{self.kind} locked", self.key)
        await self.memory.forget(self.kind, self.key)


class Pin(Step):
    verb: ClassVar[str] = "pin"
    waits: ClassVar[bool] = True
    secures: ClassVar[bool] = True
    not_right: ClassVar[Prompt] = Prompt.of(zh="密码不正确。", en="That is not the right PIN.")
    nothing: ClassVar[Prompt] = Prompt.of(zh="我们没有收到密码。", en="We did not receive a PIN.")
    is_locked: ClassVar[Prompt] = Prompt.of(
        zh="密码错误次数过多，为了您的安全已暂时锁定，请稍后再试。",
        en="There were too many wrong PINs. For your safety it is locked for a while. Please try later.",
    )
    not_now: ClassVar[Prompt] = Prompt.of(
        zh="对不起，现在无法验证密码。", en="We are sorry, PINs cannot be checked at the moment."
    )

    of: Annotated[Template, SecretMark()]
    secret: Annotated[Value, SecretMark()]
    prompt: Prompt = Prompt.of(
        zh="请输入密码，按井号键结束。", en="Please enter your PIN, and press the hash key."
    )
    max: Annotated[int, Field(ge=1, le=40)] = 12
    timeout: Duration = 5.0
    gap: Duration = 3.0
    tries: Annotated[int, Field(ge=1, le=20)] = 3
    per_account: Wrong = Wrong()
    per_number: Wrong = Wrong(tries=20)
    lock: Annotated[Duration, Field(gt=0)] = 7200.0
    name: Name | None = None
    wrong: SilenceTarget = "hangup"
    locked: Target = "hangup"

    async def run(self, session: Session) -> Next:
        async with session.securely():
            outcome = await self._outcome(session)
        if outcome == "right":
            return None
        return towards(self.locked if outcome == "locked" else self.wrong)

    async def _outcome(self, session: Session) -> Outcome:
        right = self._right(session)
        account, number = self._counts(session)
        outcome: Outcome = "wrong"
        for attempt in range(1, self.tries + 1):
            try:
                outcome = await self._try(session, right, account, number)
            except MemoryFailed:
                outcome = "unavailable"
            session.log(PinChecked, outcome=outcome, attempt=attempt)
            if outcome != "right":
                await self._tell(session, outcome)
            if outcome in ("right", "locked", "unavailable"):
                break
        return outcome

    async def _try(self, session: Session, right: str, account: Count, number: Count | None) -> Outcome:
        counts = [count for count in (account, number) if count]
        if await session.meanwhile(_any_locked(counts)):
            return "locked"
        entry = Entry(most=self.max, terminator="#", timeout=self.timeout, gap=self.gap)
        keyed = (await ask(session, self.prompt, entry)).digits
        if not keyed:
            return "no_input"
        return await session.meanwhile(self._compared(keyed, right, account, number))

    async def _compared(self, keyed: str, right: str, account: Count, number: Count | None) -> Outcome:
        """Counted before it is compared, so that calls at once cannot guess more often than one."""
        allowed, same, _ = await asyncio.gather(
            account.admits(self.lock), matches(keyed, right), asyncio.sleep(CHECKING)
        )
        if not allowed:
            return "locked"
        if same:
            await account.take_back()
            return "right"
        if number:
            await number.admits(self.lock)
        return "locked" if await _any_locked([account, *([number] if number else [])]) else "wrong"

    async def _tell(self, session: Session, outcome: Outcome) -> None:
        said = {"locked": self.is_locked, "unavailable": self.not_now, "no_input": self.nothing}
        await listen(session, said.get(outcome, self.not_right))

    def _right(self, session: Session) -> str:
        known = worked_out(session, self.secret)
        return right_pin(known.reveal() if isinstance(known, Secret) else known, self.secret.source)

    def _counts(self, session: Session) -> tuple[Count, Count | None]:
        """Accounts are counted by a hash: the store need not know them."""
        name, memory = self.name or session.dialplan.name, session.world.memory
        account = hashlib.sha256(revealed(session.text(self.of)).strip().encode()).hexdigest()
        number = number_of(session)
        return (
            Count(memory, f"pin {name} account", account, self.per_account),
            Count(memory, f"pin {name} number", number, self.per_number) if number else None,
        )


async def _any_locked(counts: list[Count]) -> bool:
    return any([await count.is_locked() for count in counts])
