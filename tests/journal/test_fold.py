"""What record a journey folds into."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.journal.fold import RULES, fold
from ivr.journal.record import OUTCOMES
from tests.journal.any_events import call_events
from tests.journal.paths import BEGAN, journey

BUYER = """
0     call_began
0.1   call_answered
0.1   flow_entered     flow=welcome
2.0   prompt_played    text=欢迎致电 heard=1.9
2.0   flow_entered     flow=main_menu
3.5   prompt_played    text=买家服务请按1 heard=1.5 key=1
3.5   menu_answered    key=1 outcome=match target=buyer
3.5   flow_entered     flow=buyer
3.6   queue_entered    queue=buyers needs=buyer
3.7   agent_offered    queue=buyers agent=chen
8.7   offer_ended      queue=buyers agent=chen outcome=rang_out rang=5
8.7   agent_offered    queue=buyers agent=li
10.6  offer_ended      queue=buyers agent=li outcome=answered rang=1.9
40.6  talk_ended       queue=buyers agent=li by=agent talked=30
40.6  queue_left       queue=buyers outcome=answered waited=7
40.7  recording_stored kind=conversation file=2025/11/22/a-conversation.wav seconds=30 channels=2
40.8  call_ended       by=agent
"""

ABANDONED = """
0    call_began
0.1  call_answered
2    menu_answered   key=7 outcome=no_match
4    menu_answered   key=0 outcome=match target=operator
4    queue_entered   queue=operator
9    queue_left      queue=operator outcome=abandoned waited=5
9    call_ended
"""

ORDER = """
0    call_began
1    menu_answered     key=3 outcome=match target=order
5    digits_collected  save=number digits=20061001 outcome=complete
5.1  looked_up         method=GET url=http://127.0.0.1/orders/20061001 status=200 outcome=ok took=0.1
7    prompt_played     text=您的订单已发货 heard=1.5
8    call_ended
"""

SUGGESTION = """
0   call_began
1   menu_answered     key=9 outcome=match target=suggestions
9   recording_stored  kind=suggestion file=s.wav seconds=6 channels=1
9   case_opened       reference=12345678 line=product category=goods file=s.wav seconds=6
12  call_ended        by=flow
"""

OUTCOME_OF = {
    "in_progress": "0 call_began\n3 menu_answered key=1 outcome=match",
    "answered": BUYER,
    "transferred": "0 call_began\n9 transferred to=1005 outcome=answered talked=5\n9 call_ended by=flow",
    "suggestion": SUGGESTION,
    "message": "0 call_began\n9 recording_stored kind=message file=m.wav seconds=5 channels=1\n9 call_ended",
    "callback_requested": "0 call_began\n4 callback_requested number=1 queue=a outcome=noted\n9 call_ended",
    "callback_missed": "0 call_began\n0 callback_began original=7 attempt=1\n0 queue_entered queue=a\n"
    "9 queue_left queue=a outcome=timed_out waited=9\n9 call_ended by=flow",
    "abandoned": ABANDONED,
    "not_in_service": "0 call_began dialplan=\n3 call_ended by=engine",
    "failed": "0 call_began\n3 step_failed verb=play place=main.yaml:1:1 error=x\n4 call_ended by=engine",
    "self_service": ORDER,
    "hung_up_in_menu": "0 call_began\n3 menu_answered key= outcome=no_input\n5 call_ended",
    "refused": "0 call_began\n0 list_checked list=blocked found=yes entry=138xxxxxxxx\n0 call_ended by=flow",
    "closed": "0 call_began\n1 hours_checked hours=office open=no\n3 call_ended by=flow",
    "unserved": "0 call_began\n1 queue_entered queue=a\n9 queue_left queue=a outcome=timed_out waited=8\n"
    "9 call_ended by=flow",
}


def test_a_call_answered_by_the_second_agent() -> None:
    record = fold(journey(BUYER))
    assert (record.caller_number, record.dialled_number, record.dialplan) == ("13800000001", "95188", "main")
    assert (record.began, record.answered, record.ended) == (BEGAN, BEGAN + 0.1, BEGAN + 40.8)
    assert record.duration == pytest.approx(40.8)
    assert (record.flows, record.keys, record.language) == (("welcome", "main_menu", "buyer"), ("1",), "zh")
    assert (record.queue, record.waited, record.agent, record.talked) == ("buyers", 7, "li", 30)
    assert (record.outcome, record.ended_by, record.cause) == ("answered", "agent", "normal")
    assert record.recordings == ("2025/11/22/a-conversation.wav",)


def test_a_caller_who_gives_up_waiting_has_no_agent_and_has_waited() -> None:
    record = fold(journey(ABANDONED))
    assert (record.outcome, record.queue, record.waited, record.agent) == ("abandoned", "operator", 5, "")
    assert record.keys == ("7", "0")


def test_a_suggestion_has_its_reference_number() -> None:
    assert fold(journey(SUGGESTION)).reference == "12345678"


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_each_outcome_has_a_journey_that_comes_out_so(outcome: str) -> None:
    assert fold(journey(OUTCOME_OF[outcome])).outcome == outcome


def test_every_rule_names_a_known_outcome() -> None:
    assert {name for name, _ in RULES} | {"in_progress", "unserved"} == set(OUTCOMES)


def test_every_outcome_is_explained_in_the_manual() -> None:
    manual = (Path(__file__).parents[2] / "docs" / "call-log.md").read_text()
    assert [name for name in OUTCOMES if f"`{name}`" not in manual] == []


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        ("0 call_began\n2 prompt_played text=营业时间 heard=2\n2 call_ended by=flow", "self_service"),
        ("0 call_began\n2 menu_answered key= outcome=no_input\n2 call_ended by=flow", "unserved"),
        # a look-up that nobody asked for, such as of the member's level, serves nobody
        (
            "0 call_began\n1 looked_up method=GET url=u status=200 outcome=ok took=1\n"
            "2 prompt_played text=欢迎 heard=2\n3 call_ended",
            "hung_up_in_menu",
        ),
        # a throttled caller is told so; a member on a list is served by the machine
        (
            "0 call_began\n0 calls_counted throttle=main calls=6 most=5 outcome=exceeded\n"
            "1 prompt_played text=请稍后再拨 heard=1\n2 call_ended by=flow",
            "refused",
        ),
        (
            "0 call_began\n0 list_checked list=vip found=yes entry=1\n0 call_answered\n"
            "1 prompt_played text=您好 heard=1\n2 call_ended by=flow",
            "self_service",
        ),
        (
            "0 call_began\n0 calls_counted throttle=main calls=5 most=5 outcome=within\n"
            "1 prompt_played text=您好 heard=1\n2 call_ended by=flow",
            "self_service",
        ),
        # closed, but the caller was still served by the machine
        (
            "0 call_began\n1 hours_checked hours=office open=no\n2 menu_answered key=3 outcome=match\n"
            "3 call_ended by=flow",
            "self_service",
        ),
        # the caller found an agent only in the second queue
        (
            "0 call_began\n1 queue_entered queue=a\n5 queue_left queue=a outcome=timed_out waited=4\n"
            "5 queue_entered queue=b\n6 offer_ended queue=b agent=li outcome=answered rang=1\n"
            "9 talk_ended queue=b agent=li by=caller talked=3\n"
            "9 queue_left queue=b outcome=answered waited=1\n9 call_ended",
            "answered",
        ),
    ],
)
def test_outcomes_in_doubt(told: str, outcome: str) -> None:
    assert fold(journey(told)).outcome == outcome


def test_waiting_adds_up_over_two_queues() -> None:
    told = (
        "0 call_began\n1 queue_entered queue=a\n5 queue_left queue=a outcome=timed_out waited=4\n"
        "5 queue_entered queue=b\n8 queue_left queue=b outcome=abandoned waited=3\n8 call_ended"
    )
    assert fold(journey(told)).waited == 7


def test_a_crash_while_talking_still_tells_the_wait_and_the_agent() -> None:
    cut_off = "\n".join(BUYER.strip().splitlines()[:13])
    record = fold(journey(cut_off + "\n20 call_ended by=engine cause=unknown"))
    assert (record.outcome, record.agent) == ("answered", "li")
    assert record.waited == pytest.approx(7)


def test_the_last_classification_counts_also_after_the_end() -> None:
    sequel = """
