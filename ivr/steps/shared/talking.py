"""What is known of a talk while it goes on, and what is left of it when it is over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ivr.events import AgentPickedUp, RecordingStored, Transferred
from ivr.ports import AgentOffer, CallerHungUp, Dial, Dialled, Visit
from recordings import names

from .joining import joining
from .recording import left_behind

if TYPE_CHECKING:
    from ivr.flow.session import Session


By = Literal["caller", "agent"]


def _nothing() -> None:
    return None


def _nothing_more(rang: float) -> None:
    return None


def _nobody(by: By) -> None:
    return None


@dataclass(slots=True)
class Talk:
    """Watches a dial: `began` and `over` are called once each, and only for a phone that answered; `told`
    when somebody picked up and hears who waits."""

    began: Callable[[], None] = _nothing
    over: Callable[[By], None] = _nobody
    told: Callable[[float], None] = _nothing_more
    talking: bool = False
    result: Dialled | None = None

    def picked_up(self, rang: float) -> None:
        self.told(rang)

    def answered(self, rang: float) -> None:
        self.talking = True
        self.began()

    def ended(self, result: Dialled, by: By) -> None:
        self.result = result
        if self.talking:
            self.talking = False
            self.over(by)


async def connect(session: Session, visit: Visit, offer: AgentOffer, queue: str) -> bool:
    """Ring the agent of this queue; True when they talked. The recording is in the log, also when the caller
    hung up."""
    call, settings = session.caller.call.id, session.world.queue(queue)
    recorded = settings.record and not session.secure
    file = names.conversation(call, session.world.clock.now()) if recorded else ""
    talk = Talk(
        lambda: visit.answered(offer),
        lambda by: visit.finished(offer, by),
        lambda rang: session.log(AgentPickedUp, queue=queue, agent=offer.agent, rang=rang),
    )
    ringing = Dial(offer.phone, offer.ring, file, joining(session, offer, queue, visit.waited))
    try:
        dialled = await session.caller.dial(ringing, talk)
    except CallerHungUp:
        if talk.result and talk.result.outcome == "answered":
            await _log_recording(session, file, talk.result.recorded)
        raise
    if dialled.outcome != "answered":
        visit.refused(offer, dialled.outcome)
        return False
    await _log_recording(session, file, dialled.recorded)
    return True


async def dial(session: Session, number: str, ring: float) -> Dialled:
    """Ring a phone past the queues; how it went is in the log, also when the caller hung up."""
    talk = Talk()
    try:
        dialled = await session.caller.dial(Dial(phone=number, ring=ring), talk)
    except CallerHungUp:
        if talk.result:
            _log_transfer(session, number, talk.result)
        raise
    _log_transfer(session, number, dialled)
    return dialled


def _log_transfer(session: Session, number: str, dialled: Dialled) -> None:
    session.log(Transferred, to=number, outcome=dialled.outcome, talked=dialled.talked)


async def _log_recording(session: Session, file: str, recorded: float) -> None:
    seconds = recorded or (await left_behind(session.world.recordings / file) if file else 0.0)
    if seconds > 0:
        session.log(RecordingStored, kind="conversation", file=file, seconds=seconds, channels=2)
