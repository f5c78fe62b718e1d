"""What is missing in the journey of a call that the engine lost sight of, from what Asterisk saw. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ivr.events import (
    AgentOffered,
    CallAnswered,
    CallBegan,
    CallEnded,
    CallEvent,
    ConferenceEnded,
    OfferEnded,
    QueueEntered,
    QueueLeft,
    TalkEnded,
    Transferred,
)
from ivr.verify.calls import AT_ONCE, AsteriskCall, Talk
from ivr.verify.compare import LOST
from ivr.verify.logged import Phones

FALLBACK = "callwright-fallback"
"""Asterisk's own queue, where callers wait while the engine is away."""
_CANCELLED = "interworking"
"""What Asterisk makes of a caller who gives up before the answer."""


def missing(call: AsteriskCall, journey: Sequence[CallEvent], phones: Phones) -> list[CallEvent]:
    """The events to append for a call that is over, each marked as recovered, in their order; nothing for one
    whose end the log knows with its cause."""
    ends = [event for event in journey if isinstance(event, CallEnded)]
    if ends:
        return _better_end(call, ends[-1])
    unlogged = [
        talk for talk in call.talks if talk.ended is not None and not _is_logged(talk, journey, phones)
    ]
    found = [
        *_beginning(call, journey),
        *_visit(call, journey, unlogged, phones),
        *_fallback(call, unlogged),
        *(_talk(call, talk, journey, phones) for talk in unlogged),
        _end(call, journey),
    ]
    return sorted(found, key=lambda event: event.at)


def ended_unseen(journey: Sequence[CallEvent]) -> CallEnded:
    """The end of a call of which nobody knows more than the log: at the last thing known."""
    last = max(event.at for event in journey)
    duration = last - _began(journey, last)
    return CallEnded(
        call=journey[0].call, at=last, by="engine", cause="unknown", duration=duration, recovered=True
    )


def _better_end(call: AsteriskCall, end: CallEnded) -> list[CallEvent]:
    """An end that the engine saw, but not its cause."""
    if end.cause != "unknown" or end.recovered:
        return []
    if call.ended is None:
        by = "engine" if end.by == "caller" else end.by
        return [replace(end, by=by, cause=LOST, recovered=True)]
    cause = "normal" if call.by == "caller" and call.cause == _CANCELLED else call.cause
    by = end.by if call.by != "caller" else "caller"
    if (by, cause) == (end.by, end.cause):
        return []
    duration = max(0.0, end.duration + call.ended - end.at)
    return [CallEnded(call=call.id, at=call.ended, by=by, cause=cause, duration=duration, recovered=True)]


def _beginning(call: AsteriskCall, journey: Sequence[CallEvent]) -> Iterator[CallEvent]:
    if not any(isinstance(event, CallBegan) for event in journey):
        yield CallBegan(
            call=call.id,
            at=call.entered,
            channel=call.channel,
            caller_number=call.number,
            caller_name=call.name,
            dialled_number=call.dialled,
            dialplan="",
            version="",
            recovered=True,
        )
    if call.answered is not None and not any(isinstance(event, CallAnswered) for event in journey):
        yield CallAnswered(call=call.id, at=max(call.answered, call.entered), recovered=True)


def _visit(
    call: AsteriskCall, journey: Sequence[CallEvent], talks: Sequence[Talk], phones: Phones
) -> Iterator[CallEvent]:
    """The end of an offer and of a stay in a queue that the log left open."""
    entered = [event for event in journey if isinstance(event, QueueEntered)]
    left = [event for event in journey if isinstance(event, QueueLeft)]
    if len(entered) <= len(left):
        return
    visit, offer = entered[-1], _open_offer(journey)
    talk = next((talk for talk in talks if offer and phones.agent(talk.phone) == offer.agent), None)
    # The engine's queue is over when the dialplan goes on without it.
    over = talk.began if talk else min(_over(call), call.queued or _over(call))
    answered = talk is not None or any(
        isinstance(event, OfferEnded) and event.outcome == "answered" and event.at >= visit.at
        for event in journey
    )
    gone = call.by == "caller" and not call.queued
    if offer:
        yield OfferEnded(
            call=call.id,
            at=over,
            queue=offer.queue,
            agent=offer.agent,
            outcome="answered" if talk else "abandoned" if gone else "rang_out",
            rang=max(0.0, over - offer.at),
            recovered=True,
        )
    yield QueueLeft(
        call=call.id,
        at=over,
        queue=visit.queue,
        outcome="answered" if answered else "abandoned" if gone else "empty",
        waited=max(0.0, over - visit.at),
        recovered=True,
    )