50  disposition_set agent=li code=wrong
60  disposition_set agent=li code=solved
"""
    assert fold(journey(BUYER + sequel.strip())).disposition == "solved"
    assert fold(journey(BUYER)).disposition == ""


def test_no_events_no_record() -> None:
    with pytest.raises(ValueError, match="without events"):
        fold([])


@given(st.lists(call_events, min_size=1, max_size=30))
@settings(max_examples=300)
def test_any_events_in_any_order_fold(events: list) -> None:  # type: ignore[type-arg]
    record = fold(events)
    assert record.outcome in OUTCOMES
    assert record.waited >= 0
    assert record.ended is None or record.outcome != "in_progress"


@given(st.data())
def test_any_beginning_of_a_journey_folds(data: st.DataObject) -> None:
    events = journey(data.draw(st.sampled_from([BUYER, ABANDONED, ORDER, SUGGESTION])))
    record = fold(events[: data.draw(st.integers(1, len(events)))])
    assert record.began == BEGAN
    assert record.outcome == "in_progress" or record.ended is not None


TRANSFERS = """
0     call_began
0.1   call_answered
1     queue_entered    queue=buyers
2     agent_offered    queue=buyers agent=li
3     offer_ended      queue=buyers agent=li outcome=answered rang=1
3     queue_left       queue=buyers outcome=answered waited=2
10    consult_began    agent=li to=1003
30    consult_ended    agent=li to=1003 outcome=transferred talked=15
30    transfer_began   kind=attended agent=li to=1003
30    hold_ended       agent=li held=20
30    talk_ended       queue=buyers agent=li by=transfer talked=27
40    transfer_began   kind=escalation agent=chen to=experts
40    transferred      to=1003 outcome=answered talked=10 kind=attended agent=li answered_by=chen by=transfer
40    queue_entered    queue=experts
50    talk_ended       queue=experts agent=wang by=agent talked=9
51    call_ended       by=agent
"""


def test_a_transfer_makes_two_parts_of_one_call() -> None:
    record = fold(journey(TRANSFERS))
    parts = [(part.agent, part.queue, part.talked, part.how, part.by) for part in record.handles]
    assert parts == [
        ("li", "buyers", 27, "queue", "transfer"),
        ("chen", "", 10, "attended", "transfer"),
        ("wang", "experts", 9, "escalation", "agent"),
    ]
    assert (record.outcome, record.agent, record.talked) == ("answered", "wang", 46)


def test_hold_and_consultation_are_the_part_of_the_agent_who_asked() -> None:
    first, second, _ = fold(journey(TRANSFERS)).handles
    assert (first.held, first.consulted) == (20, 15)
    assert (second.held, second.consulted) == (0, 0)


def test_who_comes_back_from_a_transfer_in_vain_comes_from_the_queue() -> None:
    sequel = """
41    transfer_began   kind=blind agent=li to=1003
41    talk_ended       queue=buyers agent=li by=transfer talked=5
42    transferred      to=1003 outcome=busy talked=0 kind=blind agent=li
50    talk_ended       queue=buyers agent=li by=agent talked=5
"""
    assert [part.how for part in fold(journey(BUYER + sequel.strip())).handles[1:]] == ["queue", "queue"]
