"""A caller whom an agent sends on: where they go, and that they are never dropped."""

from __future__ import annotations

from ivr.events import Transferred
from ivr.flow.rehearsal import Told
from ivr.flow.scripted import HangUp, Manner, Surroundings
from ivr.flow.simulated import SimulatedDesk, SimulatedPhones
from ivr.ports import SentOn
from ivr.settings import Agent, Queue

from .calls import call
from .fakes import Free, Line

LINE = """
main:
  - queue: {to: support, skills: {seller: 3}}
  - play: 请评价。
"""
QUEUES = {name: Queue(name={"zh": name, "en": name}) for name in ("support", "experts")}
AGENTS = {"wang": Agent(name="王", phone="1001"), "li": Agent(name="李", phone="1002")}


def to_phone(phone: str) -> Manner:
    return Manner(sends_on=SentOn("blind", "wang", phone=phone))


def sent(line: Line, *acts: HangUp, desk: SimulatedDesk | None = None, **phones: Manner) -> Told:
    manners = {name.removeprefix("p"): manner for name, manner in phones.items()}
    around, desk = Surroundings(phones=manners), desk or SimulatedDesk()
    return call(LINE, *acts, queues=line, desk=desk, around=around, queue_settings=QUEUES, agents=AGENTS)


def test_to_a_phone_and_after_that_talk_the_flow_goes_on() -> None:
    line = Line(Free("1001"))
    told = sent(line, p1001=to_phone("1002"), p1002=Manner(talks=30.0))
    assert line.said == ["answered 1001", "finished 1001 by transfer", "left"]
    (transferred,) = told.all(Transferred)
    assert (transferred.to, transferred.outcome, transferred.kind) == ("1002", "answered", "blind")
    assert (transferred.agent, round(transferred.talked, 3)) == ("wang", 30.0)
    assert told.heard == ("请评价。",)


def test_the_colleague_counts_as_talking_as_long_as_they_do() -> None:
    desk = SimulatedDesk()
    sent(Line(Free("1001")), desk=desk, p1001=to_phone("1002"))
    assert desk.attended == ["took 1002 support", "let go 1002"]


def test_to_a_phone_that_sends_them_on_again() -> None:
    on = Manner(sends_on=SentOn("attended", "li", phone="1003"))
    told = sent(Line(Free("1001")), p1001=to_phone("1002"), p1002=on)
    assert [(fact.to, fact.kind, fact.agent) for fact in told.all(Transferred)] == [
        ("1002", "blind", "wang"),
        ("1003", "attended", "li"),
    ]
    assert told.heard == ("请评价。",)


def test_to_a_phone_that_is_busy_and_so_back_into_the_queue_for_that_agent_at_the_old_place() -> None:
    line = Line(Free("1001"))
    told = sent(line, HangUp(after=30.0), p1001=to_phone("1002"), p1002=Manner("busy"))
    first, second = line.requests[:2]
    assert (second.queue, second.needs, second.agent) == ("support", first.needs, "wang")
    assert second.credit >= 10.0  # since they entered: the talk with wang
    assert second.patience > 0
    assert told.all(Transferred)[0].outcome == "busy"


def test_to_another_queue_at_the_old_place_where_whoever_serves_it_may_answer() -> None:
    line = Line(Free("1001"))
    sent(line, HangUp(after=60.0), p1001=Manner(sends_on=SentOn("escalation", "wang", queue="experts")))
    first, second = line.requests[:2]
    assert (second.queue, second.agent, second.patience) == ("experts", "", 0.0)
    assert first.needs != second.needs
    assert second.credit >= 10.0


def test_without_a_queue_the_agent_who_sent_them_on_is_rung_again() -> None:
    told = call(
        'main: [{transfer: {to: "1001", then: continue}}, {play: 谢谢。}]',
        phones=SimulatedPhones(["1001", "1002"]),
        around=Surroundings(phones={"1001": to_phone("1002"), "1002": Manner("busy")}),
        agents=AGENTS,
    )
    assert [(fact.to, fact.outcome) for fact in told.all(Transferred)][:3] == [
        ("1001", "answered"),
        ("1002", "busy"),
        ("1001", "answered"),
    ]
