"""What counts as a difference between the log and Asterisk."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ivr.events import CallEvent
from ivr.journal.fold import fold
from ivr.verify.compare import differences
from ivr.verify.logged import Phones, logged
from ivr.verify.records import Cdr, rows
from tests.journal.paths import journey
from tests.verify.writing import AGENT_HANGS_UP, FLOW_ENDS, TALK, calls_of, cdr, journal

PHONES = Phones({"wang": "1001", "li": "1002"})
JOURNEY = """
    0.002 call_began
    0.1   call_answered
    5     queue_entered   queue=support
    5     agent_offered   queue=support agent=wang
    7     offer_ended     queue=support agent=wang outcome=answered rang=2
    7     queue_left      queue=support outcome=answered waited=2
    37    talk_ended      queue=support agent=wang by=agent talked=30
    38.02 call_ended      by=flow cause=normal duration=38
"""


def kinds(table: str, *lines: str, legs: list[bytes] | None = None) -> list[str]:
    """The kinds of differences between this journey and these events of Asterisk."""
    events: list[CallEvent] = journey(table)
    (theirs,) = calls_of(journal(*(lines or (*TALK, *AGENT_HANGS_UP, *FLOW_ENDS))))
    read = [leg for fields in rows(legs or [cdr()]) if (leg := Cdr.of(fields))]
    ours = logged(fold(events), events, PHONES)
    return [each.kind for each in differences(ours, theirs, read if legs != [] else [])]


def test_a_call_that_is_the_same_within_a_second_has_none() -> None:
    assert kinds(JOURNEY) == []
    assert kinds(JOURNEY.replace("0.1   call_answered", "0.9 call_answered")) == []


@pytest.mark.parametrize(
    ("was", "now", "kind"),
    [
        ("0.002 call_began", "1.2 call_began", "began"),
        ("0.1   call_answered", "2.1 call_answered", "answered"),
        ("38.02 call_ended", "39.5 call_ended", "ended"),
        ("by=flow", "by=caller", "by"),
        ("cause=normal", "cause=busy", "cause"),
        ("talked=30", "talked=28", "talked"),
        ("agent=wang by=agent", "agent=li by=agent", "phones"),
    ],
)
def test_what_lies_further_apart_is_named(was: str, now: str, kind: str) -> None:
    assert kind in kinds(JOURNEY.replace(was, now))


def test_time_on_hold_may_be_spent_in_no_bridge() -> None:
    held = JOURNEY.replace("    37    talk", "    36 hold_ended agent=wang held=9\n    37    talk")
    assert kinds(held.replace("talked=30", "talked=38")) == []
    assert kinds(held.replace("talked=30", "talked=41")) == ["talked"]


def test_an_end_that_asterisk_did_not_write_is_right_only_where_asterisk_was_gone() -> None:
    assert kinds(JOURNEY, *TALK) == ["ended"]
    assert kinds(JOURNEY.replace("cause=normal", "cause=asterisk_ended"), *TALK) == []


def test_a_cdr_must_be_there_agree_on_the_answer_and_end_no_later() -> None:
    assert kinds(JOURNEY, legs=[]) == ["no_cdr"]
    assert kinds(JOURNEY, legs=[cdr(answered=0)]) == ["answered"]
    assert kinds(JOURNEY, legs=[cdr(ended=45)]) == ["ended"]
    assert kinds(JOURNEY, legs=[cdr(ended=20)]) == []


def test_a_supervisor_in_the_talk_is_no_difference() -> None:
    events = journey(JOURNEY + "    8 supervisor_joined agent=wang supervisor=li mode=join\n")
    (theirs,) = calls_of(journal(*TALK, *AGENT_HANGS_UP, *FLOW_ENDS))
    both = replace(theirs, talks=(*theirs.talks, replace(theirs.talks[0], phone="1002")))
    assert list(differences(logged(fold(events), events, PHONES), both, None)) == []


def test_a_supervisor_who_took_the_caller_over_talked_as_long_as_asterisk_says() -> None:
    took_over = JOURNEY.replace(
        "38.02 call_ended",
        "8 supervisor_joined agent=wang supervisor=li mode=take_over\n"
        "    37.5 transferred to=1002 outcome=answered talked=20\n    38.02 call_ended",
    )
    events = journey(took_over)
    (theirs,) = calls_of(journal(*TALK, *AGENT_HANGS_UP, *FLOW_ENDS))
    both = replace(theirs, talks=(*theirs.talks, replace(theirs.talks[0], phone="1002")))
    found = list(differences(logged(fold(events), events, PHONES), both, None))
    assert [(each.kind, each.log, each.asterisk) for each in found] == [
        ("talked", "1002: 20.0 s", "1002: 30.0 s")
    ]