def _open_offer(journey: Sequence[CallEvent]) -> AgentOffered | None:
    open_offer: AgentOffered | None = None
    for event in journey:
        if isinstance(event, AgentOffered):
            open_offer = event
        elif isinstance(event, OfferEnded):
            open_offer = None
    return open_offer


def _fallback(call: AsteriskCall, talks: Sequence[Talk]) -> Iterator[CallEvent]:
    """Their stay in Asterisk's own queue."""
    if call.queued is None:
        return
    talk = next((talk for talk in talks if talk.began >= call.queued), None)
    over = talk.began if talk else _over(call)
    outcome = "answered" if talk else "abandoned" if call.by == "caller" else "timed_out"
    yield QueueEntered(call=call.id, at=call.queued, queue=FALLBACK, priority=0, recovered=True)
    yield QueueLeft(
        call=call.id, at=over, queue=FALLBACK, outcome=outcome, waited=over - call.queued, recovered=True
    )


def _talk(call: AsteriskCall, talk: Talk, journey: Sequence[CallEvent], phones: Phones) -> CallEvent:
    assert talk.ended is not None
    by, agent = talk.by or "engine", phones.agent(talk.phone)
    if not agent:
        return Transferred(
            call=call.id,
            at=talk.ended,
            to=talk.phone,
            outcome="answered",
            talked=talk.seconds,
            recovered=True,
        )
    visits = [event.queue for event in journey if isinstance(event, QueueEntered)]
    queue = FALLBACK if call.queued and talk.began >= call.queued else (visits or [""])[-1]
    return TalkEnded(
        call=call.id, at=talk.ended, queue=queue, agent=agent, by=by, talked=talk.seconds, recovered=True
    )


def _end(call: AsteriskCall, journey: Sequence[CallEvent]) -> CallEnded:
    if call.ended is None:
        at, by, cause = max([call.last, *(event.at for event in journey)]), "engine", LOST
    else:
        at, by, cause = call.ended, _who(call), call.cause
    if by == "caller" and cause == _CANCELLED:
        cause = "normal"
    duration = max(0.0, at - _began(journey, call.entered))
    return CallEnded(call=call.id, at=at, by=by, cause=cause, duration=duration, recovered=True)


def _who(call: AsteriskCall) -> str:
    if call.by != "flow":
        return call.by
    last = max(call.talks, key=lambda talk: talk.ended or 0.0, default=None)
    by_agent = last is not None and last.by == "agent" and _over(call) - (last.ended or 0.0) < AT_ONCE
    return "agent" if by_agent else "engine"


def _over(call: AsteriskCall) -> float:
    return call.last if call.ended is None else call.ended


def _began(journey: Iterable[CallEvent], otherwise: float) -> float:
    return next((event.at for event in journey if isinstance(event, CallBegan)), otherwise)


def _is_logged(talk: Talk, journey: Iterable[CallEvent], phones: Phones) -> bool:
    """Whether the log has a talk with this phone at that time."""
    assert talk.ended is not None
    for event in journey:
        match event:
            case TalkEnded():
                phone = phones.of_agent.get(event.agent, event.agent)
            case Transferred(outcome="answered") | ConferenceEnded():
                phone = phones.dialled(event.to)
            case _:
                continue
        if phone == talk.phone and event.at - event.talked <= talk.ended and talk.began <= event.at:
            return True
    return False
