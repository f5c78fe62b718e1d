"""What Asterisk's records add to the journey of a call whose engine died."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ivr.events import CallBegan, CallEnded, CallEvent, QueueLeft, TalkEnded
from ivr.journal.fold import fold
from ivr.verify.compare import LOST, differences
from ivr.verify.logged import logged
from ivr.verify.recover import ended_unseen, missing
from tests.journal.paths import journey
from tests.verify.test_compare import JOURNEY, PHONES
from tests.verify.writing import (
    AGENT_HANGS_UP,
    BEGAN,
    CALL,
    FLOW_ENDS,
    LINE,
    MENU,
    TALK,
    WANG,
    calls_of,
    journal,
)

LINES = JOURNEY.strip().splitlines()


def completed(logged_lines: int, *lines: str) -> list[CallEvent]:
    """The journey as far as the engine wrote it, and what is added then."""
    before = journey("\n".join(LINES[:logged_lines])) if logged_lines else []
    (call,) = calls_of(journal(*lines))
    return [*before, *missing(call, before, PHONES)]


@given(st.integers(0, len(LINES) - 1))
def test_a_kill_at_any_time_leaves_a_record_that_equals_asterisks(written: int) -> None:
    lines = (*TALK, *AGENT_HANGS_UP, *FLOW_ENDS)
    events = completed(written, *lines)
    (call,) = calls_of(journal(*lines))
    record = fold(events)
    assert [each.kind for each in differences(logged(record, events, PHONES), call, None)] == []
    assert (record.recovered, record.agent, record.talked, record.outcome) == (True, "wang", 30.0, "answered")
    assert len([event for event in events if isinstance(event, TalkEnded)]) == 1
    assert missing(call, events, PHONES) == []


def test_the_open_visit_of_a_queue_ends_with_the_answer() -> None:
    events = completed(4, *TALK, *AGENT_HANGS_UP, *FLOW_ENDS)
    (left,) = [event for event in events if isinstance(event, QueueLeft)]
    assert (left.outcome, left.queue, left.waited) == ("answered", "support", 2.0)


def test_an_end_that_the_engine_took_for_the_callers_was_asterisks_own_where_asterisk_wrote_none() -> None:
    before = journey("\n".join(LINES).replace("by=flow cause=normal", "by=caller cause=unknown"))
    (call,) = calls_of(journal(*TALK))
    (end,) = missing(call, before, PHONES)
    assert isinstance(end, CallEnded)
    assert (end.by, end.cause, end.recovered, end.at) == ("engine", LOST, True, before[-1].at)
    assert missing(call, [*before, end], PHONES) == []


def test_a_caller_who_hangs_up_while_a_dead_engine_let_a_phone_ring_has_abandoned() -> None:
    events = completed(4, *MENU, f"9 HANGUP {LINE} source={LINE} cause=127")
    record = fold(events)
    assert (record.outcome, record.ended_by, record.cause, record.waited) == (
        "abandoned",
        "caller",
        "normal",
        4.0,
    )


def test_a_call_that_only_asterisk_saw_gets_a_record_with_its_fallback_queue() -> None:
    events = completed(
        0,
        *MENU,
        f"6 APP_START {LINE} app=Queue data=callwright-fallback",
        f"8 BRIDGE_ENTER {WANG} bridge=b",
        f"8 BRIDGE_ENTER {LINE} bridge=b",
        f"18 BRIDGE_EXIT {WANG} bridge=b",
        f"18 HANGUP {WANG} source={WANG}",
        f"18.01 HANGUP {LINE} source={WANG}",
    )
    record = fold(events)
    assert isinstance(events[0], CallBegan)
    assert (record.id, record.caller_number, record.dialled_number) == (CALL, "13800000001", "95188")
    assert (record.outcome, record.agent, record.queue) == ("answered", "wang", "callwright-fallback")
    assert (record.waited, record.talked, record.ended_by) == (2.0, 10.0, "agent")


def test_a_call_that_asterisk_took_with_it_ends_at_the_last_thing_known() -> None:
    (*_, end) = completed(6, *TALK)
    assert isinstance(end, CallEnded)
    assert (end.by, end.cause, end.recovered, end.at) == ("engine", "asterisk_ended", True, BEGAN + 7)


def test_an_unknown_cause_is_put_right_and_a_known_end_is_left_alone() -> None:
    whole = journey(JOURNEY.replace("cause=normal", "cause=unknown"))
    (call,) = calls_of(journal(*TALK, *AGENT_HANGS_UP, *FLOW_ENDS))
    (better,) = missing(call, whole, PHONES)
    assert isinstance(better, CallEnded)
    assert (better.by, better.cause, better.recovered) == ("flow", "normal", True)
    assert missing(call, journey(JOURNEY), PHONES) == []


def test_without_records_the_call_ends_where_the_log_breaks_off() -> None:
    before = journey("\n".join(LINES[:6]))
    end = ended_unseen(before)
    assert (end.at, end.by, end.cause, end.recovered) == (BEGAN + 7, "engine", "unknown", True)
    assert fold([*before, end]).outcome == "answered"
