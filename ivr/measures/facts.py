"""One call as plain facts: all that the measures go by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ivr.events import (
    CallbackBegan,
    CallbackRequested,
    CallEvent,
    DigitsCollected,
    MenuAnswered,
    QueueEntered,
    SurveyAnswered,
    SurveyBegan,
)
from ivr.journal.fold import Facts
from ivr.journal.record import CallRecord
from ivr.measures.agent_time import AgentTime
from ivr.measures.menu_stays import MenuStay, menu_path, menu_stays
from ivr.measures.queue_stays import queue_stays
from ivr.measures.talks import HandleFact, handle_facts, wrap_ups
from ivr.measures.visits import Visit


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a survey. `kind`: csat, nps, yes_no or choice."""

    kind: str
    score: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFacts:
    """One call. Times in seconds since 1970, `ended` None while it runs. `line` is the dialled number;
    `caller` '' for who withheld it; `path` the keys that led on at menus; `outcome` one of
    `ivr.journal.record.OUTCOMES`. `asked`: the caller was asked for a key or digits. `callback`: when one was
    promised in this call, None for not. `callback_of`: the call in which somebody asked for the one that this
    is, the `attempt`'s number. `surveys`: how many were begun."""

    id: str
    began: float
    ended: float | None
    line: str = ""
    dialplan: str = ""
    language: str = ""
    caller: str = ""
    outcome: str = "in_progress"
    path: tuple[str, ...] = ()
    visits: tuple[Visit, ...] = ()
    handles: tuple[HandleFact, ...] = ()
    menus: tuple[MenuStay, ...] = ()
    asked: bool = False
    callback: float | None = None
    callback_of: str = ""
    attempt: int = 0
    surveys: int = 0
    answers: tuple[Answer, ...] = ()

    @property
    def is_of_a_caller(self) -> bool:
        """Neither made by us, nor by an agent who dialled a feature code such as *41."""
        return not self.callback_of and not self.line.startswith("*")

    @property
    def queue(self) -> str:
        """The last queue that had a part in it."""
        return self.visits[-1].queue if self.visits else ""

    @property
    def agent(self) -> str:
        """The last agent who talked with the caller."""
        return self.handles[-1].agent if self.handles else ""

    @property
    def skills(self) -> tuple[str, ...]:
        """What was asked of the agent in the last queue."""
        return self.visits[-1].skills if self.visits else ()


def facts_of(record: CallRecord, events: Sequence[CallEvent]) -> CallFacts:
    """`events` are those of the call, in their order."""
    told = Facts(events)
    dialled = next(iter(told.of(CallbackBegan)), None)
    return CallFacts(
        id=record.id,
        began=record.began,
        ended=record.ended,
        line=record.dialled_number,
        dialplan=record.dialplan,
        language=record.language,
        caller=record.caller_number if any(map(str.isdigit, record.caller_number)) else "",
        outcome=record.outcome,
        path=menu_path(events) if told.of(MenuAnswered) else (),
        visits=queue_stays(events) if told.of(QueueEntered) else (),
        handles=handle_facts(record.handles, events) if record.handles else (),
        menus=menu_stays(events),
        asked=bool(told.of(MenuAnswered) or told.of(DigitsCollected)),
        callback=next((each.at for each in told.of(CallbackRequested) if each.outcome == "noted"), None),
        callback_of=dialled.original if dialled else "",
        attempt=dialled.attempt if dialled else 0,
        surveys=len(told.of(SurveyBegan)),
        answers=tuple(_answers(told.of(SurveyAnswered))),
    )


def _answers(answers: Iterable[SurveyAnswered]) -> Iterable[Answer]:
    for event in answers:
        if event.outcome == "answered" and event.score is not None:
            yield Answer(event.kind, event.score)


def with_wrap_ups(facts: Iterable[CallFacts], times: Iterable[AgentTime]) -> list[CallFacts]:
    """The same calls, where every part that is over has the wrap-up that followed it, or none (0 s)."""
    known = list(facts)
    found = wrap_ups((handle for call in known for handle in call.handles), times)
    return [_with(call, found) if call.handles else call for call in known]


def _with(call: CallFacts, found: Mapping[tuple[str, float], float]) -> CallFacts:
    return replace(call, handles=tuple(_told(handle, found) for handle in call.handles))


def _told(handle: HandleFact, found: Mapping[tuple[str, float], float]) -> HandleFact:
    if handle.wrapped_up is not None:
        return handle
    return replace(handle, wrapped_up=found.get((handle.agent, handle.ended), 0.0))
