"""Facts of calls that went through real flows, in virtual time: the order of events is the engine's own."""

from __future__ import annotations

from ivr.events import CallEnded, CallEvent
from ivr.flow.scripted import Act, HangUp, Press
from ivr.journal.fold import fold
from ivr.measures.facts import Answer, CallFacts, facts_of
from ivr.measures.menu_stays import MenuStay
from tests.steps.calls import call

FLOWS = """
main:
  - language: {keys: {1: zh, 2: en}}
  - goto: main_menu
main_menu:
  - set: {seen: "yes"}
  - menu: {prompt: 买家请按1。, keys: {1: buyer, 0: buyer}}
buyer:
  - queue: {to: support, skills: {buyer: 2}}
  - survey: {name: s, questions: [{id: q, kind: csat, prompt: 打分。}]}
"""


def play(*acts: Act) -> CallFacts:
    told = call(FLOWS, *acts)
    events = [event for event in told.events if isinstance(event, CallEvent)]
    end, id = events[-1].at, events[0].call
    events.append(CallEnded(at=end, call=id, by=told.ending.by, cause="normal", duration=told.seconds))
    return facts_of(fold(events), events)


def how(stays: tuple[MenuStay, ...]) -> list[tuple[str, str, str]]:
    return [(s.menu, "".join(press.key or "-" for press in s.presses), s.how) for s in stays]


def test_a_served_caller() -> None:
    found = play(Press("1"), Press("1", hearing="买家"), Press("5", hearing="打分"))
    assert how(found.menus) == [("main_menu", "1", "chosen")]
    assert found.path == ("main_menu:1",)
    assert [(visit.queue, visit.outcome, visit.agent, visit.skills) for visit in found.visits] == [
        ("support", "answered", "li", ("buyer",))
    ]
    assert [(handle.agent, handle.queue) for handle in found.handles] == [("li", "support")]
    assert (found.surveys, found.answers) == (1, (Answer("csat", 5),))
    assert found.handles[0].began >= found.visits[0].entered + found.visits[0].waited - 0.01


def test_a_caller_who_hangs_up_before_the_first_key() -> None:
    found = play(Press("1"), HangUp(hearing="买家"))
    assert how(found.menus) == [("main_menu", "", "dropped")]
    assert found.outcome == "hung_up_in_menu"


def test_a_caller_who_presses_a_wrong_key_and_then_nothing() -> None:
    found = play(Press("1"), Press("7", hearing="买家"))
    assert how(found.menus) == [("main_menu", "7---", "gave_up")]
