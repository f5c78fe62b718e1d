"""After a crash every call has an end."""

from __future__ import annotations

import pytest

from ivr.journal.reader import JournalReader
from ivr.journal.recovery import close_open_calls
from ivr.journal.writer import JournalWriter
from tests.journal.paths import BEGAN, CALL, journey
from tests.journal.test_fold import ABANDONED, BUYER


async def test_an_open_call_is_ended_where_the_journal_breaks_off(url: str, reader: JournalReader) -> None:
    before_the_crash = JournalWriter(url)
    for event in journey(BUYER)[:11]:
        before_the_crash.append(event)
    for event in journey(ABANDONED, "done"):
        before_the_crash.append(event)
    await before_the_crash.close()

    assert close_open_calls(url) == [CALL]

    record = await reader.call(CALL)
    assert record is not None
    assert (record.ended_by, record.cause, record.outcome) == ("engine", "unknown", "failed")
    assert record.ended == pytest.approx(BEGAN + 8.7)
    done = await reader.call("done")
    assert done is not None
    assert done.ended_by == "caller"


async def test_a_second_start_finds_nothing_to_end(url: str) -> None:
    writer = JournalWriter(url)
    writer.append(journey(BUYER)[0])
    await writer.close()
    assert close_open_calls(url) == [CALL]
    assert close_open_calls(url) == []
