"""Agents' parts of calls, and the wrap-ups that belong to them."""

from __future__ import annotations

import pytest

from ivr.journal.handles import handles
from ivr.measures.agent_time import AgentTime
from ivr.measures.talks import HandleFact, handle_facts, wrap_ups
from tests.journal.paths import BEGAN, journey


def parts(table: str) -> tuple[HandleFact, ...]:
    events = journey(table)
    return handle_facts(handles(events), events)


@pytest.mark.parametrize("kind", ["blind", "attended", "escalation"])
def test_an_agent_sent_the_caller_on(kind: str) -> None:
    table = f"""
60  transfer_began  kind={kind} agent=li to=sellers
60  talk_ended      queue=buyers agent=li by=transfer talked=50
90  talk_ended      queue=sellers agent=zhao by=caller talked=20
"""
    told = [(part.agent, part.ended - BEGAN, part.sent_on, part.how) for part in parts(table)]
    assert told == [("li", 60, kind, "queue"), ("zhao", 90, "", kind)]


def test_a_transfer_that_came_to_nothing_is_none() -> None:
    table = """
60  transfer_began  kind=attended agent=li to=1003
90  talk_ended      queue=buyers agent=li by=caller talked=80
"""
    assert parts(table)[0].sent_on == ""


def test_a_consultation_is_no_transfer_and_time_of_the_agent_who_asked() -> None:
    table = """
60  consult_ended  agent=li to=1003 outcome=returned talked=10
90  talk_ended     queue=buyers agent=li by=caller talked=80
"""
    found = parts(table)
    assert [(part.agent, part.talked, part.consulted, part.sent_on) for part in found] == [("li", 80, 10, "")]


def test_an_agent_who_was_called_directly_has_a_part_as_well() -> None:
    table = """
60  transfer_began  kind=attended agent=li to=1003
60  talk_ended      queue=buyers agent=li by=transfer talked=50
99  transferred     to=1003 outcome=answered talked=30 kind=attended agent=li answered_by=zhang queue=buyers
"""
    assert [(part.agent, part.began - BEGAN) for part in parts(table)] == [("li", 10), ("zhang", 69)]


def handle(agent: str, ended: float) -> HandleFact:
    return HandleFact(agent, "q", ended, talked=10, held=0, consulted=0, how="queue")


def wrapping(agent: str, began: float, ended: float) -> AgentTime:
    return AgentTime(agent, "wrap_up", "", began, ended)


def test_a_wrap_up_belongs_to_the_talk_that_it_follows() -> None:
    found = wrap_ups(
        [handle("li", 100), handle("li", 200), handle("wang", 100)],
        [wrapping("li", 100.2, 130), wrapping("li", 200, 205), wrapping("zhao", 100, 101)],
    )
    assert found == {("li", 100): pytest.approx(29.8), ("li", 200): 5}


def test_a_wrap_up_is_of_one_talk_only() -> None:
    found = wrap_ups([handle("li", 100), handle("li", 102)], [wrapping("li", 102, 110)])
    assert sum(found.values()) == 8


def test_a_wrap_up_long_after_a_talk_is_not_its_own() -> None:
    assert wrap_ups([handle("li", 100)], [wrapping("li", 120, 130)]) == {}
