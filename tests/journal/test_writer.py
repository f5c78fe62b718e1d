"""The writer: everything gets to disk, whatever the database does meanwhile, and nothing gets to the call."""

from __future__ import annotations

import signal
import sys
from asyncio import create_subprocess_exec
from asyncio.subprocess import PIPE, Process
from pathlib import Path

from structlog.testing import capture_logs

from ivr.events import AgentStateChanged, CallBegan, Event, MenuAnswered
from ivr.journal.database import migrate
from ivr.journal.live import LiveCalls
from ivr.journal.reader import Filter, JournalReader
from ivr.journal.writer import JournalWriter
from tests.journal.paths import CALL, journey
from tests.journal.test_fold import ABANDONED, BUYER
from tests.stores import count, held

ENDLESS = """
import asyncio, sys
from ivr.journal.writer import JournalWriter
from tests.journal.paths import journey
began, _, _, *pressed = journey("0 call_began\\n1 call_answered\\n2 flow_entered flow=main\\n" +
    "\\n".join(f"{n} menu_answered key={n} outcome=match" for n in range(5000)))
async def main():
    journal = JournalWriter(sys.argv[1])
    journal.append(began)
    async with asyncio.TaskGroup() as together:
        for number, event in enumerate(pressed):
            journal.append(event)
            together.create_task(tell(journal, number))
            await asyncio.sleep(0.002)
async def tell(journal, number):
    if await journal.flush(60):
        print(number, flush=True)
asyncio.run(main())
"""
"""A program that appends without end, and prints the number of each event once that is in the database."""


async def events_in(reader: JournalReader) -> list[tuple[int, Event]]:
    last = await reader.last_seq()
    found: list[tuple[int, Event]] = []
    async for number, event in reader.follow():
        found.append((number, event))
        if number == last:
            return found
    return found


async def test_a_journey_is_stored_in_order_with_its_record(
    journal: JournalWriter, reader: JournalReader
) -> None:
    told = journey(BUYER)
    for event in told:
        journal.append(event)
    assert await journal.flush()
    assert await reader.events_of(CALL) == told
    record = await reader.call(CALL)
    assert record is not None
    assert (record.outcome, record.agent, record.recordings) == (
        "answered",
        "li",
        ("2025/11/22/a-conversation.wav",),
    )


async def test_what_comes_after_the_end_still_gets_into_the_record(
    journal: JournalWriter, reader: JournalReader
) -> None:
    late = journey("50 recording_stored kind=conversation file=late.wav seconds=30 channels=2")[0]
    for event in journey(ABANDONED):
        journal.append(event)
    await journal.flush()
    journal.append(late)
    await journal.flush()
    (record,) = await reader.calls(Filter())
    assert (record.outcome, record.recordings) == ("abandoned", ("late.wav",))


async def test_the_last_state_of_each_agent_is_kept(journal: JournalWriter, reader: JournalReader) -> None:
    for at, agent, state in [(1, "li", "available"), (2, "chen", "paused"), (3, "li", "talking")]:
        journal.append(AgentStateChanged(at=at, agent=agent, old="", state=state))
    await journal.flush()
    journal.append(AgentStateChanged(at=4, agent="chen", old="paused", state="available"))
    await journal.flush()
    states = await reader.agent_states()
    assert {name: (s.state, s.since) for name, s in states.items()} == {
        "li": ("talking", 3.0),
        "chen": ("available", 4.0),
    }


async def reaches(program: Process, wanted: int) -> int:
    """Wait until the program prints this number, or one beyond it."""
    assert program.stdout is not None
    async for line in program.stdout:
        if int(line) >= wanted:
            return int(line)
    raise AssertionError("the program ended")


async def test_kill_9_loses_nothing_that_was_on_disk_and_leaves_no_hole(
    url: str, reader: JournalReader
) -> None:
    program = await create_subprocess_exec(sys.executable, "-c", ENDLESS, url, stdout=PIPE)
    safe = await reaches(program, 100)
    program.send_signal(signal.SIGKILL)
    await program.wait()
    written = [event for _, event in await events_in(reader) if isinstance(event, MenuAnswered)]
    stored = {int(event.key) for event in written}
    assert len(stored) > safe
    assert stored == set(range(len(stored)))  # without a hole: what is missing is the tail


async def test_a_locked_database_delays_no_call_and_loses_no_event(
    journal: JournalWriter, reader: JournalReader, url: str
) -> None:
    with held(url):
        for event in journey(BUYER):
            journal.append(event)
        assert not await journal.flush(limit=0.2)
    assert await journal.flush(limit=60)
    assert await reader.events_of(CALL) == journey(BUYER)


async def test_a_database_that_is_away_is_written_when_it_is_back(tmp_path: Path) -> None:
    file = tmp_path / "log.db"
    file.mkdir()  # nothing can be opened there
    url = f"sqlite:///{file}"
    with capture_logs() as logs:
        journal = JournalWriter(url)
        for event in journey(ABANDONED):
            journal.append(event)
        assert not await journal.flush(limit=0.3)
        file.rmdir()
        migrate(url)
        assert await journal.flush(limit=60)
        await journal.close()
    async with JournalReader(url) as reader:
        assert await reader.events_of(CALL) == journey(ABANDONED)
    assert [entry["event"] for entry in logs] == ["journal.database_fails", "journal.database_is_back"]


async def test_memory_is_bounded_and_what_does_not_fit_is_counted(url: str) -> None:
    began, *_ = journey(ABANDONED)
    with capture_logs() as logs:
        journal = JournalWriter(url, capacity=10)
        with held(url):
            for _ in range(100):
                journal.append(began)
        await journal.close(limit=60)
    assert journal.lost > 0
    assert count(url, "events") + journal.lost == 100
    assert {"event": "journal.full", "lost": 1, "capacity": 10, "log_level": "error"} in logs


async def test_text_that_no_database_takes_spoils_only_its_own_record(
    journal: JournalWriter, reader: JournalReader
) -> None:
    broken = CallBegan(
        at=1.0,
        call="bad",
        channel="c",
        caller_number="\ud800",
        caller_name="",
        dialled_number="",
        dialplan="",
        version="",
    )
    with capture_logs() as logs:
        journal.append(broken)
        for event in journey(ABANDONED):
            journal.append(event)
        assert await journal.flush()
    assert [entry["event"] for entry in logs] == ["journal.row_refused"]
    assert [record.id for record in await reader.calls(Filter())] == [CALL]
    assert await reader.events_of("bad") == [broken]
    assert await reader.events_of(CALL) == journey(ABANDONED)


async def test_an_event_without_a_time_is_refused_and_logged(
    journal: JournalWriter, reader: JournalReader
) -> None:
    with capture_logs() as logs:
        journal.append(MenuAnswered(at="soon", call="c", flow="f", key="1", outcome="match"))  # type: ignore[arg-type]
        for event in journey(ABANDONED):
            journal.append(event)
        assert await journal.flush()
    assert [entry["event"] for entry in logs] == ["journal.event_refused"]
    assert await reader.events_of(CALL) == journey(ABANDONED)


def test_of_too_many_live_calls_the_oldest_is_left_to_the_database() -> None:
    live = LiveCalls(most=1)
    began, *_, ended = journey(ABANDONED)
    live.take([began])
    live.take(journey("0 call_began", call="second"))
    assert live.take([ended]) == {CALL: None}
