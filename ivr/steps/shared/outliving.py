"""For steps that use what outlives a call: a store that fails never hurts, the step goes on without it."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

from ivr.events import MemoryUnavailable
from ivr.numbers import normal
from ivr.ports import MemoryFailed

if TYPE_CHECKING:
    from ivr.flow.session import Session

T = TypeVar("T")


def number_of(session: Session) -> str:
    """By what the caller is known again: the number as lists have it, '' for who withheld it."""
    return normal(session.caller.call.number, session.world.country)


async def attempt(session: Session, verb: str, work: Coroutine[Any, Any, T], otherwise: T) -> T:
    """The answer of `Memory` or `Lists`; `otherwise`, and a line in the journey, when there is none."""
    try:
        return await session.meanwhile(work)
    except MemoryFailed as fault:
        session.log(MemoryUnavailable, verb=verb, error=str(fault)[:500])
        return otherwise
