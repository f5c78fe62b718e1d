"""What the engine writes of one call: each function gives the events of one kind of call, in their order.

`NUMBER` and `FILE` stand for what differs from week to week: the caller's number and the name of the
recording.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any, TypeVar

from bench.log.centre import LINES, RANG, WRAP_UP
from ivr import events as said
from ivr.events import AgentStateChanged, CallEvent, Event
from routing.simulate import Stay

NUMBER, FILE = "@NUMBER@", "@FILE@"
_KEYS = {"support": "1", "sales": "2", "orders": "3", "vip": "4"}
_HELD, _SENT_ON, _ASKED, _CLASSIFIED = 0.08, 0.05, 0.15, 0.7
_CODES = ("solved", "call_again", "complaint", "wrong_number")
_WELCOME = "欢迎致电，订单请按1，售后请按2，物流请按3，会员请按4"

E = TypeVar("E", bound=CallEvent)


@dataclass(slots=True)
class Caller:
    """A call that is being told: `at` seconds since 1970 the next thing happens."""

    call: str
    at: float
    line: str
    chance: Random
    began: float = 0.0

    def __post_init__(self) -> None:
        self.began = self.at

    def then(self, cls: type[E], after: float = 0.0, **values: Any) -> E:
        """What happens so many seconds later."""
        self.at = round(self.at + after, 3)
        return cls(at=self.at, call=self.call, **values)

    def draws(self, low: float, high: float) -> float:
        """Seconds by chance."""
        return round(self.chance.uniform(low, high), 3)

    def may(self, share: float) -> bool:
        """Whether it is one of so many."""
        return self.chance.random() < share

    def ends(self, by: str, after: float = 0.1) -> CallEvent:
        """The last thing that happens."""
        duration = round(self.at + after - self.began, 3)
        return self.then(said.CallEnded, after, by=by, cause="normal", duration=duration, q850=16)


def closed(caller: Caller) -> Iterator[Event]:
    """Outside the hours of service."""
    yield from _welcomed(caller)
    yield caller.then(said.HoursChecked, hours="office", open=False)
    yield _prompt(caller, "现在是休息时间，请您明天再来电", 4.2)
    yield caller.ends("flow")


def lost(caller: Caller) -> Iterator[Event]:
    """Hung up in the menu."""
    yield from _welcomed(caller)
    if caller.may(0.4):
        yield _prompt(caller, _WELCOME, 6.4)
        yield caller.then(said.MenuAnswered, 5.0, flow="main_menu", key="", outcome="no_input", attempt=1)
    yield caller.ends("caller", caller.draws(0.5, 6.0))


def by_itself(caller: Caller) -> Iterator[Event]:
    """Served by the machine."""
    yield from _welcomed(caller)
    yield from _chose(caller, "5", "delivery")
    took = caller.draws(0.02, 0.4)
    yield caller.then(
        said.SourceAsked, took, source="orders", outcome="found", rows=1, took=took, cached=False
    )
    yield _prompt(caller, "您的订单正在派送，预计今天送达", 5.5)
    yield caller.ends("caller", caller.draws(0.2, 2.0))


def queued(caller: Caller, queue: str) -> Iterator[Event]:
    """From the ring up to the entry into the queue; what comes then tells `waited`."""
    yield from _welcomed(caller)
    yield from _chose(caller, _KEYS[queue], queue)
    yield caller.then(said.QueueEntered, 0.02, queue=queue, priority=0, needs=queue)


def waited(caller: Caller, stay: Stay) -> Iterator[Event]:
    """From behind the entry into the queue to the end of the call."""
    queue, entered = stay.caller.entry.queue, caller.at
    waits = round(stay.waited, 3)
    answered = stay.fate == "answered"
    at_once = answered and waits <= RANG + 0.1
    if not at_once:
        yield _explained(caller, queue, "", caller.chance.randrange(4))
    if waits > 30:
        caller.at = entered + 10
        yield caller.then(said.PositionAnnounced, queue=queue, position=1 + caller.chance.randrange(5))
    if answered:
        caller.at = max(caller.at, entered + waits - RANG)
        yield from _answered(caller, stay, waits)
        return
    caller.at = max(caller.at, entered + waits)
    yield caller.then(said.QueueLeft, queue=queue, outcome="abandoned", waited=waits)
    yield caller.ends("caller", 0.0)


def _answered(caller: Caller, stay: Stay, waits: float) -> Iterator[Event]:
    queue, agent, talked = stay.caller.entry.queue, stay.agent, round(stay.talked, 3)
    yield _explained(caller, queue, agent, 0)
    yield caller.then(said.AgentOffered, queue=queue, agent=agent, phone=f"PJSIP/2{agent[-3:]}")
    yield _moves(caller, agent, "available", "ringing")
    yield caller.then(said.OfferEnded, RANG, queue=queue, agent=agent, outcome="answered", rang=RANG)
    yield _moves(caller, agent, "ringing", "talking")
    over = round(caller.at + talked, 3)
    if talked > 60 and caller.may(_HELD):
        held = caller.draws(5, 30)
        yield caller.then(said.HoldBegan, 15, agent=agent)
        yield caller.then(said.HoldEnded, held, agent=agent, held=held)
    sent_on = talked > 30 and caller.may(_SENT_ON)
    by = "transfer" if sent_on else "caller" if caller.may(0.7) else "agent"
    caller.at = over
    if sent_on:
        yield caller.then(said.TransferBegan, kind="blind", agent=agent, to="02161230000")
    yield caller.then(said.TalkEnded, queue=queue, agent=agent, by=by, talked=talked)
    yield caller.then(said.QueueLeft, queue=queue, outcome="answered", waited=waits)
    yield _moves(caller, agent, "talking", "wrap_up")
    yield caller.then(said.RecordingStored, 0.05, kind="conversation", file=FILE, seconds=talked, channels=2)
    yield from _afterwards(caller, agent, sent_on)
    yield caller.ends("caller" if by != "agent" else "agent")
    caller.at = round(over + WRAP_UP, 3)
    yield _moves(caller, agent, "wrap_up", "available")


def _afterwards(caller: Caller, agent: str, sent_on: bool) -> Iterator[Event]:
    if caller.may(_CLASSIFIED):
        yield caller.then(said.DispositionSet, 0.5, agent=agent, code=caller.chance.choice(_CODES))
    if sent_on:
        rang, talked = caller.draws(2, 9), caller.draws(20, 200)
        yield caller.then(
            said.Transferred,
            rang + talked,
            to="02161230000",
            outcome="answered",
            talked=talked,
            kind="blind",
            agent=agent,
            rang=rang,
        )
    elif caller.may(_ASKED):
        yield caller.then(said.SurveyBegan, 0.2, survey="after_talk", questions=1)
        score = caller.chance.choice((5, 5, 5, 4, 4, 3, 2, 1))
        yield caller.then(
            said.SurveyAnswered,
            caller.draws(2, 6),
            survey="after_talk",
            question="satisfied",
            kind="csat",
            outcome="answered",
            answer=str(score),
            score=score,
        )


def _welcomed(caller: Caller) -> Iterator[Event]:
    yield caller.then(
        said.CallBegan,
        channel=f"PJSIP/line-{caller.chance.randrange(16**8):08x}",
        caller_number=NUMBER,
        caller_name="",
        dialled_number=caller.line,
        dialplan=LINES[caller.line][0],
        version="1a2b3c4d",
    )
    yield caller.then(said.CallAnswered, 0.08)
    yield caller.then(said.FlowEntered, 0.01, flow="welcome")


def _chose(caller: Caller, key: str, target: str) -> Iterator[Event]:
    heard = caller.draws(1.0, 6.4)
    yield caller.then(
        said.PromptPlayed, heard, text=_WELCOME, language="zh", heard=heard, key=key, length=6.4, keys=key
    )
    yield caller.then(said.MenuAnswered, flow="main_menu", key=key, outcome="match", target=target)
    yield caller.then(said.FlowEntered, flow=target)


def _prompt(caller: Caller, text: str, length: float) -> CallEvent:
    return caller.then(said.PromptPlayed, length, text=text, language="zh", heard=length, length=length)


def _moves(caller: Caller, agent: str, old: str, new: str) -> Event:
    return AgentStateChanged(at=caller.at, agent=agent, old=old, state=new)


def _explained(caller: Caller, queue: str, agent: str, ahead: int) -> CallEvent:
    others = [f"agent{caller.chance.randrange(90):03}" for _ in range(2)]
    idle = [{"agent": each, "idle": caller.draws(0, 60)} for each in (agent, *others)]
    refused = {"reason": "talking", "agents": {each: caller.draws(1, 300) for each in others}}
    return caller.then(
        said.ChoiceExplained,
        queue=queue,
        agent=agent,
        strategy="longest_idle",
        needs=queue,
        ahead=ahead,
        candidates=idle if agent else [],
        more=0,
        refused=[refused],
        unseen=0,
    )
