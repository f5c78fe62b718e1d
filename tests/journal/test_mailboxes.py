"""The mailboxes, as the journal tells them."""

from __future__ import annotations

from pathlib import Path

from ivr.archive.index import Index, Wanted
from ivr.archive.intake import Intake
from ivr.events import CallBegan, CallEnded, RecordingStored, VoicemailHeard, VoicemailLeft
from ivr.journal.listening import JournalMailboxes
from ivr.journal.reader import JournalReader
from ivr.journal.tables import OF_MAILBOXES
from ivr.journal.writer import JournalWriter
from tests.stores import opened


def began(call: str, number: str) -> CallBegan:
    return CallBegan(
        at=1.0,
        call=call,
        channel="c",
        caller_number=number,
        caller_name="",
        dialled_number="1",
        dialplan="d",
        version="v",
    )


def left(call: str, mailbox: str, file: str, at: float) -> VoicemailLeft:
    return VoicemailLeft(at=at, call=call, mailbox=mailbox, file=file, seconds=4.0)


async def written(url: str) -> None:
    journal = JournalWriter(url)
    events = [
        began("1.1", "138"),
        left("1.1", "support", "a.wav", 2.0),
        began("1.2", "139"),
        left("1.2", "vip", "b.wav", 3.0),
        RecordingStored(at=4.0, call="1.2", kind="voicemail", file="c.wav", seconds=4.0, channels=1),
        left("1.2", "support", "c.wav", 4.0),
        CallEnded(at=4.5, call="1.2", by="caller", cause="normal", duration=4.0),
        VoicemailHeard(at=5.0, mailbox="support", file="a.wav"),
        VoicemailHeard(at=6.0, mailbox="support", file="a.wav"),
        VoicemailHeard(at=7.0, mailbox="support", file="no such.wav"),
    ]
    for event in events:
        journal.append(event)
    await journal.close()


async def test_a_mailbox_has_its_messages_in_the_order_they_came(url: str) -> None:
    await written(url)
    async with JournalReader(url) as reader:
        found = await reader.messages("support")
    assert [(message.file, message.number, message.left, message.heard) for message in found] == [
        ("a.wav", "138", 2.0, 5.0),
        ("c.wav", "139", 4.0, None),
    ]


async def test_one_whose_recording_was_removed_unheard_is_no_longer_new(url: str, tmp_path: Path) -> None:
    await written(url)
    with Index(url) as index:
        Intake(index, tmp_path).take_in(1e12)
        index.change([entry.id for entry in index.find(Wanted()) if entry.file == "c.wav"], erased=9.0)
    async with JournalReader(url) as reader:
        found = await reader.messages("support")
    assert [(message.file, message.removed, message.is_new) for message in found] == [
        ("a.wav", None, False),
        ("c.wav", 9.0, False),
    ]
    (unheard,) = await JournalMailboxes(url).unheard("support")
    assert unheard.removed == 9.0


async def test_without_a_name_all_of_them(url: str) -> None:
    await written(url)
    async with JournalReader(url) as reader:
        assert [message.mailbox for message in await reader.messages()] == ["support", "vip", "support"]


def test_they_are_found_by_an_index_of_their_own(url: str) -> None:
    with opened(url) as connection:
        explain = "EXPLAIN QUERY PLAN"
        if connection.dialect.name == "postgresql":  # which reads small tables whole, unless told not to
            connection.exec_driver_sql("SET enable_seqscan = off")
            explain = "EXPLAIN"
        query = f"{explain} SELECT * FROM events WHERE {OF_MAILBOXES.text} ORDER BY seq"
        assert "ix_events_mailboxes" in repr(connection.exec_driver_sql(query).all())
