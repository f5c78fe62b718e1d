"""Asking a caller for keys: typed-ahead keys are taken first, and failures are borne a number of times."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from ivr.flow.prompt import Prompt
from ivr.ports import KEYS, Entered, Entry

if TYPE_CHECKING:
    from ivr.flow.session import Session

NOT_ON_OFFER = Prompt.of(zh="对不起，没有这个选项。", en="Sorry, that key is not on offer.")
NOT_HEARD = Prompt.of(zh="我们没有收到您的按键。", en="We did not receive a key.")


class Patience(BaseModel):
    """How often a failure may come (`tries`), and what is said after each time; the last prompt stays."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    tries: int | None = Field(default=None, ge=1, le=20)
    prompts: tuple[Prompt, ...] = ()

    def after(self, attempt: int, otherwise: Prompt) -> Prompt:
        return self.prompts[min(attempt, len(self.prompts)) - 1] if self.prompts else otherwise


async def listen(session: Session, prompt: Prompt) -> None:
    """Play a prompt that any key cuts short; the key counts for the next question."""
    session.ahead = (await session.play(prompt, keys=KEYS)).key


async def ask(session: Session, prompt: Prompt, entry: Entry) -> Entered:
    """Ask for keys; one that was pressed in the prompt before is the first of them."""
    first, session.ahead = session.ahead, ""
    if not first:
        return await session.collect(prompt, entry)
    if first == entry.terminator:
        return Entered("", "terminator")
    if entry.most == 1:
        return Entered(first, "full")
    rest = await session.collect(Prompt(), replace(entry, most=entry.most - 1, timeout=entry.gap))
    return replace(rest, digits=first + rest.digits)


async def ask_key(session: Session, prompt: Prompt, wait: float) -> str:
    """The one key pressed within `wait` seconds after the prompt, '' for silence."""
    return (await ask(session, prompt, Entry(most=1, terminator="", timeout=wait))).digits
