"""What the journey of a call says of its recordings."""

from __future__ import annotations

from ivr.archive.entry import Entry, entries
from tests.archive.conftest import MESSAGE, TALK
from tests.journal.paths import BEGAN, journey


def of(table: str) -> list[Entry]:
    return list(entries(list(enumerate(journey(table), 1))))


def test_a_conversation_is_of_the_queue_and_the_agent_of_the_talk() -> None:
    (entry,) = of(TALK)
    assert (entry.id, entry.kind, entry.line) == (6, "conversation", "95188")
    assert (entry.queue, entry.agent, entry.began) == ("support", "li", BEGAN + 2)


def test_a_message_is_of_nobody() -> None:
    (entry,) = of(MESSAGE)
    assert (entry.kind, entry.queue, entry.agent, entry.channels) == ("voicemail", "", "", 1)


def test_after_a_transfer_each_has_the_agent_of_its_own_talk() -> None:
    told = of("""
        0   call_began
        30  talk_ended       queue=support agent=li by=transfer talked=28
        30  recording_stored kind=conversation file=a.wav seconds=28 channels=2
        60  recording_stored kind=conversation file=b.wav seconds=20 channels=2
        60  transferred to=1002 outcome=answered talked=20 kind=blind agent=li answered_by=wang queue=q
        61  call_ended
        """)
    assert [(entry.file, entry.agent) for entry in told] == [("a.wav", "li"), ("b.wav", "wang")]


def test_two_queues_one_behind_the_other_are_told_apart() -> None:
    told = of("""
        0   call_began
        30  talk_ended       queue=support agent=li by=transfer talked=28
        30  recording_stored kind=conversation file=a.wav seconds=28 channels=2
        60  talk_ended       queue=second agent=wang by=agent talked=20
        60  recording_stored kind=conversation file=b.wav seconds=20 channels=2
        """)
    assert [(entry.queue, entry.agent) for entry in told] == [("support", "li"), ("second", "wang")]
