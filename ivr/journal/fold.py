"""Events of one call → its record. Pure; takes any part of a journey, so that a crash leaves no riddle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TypeVar, cast

from ivr.events import (
    CallAnswered,
    CallbackBegan,
    CallbackConfirmed,
    CallbackRequested,
    CallBegan,
    CallEnded,
    CallEvent,
    CallsCounted,
    CaseOpened,
    DigitsCollected,
    DispositionSet,
    FlowEntered,
    HoursChecked,
    ListChecked,
    LookedUp,
    MenuAnswered,
    OfferEnded,
    PromptPlayed,
    QueueEntered,
    QueueLeft,
    RecordingStored,
    SourceAsked,
    TalkEnded,
    Transferred,
)
from ivr.journal.handles import handles
from ivr.journal.record import CallRecord, Handle

E = TypeVar("E", bound=CallEvent)


class Facts:
    """The events of one call, by class."""

    def __init__(self, events: Iterable[CallEvent]) -> None:
        self.all = list(events)
        self._by: dict[type[CallEvent], list[CallEvent]] = defaultdict(list)
        for event in self.all:
            self._by[type(event)].append(event)

    @cached_property
    def handles(self) -> tuple[Handle, ...]:
        return handles(self.all)

    def of(self, cls: type[E]) -> Sequence[E]:
        return cast("Sequence[E]", self._by.get(cls, ()))

    def last(self, cls: type[E]) -> E | None:
        found = self.of(cls)
        return found[-1] if found else None


def fold(events: Sequence[CallEvent]) -> CallRecord:
    """The record of the call that all these events belong to. Raises ValueError if there is none."""
    if not events:
        raise ValueError("a call without events has no record")
    facts = Facts(events)
    began, answered, end = facts.last(CallBegan), facts.last(CallAnswered), facts.last(CallEnded)
    case, entered = facts.last(CaseOpened), facts.last(QueueEntered)
    disposed = facts.last(DispositionSet)
    return CallRecord(
        id=events[0].call,
        began=began.at if began else min(event.at for event in events),
        answered=answered.at if answered else None,
        ended=end.at if end else None,
        caller_number=began.caller_number if began else "",
        caller_name=began.caller_name if began else "",
        dialled_number=began.dialled_number if began else "",
        dialplan=began.dialplan if began else "",
        version=began.version if began else "",
        language=_language(facts),
        flows=tuple(dict.fromkeys(event.flow for event in facts.of(FlowEntered))),
        keys=tuple(event.key for event in facts.of(MenuAnswered) if event.key),
        queue=entered.queue if entered else "",
        waited=_waited(facts),
        agent=_agent(facts),
        handles=facts.handles,
        talked=sum(e.talked for e in facts.of(TalkEnded)) + sum(e.talked for e in facts.of(Transferred)),
        outcome=outcome(facts),
        ended_by=end.by if end else "",
        cause=end.cause if end else "",
        recordings=tuple(event.file for event in facts.of(RecordingStored)),
        reference=case.reference if case else "",
        disposition=disposed.code if disposed else "",
        recovered=any(getattr(event, "recovered", False) for event in facts.all),
    )


def outcome(facts: Facts) -> str:
    """How the call came out: the first of the rules below whose answer is yes. No end, no outcome."""
    if facts.last(CallEnded) is None:
        return "in_progress"
    return next((name for name, holds in RULES if holds(facts)), "unserved")


def _answered(facts: Facts) -> bool:
    """An agent and the caller talked."""
    return _agent(facts) != ""


def _transferred(facts: Facts) -> bool:
    """A phone dialled by the flow answered."""
    return any(event.outcome == "answered" for event in facts.of(Transferred))


def _suggestion(facts: Facts) -> bool:
    """A case was stored and has a reference number."""
    return facts.last(CaseOpened) is not None


def _message(facts: Facts) -> bool:
    """A message of the caller was stored, or lies in a mailbox."""
    return any(event.kind in ("message", "voicemail") for event in facts.of(RecordingStored))


def _callback_requested(facts: Facts) -> bool:
    """The caller will be called back."""
    return any(event.outcome == "noted" for event in facts.of(CallbackRequested))


def _callback_missed(facts: Facts) -> bool:
    """We called somebody back, or tried to, and they did not join."""
    if not facts.of(CallbackBegan):
        return False
    return not any(event.confirmed for event in facts.of(CallbackConfirmed))


def _abandoned(facts: Facts) -> bool:
    """The caller hung up while waiting in a queue (the last one, if there were several)."""
    left, end = facts.of(QueueLeft), facts.last(CallEnded)
    if len(facts.of(QueueEntered)) > len(left):  # the end of the visit never got into the journal
        return end is not None and end.by == "caller"
    return bool(left) and left[-1].outcome == "abandoned"


def _not_in_service(facts: Facts) -> bool:
    """No dialplan answers the dialled number."""
    began = facts.last(CallBegan)
    return began is not None and not began.dialplan and not began.recovered


def _failed(facts: Facts) -> bool:
    """The engine ended the call, not a flow or a person: a fault, or the engine itself was gone."""
    return _ended_by(facts) == "engine"


def _refused(facts: Facts) -> bool:
    """The flow ended the call unanswered for a caller on a list, or after a throttle was exceeded and nothing
    was chosen after that."""
    if _ended_by(facts) != "flow" or facts.of(QueueEntered):
        return False
    if any(event.found for event in facts.of(ListChecked)):
        return not facts.of(CallAnswered) and not facts.of(PromptPlayed)
    counted = [place for place, event in enumerate(facts.all) if isinstance(event, CallsCounted)]
    exceeded = any(event.outcome == "exceeded" for event in facts.of(CallsCounted))
    return exceeded and not any(map(_is_choice, facts.all[counted[-1] :]))


def _closed(facts: Facts) -> bool:
    """The flow ended the call after the opening hours said closed and nothing was chosen after that."""
    if _ended_by(facts) != "flow" or not facts.of(HoursChecked):
        return False
    checked = max(place for place, event in enumerate(facts.all) if isinstance(event, HoursChecked))
    return not facts.of(HoursChecked)[-1].open and not any(map(_is_choice, facts.all[checked:]))


def _self_service(facts: Facts) -> bool:
    """Served without asking for an agent: the flow went through to its end and its last question, if any,
    was answered; or a look-up after the caller's choice found something, and the caller heard of it."""
    if facts.of(QueueEntered):
        return False
    if _ended_by(facts) == "flow":
        return not _gave_up(facts)
    return _was_told(facts)


