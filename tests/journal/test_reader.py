"""Finding calls again."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.journal.database import DatabaseUnusable
from ivr.journal.reader import AmbiguousCall, CallOutcome, Filter, JournalReader
from ivr.journal.writer import JournalWriter
from tests.journal.paths import BEGAN, CALL, journey
from tests.journal.test_fold import ABANDONED, BUYER


async def _three_calls(journal: JournalWriter) -> None:
    tables = {
        "a.1000": BUYER,
        "a.1001": ABANDONED.replace("0    call_began", "0 call_began caller_number=02112345678"),
        "b.2000": "5 call_began caller_number=100%\n7 queue_entered queue=buyers",
    }
    for call, table in tables.items():
        for event in journey(table, call):
            journal.append(event)
    await journal.flush()


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(), ["b.2000", "a.1001", "a.1000"]),
        (Filter(limit=1), ["b.2000"]),
        (Filter(since=BEGAN + 1), ["b.2000"]),
        (Filter(until=BEGAN + 1), ["a.1001", "a.1000"]),
        (Filter(number="13800000001"), ["a.1000"]),
        (Filter(number="138*"), ["a.1000"]),
        (Filter(number="*5678"), ["a.1001"]),
        (Filter(number="*0000*"), ["a.1000"]),
        (Filter(number="100%"), ["b.2000"]),
        (Filter(number="1*%"), ["b.2000"]),
        (Filter(number="1*0*1"), ["a.1000"]),
        (Filter(number="1_0*"), []),
        (Filter(number="%*"), []),
        (Filter(agent="li"), ["a.1000"]),
        (Filter(queue="operator"), ["a.1001"]),
        (Filter(outcome="abandoned"), ["a.1001"]),
        (Filter(line="95188"), ["b.2000", "a.1001", "a.1000"]),
        (Filter(line="1"), []),
        (Filter(disposition="sold"), []),
        (Filter(before=(BEGAN + 5, "b.2000")), ["a.1001", "a.1000"]),
        (Filter(before=(BEGAN, "a.1001")), ["a.1000"]),
        (Filter(before=(BEGAN, "a.1000")), []),
        (Filter(number="' or 1=1 --"), []),
    ],
)
async def test_filters(
    journal: JournalWriter, reader: JournalReader, wanted: Filter, found: list[str]
) -> None:
    await _three_calls(journal)
    assert [record.id for record in await reader.calls(wanted)] == found


async def test_a_running_call_is_shown_as_it_is_now(journal: JournalWriter, reader: JournalReader) -> None:
    await _three_calls(journal)
    record = await reader.call("b.2000")
    assert record is not None
    assert (record.outcome, record.queue) == ("in_progress", "buyers")


async def test_a_call_is_found_by_the_beginning_of_its_id(
    journal: JournalWriter, reader: JournalReader
) -> None:
    await _three_calls(journal)
    found = [await reader.call(prefix) for prefix in ("b.20", "a.1001", "last", "nothing", "b.", "b_20", "")]
    assert [record and record.id for record in found] == [
        "b.2000",
        "a.1001",
        "b.2000",
        None,
        None,
        None,
        None,
    ]


async def test_a_beginning_that_fits_several_calls_names_them(
    journal: JournalWriter, reader: JournalReader
) -> None:
    await _three_calls(journal)
    with pytest.raises(AmbiguousCall) as several:
        await reader.call("a.100")
    assert set(several.value.ids) == {"a.1000", "a.1001"}


async def test_following_tells_what_is_there_and_then_what_comes(
    journal: JournalWriter, reader: JournalReader
) -> None:
    told = journey(ABANDONED)
    journal.append(told[0])
    await journal.flush()
    events = reader.follow()
    assert (await anext(events))[1] == told[0]
    for event in told[1:]:
        journal.append(event)
    assert [(await anext(events))[1] for _ in told[1:]] == told[1:]
    assert await reader.last_seq() == len(told)


async def test_a_log_that_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    async with JournalReader(f"sqlite:///{tmp_path}/none/log.db") as reader:
        with pytest.raises(DatabaseUnusable, match="ivr run"):
            await reader.calls(Filter())


async def test_an_empty_log_has_no_calls(reader: JournalReader) -> None:
    assert await reader.calls(Filter()) == []
    assert await reader.call("last") is None
    assert await reader.call(CALL) is None
    assert await reader.last_seq() == 0
    assert await reader.agent_states() == {}


async def test_the_calls_on_each_version_are_counted(journal: JournalWriter, reader: JournalReader) -> None:
    await _three_calls(journal)
    (record,) = await reader.calls(Filter(limit=1))
    assert await reader.calls_on_versions() == {(record.dialplan, record.version): 3}


async def test_how_calls_came_out_is_told_in_the_order_in_which_they_ended(
    journal: JournalWriter, reader: JournalReader
) -> None:
    tables = {
        "a.1": "0 call_began\n9 call_ended by=caller cause=normal duration=9.0",
        "a.2": "1 call_began caller_number=\n3 step_failed verb=say place=x error=y\n"
        "4 call_ended by=flow cause=normal duration=3.0",
        "a.3": "2 call_began",
    }
    for call, table in tables.items():
        for event in journey(table, call):
            journal.append(event)
    await journal.flush()
    (record,) = await reader.calls(Filter(limit=1))
    version, dialplan = record.version, record.dialplan
    withheld = CallOutcome(version, "a.2", "self_service", True)
    assert await reader.outcomes(dialplan, BEGAN) == [
        withheld,
        CallOutcome(version, "13800000001", "hung_up_in_menu", False),
    ]
    assert await reader.outcomes(dialplan, BEGAN + 0.5) == [withheld]
    assert await reader.outcomes("other", 0.0) == []
