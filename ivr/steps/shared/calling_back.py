"""Promising a caller a callback: at which number, and what they are told of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ivr.events import CallbackRequested
from ivr.flow.prompt import Prompt
from ivr.numbers import normal
from ivr.ports import Entry, NewCallback, Wanted

from .asking import ask
from .outliving import attempt
from .texts import words

if TYPE_CHECKING:
    from ivr.flow.session import Session

LONGEST = 20

CALLED_BACK = Prompt.of(
    zh="您好，这是您要求的回呼。接通坐席请按1。",
    en="Hello, you asked us to call you back. To speak to an agent press 1.",
)
"""What is said to those who are called back: its audio must be there before they wait for it on the line."""
WHICH = Prompt.of(
    zh="请输入您希望我们回呼的号码，按井号键结束。",
    en="Please enter the number that we may call, and press the hash key.",
)
NOTED = words(
    {"zh": "我们会回呼", "en": "We will call"},
    {"phone": "{{ callback.number }}"},
    {"zh": "您的排队位置会保留，现在可以挂机。", "en": "You keep your place, and may hang up now."},
)
ALREADY = words(
    {"zh": "我们已经记下了回呼", "en": "We have noted already to call"},
    {"phone": "{{ callback.number }}"},
    {"zh": "您的排队位置仍然保留。", "en": "You keep your place."},
)
CANNOT = Prompt.of(zh="对不起，我们不能回呼这个号码。", en="I am sorry, we cannot call that number.")
ALL = (WHICH, NOTED, ALREADY, CANNOT, CALLED_BACK)


class Terms(Protocol):
    """How somebody is called back; see `ivr.ports.NewCallback`."""

    @property
    def hours(self) -> str | None: ...

    @property
    def tries(self) -> int: ...

    @property
    def ring(self) -> float: ...

    @property
    def again(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom the caller wants of which queue, and how long they have `waited` for that already."""

    queue: str
    wanted: Wanted
    waited: float = 0.0


def own_number(session: Session) -> str:
    """The number that the caller calls from, '' for one that may not be called; also in the variable
    `callback.number`."""
    number = normal(session.caller.call.number, session.world.country)
    session.variables["callback"] = {"number": number}
    return number if number and session.world.phones.knows(number) else ""


async def keyed_number(session: Session, wait: float) -> str:
    """The number that the caller keys in, '' for none; also in the variable `callback.number`."""
    entered = await ask(session, WHICH, Entry(most=LONGEST, timeout=wait))
    number = normal(entered.digits, session.world.country)
    session.variables["callback"] = {"number": number}
    return number


async def promise(session: Session, verb: str, number: str, asked: Asked, terms: Terms) -> str:
    """Note the callback; the outcome is in the log: noted, already or impossible."""
    outcome = await _promise(session, verb, number, asked, terms)
    session.log(CallbackRequested, number=number, queue=asked.queue, outcome=outcome)
    return outcome


async def _promise(session: Session, verb: str, number: str, asked: Asked, terms: Terms) -> str:
    world, call = session.world, session.caller.call
    if not world.phones.knows(number):
        return "impossible"
    new = NewCallback(
        call=call.id,
        number=number,
        queue=asked.queue,
        wanted=asked.wanted,
        language=session.language,
        dialplan=session.dialplan.name,
        dialled=call.dialled,
        hours=terms.hours or "",
        tries=terms.tries,
        ring=terms.ring,
        again=terms.again,
        waited=asked.waited,
    )
    noted = await attempt(session, verb, world.callbacks.ask(new), None)
    return {True: "noted", False: "already", None: "impossible"}[noted]


def told(outcome: str) -> Prompt:
    """What the caller hears of it."""
    return {"noted": NOTED, "already": ALREADY}.get(outcome, CANNOT)