def _hung_up_in_menu(facts: Facts) -> bool:
    """The caller hung up before any of the above and without waiting for an agent."""
    return _ended_by(facts) == "caller" and not facts.of(QueueEntered)


RULES: tuple[tuple[str, Callable[[Facts], bool]], ...] = (
    ("answered", _answered),
    ("transferred", _transferred),
    ("suggestion", _suggestion),
    ("message", _message),
    ("callback_requested", _callback_requested),
    ("callback_missed", _callback_missed),
    ("abandoned", _abandoned),
    ("not_in_service", _not_in_service),
    ("failed", _failed),
    ("refused", _refused),
    ("closed", _closed),
    ("self_service", _self_service),
    ("hung_up_in_menu", _hung_up_in_menu),
)
"""Outcomes in the order they are tried; the one left over is `unserved`: the queue was left without an agent,
or the flow ended the call after a question that the caller did not answer."""


def _ended_by(facts: Facts) -> str:
    end = facts.last(CallEnded)
    return end.by if end else ""


def _is_choice(event: CallEvent) -> bool:
    if isinstance(event, MenuAnswered):
        return event.outcome == "match"
    return isinstance(event, DigitsCollected) and event.outcome == "complete"


def _gave_up(facts: Facts) -> bool:
    """The last question to the caller had no usable answer."""
    asked = [event for event in facts.all if isinstance(event, MenuAnswered | DigitsCollected)]
    return bool(asked) and not _is_choice(asked[-1])


def _was_told(facts: Facts) -> bool:
    expected = [_is_choice, _is_found, _is_prompt]
    for event in facts.all:
        if expected and expected[0](event):
            expected.pop(0)
    return not expected


def _is_found(event: CallEvent) -> bool:
    if isinstance(event, LookedUp):
        return event.outcome == "ok"
    return isinstance(event, SourceAsked) and event.outcome == "found"


def _is_prompt(event: CallEvent) -> bool:
    return isinstance(event, PromptPlayed) and event.heard > 0


def _agent(facts: Facts) -> str:
    if facts.handles:
        return facts.handles[-1].agent
    return next((e.agent for e in reversed(facts.of(OfferEnded)) if e.outcome == "answered"), "")


def _waited(facts: Facts) -> float:
    """The sum over all visits; of a visit cut off by a crash, what the offer's answer tells."""
    left = facts.of(QueueLeft)
    total = sum(event.waited for event in left)
    open_visits = facts.of(QueueEntered)[len(left) :]
    for visit in open_visits:
        until = [e.at for e in facts.of(OfferEnded) if e.outcome == "answered" and e.at >= visit.at]
        total += max(0.0, (until[0] if until else max(e.at for e in facts.all)) - visit.at)
    return total


def _language(facts: Facts) -> str:
    played = facts.last(PromptPlayed)
    return played.language if played else ""
