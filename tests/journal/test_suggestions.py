"""What callers left on the suggestion lines."""

from __future__ import annotations

from ivr.hotline.cases import CaseStore
from ivr.journal.reader import JournalReader
from ivr.journal.suggestions import Suggestion, suggestions
from ivr.journal.writer import JournalWriter
from ivr.ports import NewCase


async def test_those_of_a_time_come_in_their_order(
    url: str, journal: JournalWriter, reader: JournalReader
) -> None:
    for at in (30.0, 10.0, 20.0):
        store = CaseStore(url, now=lambda at=at: at)  # type: ignore[misc]
        await store.open(NewCase("call-1", "product", "1", "goods", "138", "zh", "a.wav", at))
        await store.close()
    found = await suggestions(reader, 10.0, 30.0)
    assert found == [Suggestion(at, "product", "goods", "zh", "138", at) for at in (10.0, 20.0)]
