"""What is known of a talk while it goes on, and what is left of it when it is over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ivr.events import AgentPickedUp, RecordingStored, Transferred
from ivr.ports import AgentOffer, CallerHungUp, Dial, Dialled, EndedBy, Visit
from recordings import names

from .joining import joining
from .recording import left_behind

if TYPE_CHECKING:
    from ivr.flow.session import Session


def _nothing() -> None:
    return None


def _nothing_more(rang: float) -> None:
    return None


def _nobody(by: EndedBy) -> None:
    return None


@dataclass(slots=True)
class Talk:
    """Watches a dial: `began` and `over` are called once each, and only for a phone that answered; `told`
    when somebody picked up and hears who waits. `by` is who ended the talk, '' before."""

    began: Callable[[], None] = _nothing
    over: Callable[[EndedBy], None] = _nobody
    told: Callable[[float], None] = _nothing_more
    talking: bool = False
    result: Dialled | None = None
    by: EndedBy | Literal[""] = ""

    def picked_up(self, rang: float) -> None:
        self.told(rang)

    def answered(self, rang: float) -> None:
        self.talking = True
        self.began()

    def ended(self, result: Dialled, by: EndedBy) -> None:
        self.result = result
        if self.talking:
            self.talking, self.by = False, by
            self.over(by)


@dataclass(frozen=True, slots=True)
class Way:
    """How a call came to a phone past the queues: by the flow, or sent on by `agent` from a talk that came
    from `queue`."""

    queue: str = ""
    kind: str = "flow"
    agent: str = ""


BY_THE_FLOW = Way()


async def connect(session: Session, visit: Visit, offer: AgentOffer, queue: str) -> bool:
    """Ring the agent of this queue; True when they talked, and then `session.sent_on` says whether the agent
    sent the caller on. The recording is in the log, also when the caller hung up."""
    talk = Talk(
        lambda: visit.answered(offer),
        lambda by: visit.finished(offer, by),
        lambda rang: session.log(AgentPickedUp, queue=queue, agent=offer.agent, rang=rang),
    )
    since = session.queued_since
    waited = max(visit.waited, session.elapsed() - since if since is not None else 0.0)
    hears = joining(session, offer, queue, waited)
    dialled = await _dial(
        session, Dial(offer.phone, offer.ring, _file(session, queue), hears, offer.agent, queue), talk
    )
    if dialled.outcome != "answered":
        visit.refused(offer, dialled.outcome)
        return False
    session.sent_on = dialled.sent_on
    return True


async def dial(session: Session, number: str, ring: float, way: Way = BY_THE_FLOW) -> Dialled:
    """Ring a phone past the queues; how it went is in the log, also when the caller hung up. Sets
    `session.sent_on` as `connect` does."""
    agents = session.world.agents
    agent = next((name for name, agent in agents.items() if agent.phone == number), "")
    talk = _attended(session, number, way) if way.agent else Talk()

    def log(dialled: Dialled) -> None:
        session.log(
            Transferred,
            to=number,
            outcome=dialled.outcome,
            talked=dialled.talked,
            kind=way.kind,
            agent=way.agent,
            answered_by=agent if way.agent and dialled.outcome == "answered" else "",
            queue=way.queue,
            by=talk.by,
            rang=dialled.rang,
        )

    try:
        dialled = await _dial(
            session, Dial(number, ring, _file(session, way.queue), None, agent, way.queue), talk
        )
    except CallerHungUp:
        if talk.result:
            log(talk.result)
        raise
    log(dialled)
    session.sent_on = dialled.sent_on
    return dialled


def _attended(session: Session, phone: str, way: Way) -> Talk:
    """The agent with this phone counts as talking meanwhile."""
    desk, call = session.world.desk, session.caller.call.id
    return Talk(lambda: desk.took(phone, call, way.queue), lambda _: desk.let_go(phone, call))


async def _dial(session: Session, dial: Dial, talk: Talk) -> Dialled:
    """With the recording in the log."""
    try:
        dialled = await session.caller.dial(dial, talk)
    except CallerHungUp:
        if talk.result and talk.result.outcome == "answered":
            await _log_recording(session, dial.record, talk.result.recorded)
        raise
    if dialled.outcome == "answered":
        await _log_recording(session, dial.record, dialled.recorded)
    return dialled


def _file(session: Session, queue: str) -> str:
    """Where a talk of this queue is recorded, '' when it is not."""
    if not queue or not session.world.queue(queue).record or session.secure:
        return ""
    return names.conversation(session.caller.call.id, session.world.clock.now())


async def _log_recording(session: Session, file: str, recorded: float) -> None:
    seconds = recorded or (await left_behind(session.world.recordings / file) if file else 0.0)
    if seconds > 0:
        session.log(RecordingStored, kind="conversation", file=file, seconds=seconds, channels=2)
