"""A call without a telephone system: a world of simulated parts, and `rehearse`, which plays a call in it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from ivr.events import Event
from ivr.flow import virtual
from ivr.flow.dialplan import Dialplan
from ivr.flow.library import Library
from ivr.flow.script import Person
from ivr.flow.scripted import Act, HangUp, Manner, Press, ScriptedCaller, Surroundings
from ivr.flow.session import run_call
from ivr.flow.simulated import (
    CannedHttp,
    MemoryJournal,
    SimulatedCallbacks,
    SimulatedCases,
    SimulatedDesk,
    SimulatedLists,
    SimulatedMailboxes,
    SimulatedMemory,
    SimulatedPhones,
    SimulatedSources,
)
from ivr.flow.simulated_queues import Seat, SimulatedQueues
from ivr.flow.virtual import LoopClock
from ivr.flow.world import Ending, World
from ivr.ports import CallInfo
from ivr.settings import Queue

__all__ = ["Act", "HangUp", "Manner", "Press", "Told", "rehearse", "world"]

E = TypeVar("E", bound=Event)

_SEAT = Seat("li", "李娜", "1001", {"zh": 5, "en": 5, "buyer": 5, "seller": 5, "operator": 5})
_CALL = CallInfo("1772416800.1", "PJSIP/line-00000001", "13800000000", "", "95188", "line")
_PATIENCE = 7200.0  # seconds after which a caller who has nothing more to do hangs up


@dataclass(frozen=True, slots=True)
class Told:
    """What happened: the texts the caller heard, the facts logged, the end, the seconds it took.

    `undone` are acts whose moment never came; `told_first` is what was said to those who picked up.
    """

    heard: tuple[str, ...]
    events: tuple[Event, ...]
    ending: Ending
    seconds: float
    undone: tuple[Act, ...] = ()
    told_first: tuple[str, ...] = ()

    def all(self, kind: type[E]) -> list[E]:
        """The facts of one kind, in order."""
        return [event for event in self.events if isinstance(event, kind)]


def world(
    seats: Sequence[Seat] = (_SEAT,),
    queues: Sequence[str] = ("support", "vip", "corporate", "operator"),
    **parts: Any,
) -> World:
    """A world of simulated parts; `parts` put others in their place, by the names of `World`."""
    journal, clock = MemoryJournal(), LoopClock()
    phones = [seat.phone for seat in seats]
    made = World(
        clock=clock,
        journal=journal,
        queues=SimulatedQueues(journal, clock, seats),
        cases=SimulatedCases(),
        http=CannedHttp(),
        desk=SimulatedDesk(phones),
        phones=SimulatedPhones(phones),
        memory=SimulatedMemory(clock),
        lists=SimulatedLists(clock),
        sources=SimulatedSources(),
        callbacks=SimulatedCallbacks(),
        mailboxes=SimulatedMailboxes(),
        queue_settings={name: Queue(name={"zh": name, "en": name}) for name in queues},
    )
    return replace(made, **parts)


def rehearse(
    dialplans: Library | Dialplan,
    *acts: Act,
    world: World | None = None,
    around: Surroundings | None = None,
    **call: Any,
) -> Told:
    """Play one call in virtual time; the caller performs the acts in order, then stays silently on the line.

    `call` are fields of `CallInfo`, such as `dialled` and `number`.
    """
    info = replace(_CALL, **call)
    return virtual.run(_rehearse(dialplans, acts, ScriptedCaller(info, around), world or _world()))


_world = world


async def _rehearse(
    dialplans: Library | Dialplan, acts: tuple[Act, ...], caller: ScriptedCaller, world: World
) -> Told:
    loop = asyncio.get_running_loop()
    person = Person(caller, acts)
    task = asyncio.create_task(person.perform())
    patience = loop.call_later(_PATIENCE, caller.leave)
    try:
        ending = await run_call(caller, dialplans, world)
    finally:
        patience.cancel()
        task.cancel()
        await asyncio.wait([task])
    if not task.cancelled() and (error := task.exception()):
        raise error
    events = tuple(world.journal.events) if isinstance(world.journal, MemoryJournal) else ()
    heard, told_first = tuple(caller.heard), tuple(caller.told_first)
    return Told(heard, events, ending, loop.time(), tuple(person.undone), told_first)
