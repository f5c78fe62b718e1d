"""`mailbox`: the new messages are played to our own phones, and are then no longer new."""

from __future__ import annotations

from dataclasses import replace

from ivr.events import MemoryUnavailable, VoicemailHeard
from ivr.flow.rehearsal import Told, rehearse, world
from ivr.flow.scripted import Act, HangUp, Press
from ivr.flow.simulated import SimulatedMailboxes
from ivr.ports import MemoryFailed, Message

from .calls import plan

OWN = plan("main: [{mailbox: }, {play: 再见。}]")
CHOOSE = "重听请按1"


def message(file: str, mailbox: str = "1001", number: str = "13800000001") -> Message:
    # 10:05 in Shanghai on the day of the calls
    return Message(mailbox=mailbox, file=file, call="1.1", number=number, left=1772503500.0, seconds=5.0)


BOTH = (
    message("a-voicemail.wav"),
    message("b-voicemail.wav", number=""),
    message("c.wav", mailbox="support"),
)


def listens(*acts: Act, endpoint: str = "1001", messages: tuple[Message, ...] = BOTH) -> Told:
    there = world(mailboxes=SimulatedMailboxes(messages))
    return rehearse(OWN, *acts, world=there, endpoint=endpoint)


def heard(told: Told) -> list[str]:
    return [event.file for event in told.all(VoicemailHeard)]


def test_new_messages_are_played_the_oldest_first() -> None:
    told = listens()
    assert told.heard == (
        "您有两条新留言。",
        "来自幺三八零零零零零零零幺，时间是二零二六年三月三日上午十点零五分",
        "a-voicemail.wav",
        "重听请按1，下一条请按2，结束请按星号键。",
        "来自未知号码，时间是二零二六年三月三日上午十点零五分",
        "b-voicemail.wav",
        "重听请按1，下一条请按2，结束请按星号键。",
        "没有其他新留言。",
        "再见。",
    )
    assert heard(told) == ["a-voicemail.wav", "b-voicemail.wav"]


def test_of_one_that_was_removed_unheard_is_told_once_and_the_others_are_new() -> None:
    told = listens(messages=(replace(BOTH[0], removed=1.0), BOTH[1]))
    assert told.heard[:4] == (
        "您有一条新留言。",
        "来自幺三八零零零零零零零幺，时间是二零二六年三月三日上午十点零五分这条留言在收听之前已被删除。",
        "来自未知号码，时间是二零二六年三月三日上午十点零五分",
        "b-voicemail.wav",
    )
    assert heard(told) == ["a-voicemail.wav", "b-voicemail.wav"]


def test_one_plays_it_again() -> None:
    told = listens(Press("1", hearing=CHOOSE))
    assert told.heard.count("a-voicemail.wav") == 2
    assert heard(told) == ["a-voicemail.wav", "b-voicemail.wav"]


def test_two_goes_on_in_the_middle_of_a_message() -> None:
    told = listens(Press("2", hearing="a-voicemail.wav"))
    assert len([text for text in told.heard if CHOOSE in text]) == 1
    assert heard(told) == ["a-voicemail.wav", "b-voicemail.wav"]


def test_star_ends_it_and_what_was_not_heard_stays_new() -> None:
    assert heard(listens(Press("*", hearing="a-voicemail.wav"))) == []
    assert heard(listens(Press("*", hearing=CHOOSE))) == ["a-voicemail.wav"]


def test_hanging_up_in_a_message_leaves_it_new() -> None:
    assert heard(listens(HangUp(hearing="b-voicemail.wav"))) == ["a-voicemail.wav"]


def test_an_empty_mailbox_says_so() -> None:
    assert listens(messages=()).heard == ("没有新留言。", "再见。")


def test_another_mailbox_is_named() -> None:
    there = world(mailboxes=SimulatedMailboxes(BOTH))
    told = rehearse(plan("main: [{mailbox: support}]"), world=there, endpoint="1001")
    assert heard(told) == ["c.wav"]


def test_callers_from_outside_hear_nothing_of_it() -> None:
    told = listens(endpoint="line")
    assert told.heard == ("只有内部电话可以收听留言。", "再见。")
    assert heard(told) == []


def test_when_they_cannot_be_read_the_call_goes_on() -> None:
    class Away(SimulatedMailboxes):
        async def unheard(self, mailbox: str) -> tuple[Message, ...]:
            raise MemoryFailed("the database is away")

    told = rehearse(OWN, world=world(mailboxes=Away()), endpoint="1001")
    assert told.heard == ("对不起，现在无法收听留言。", "再见。")
    assert len(told.all(MemoryUnavailable)) == 1
