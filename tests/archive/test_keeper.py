"""A process beside the engine looks after the recordings, and ends with the engine."""

from __future__ import annotations

import asyncio
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import structlog

from ivr.archive import keeper, worker
from ivr.archive.alarms import Alarm, Watch
from ivr.archive.erasure import Eraser
from ivr.archive.index import Index, Wanted
from ivr.archive.keeper import Beside, kept_running
from ivr.archive.worker import Plan, Rounds
from recordings import place
from tests.archive.conftest import BEGAN, CONVERSATION, TALK, Happens
from tests.recordings.wav import write_wav


@pytest.fixture
def plan(url: str, folder: Path) -> Plan:
    return Plan(url, str(folder), "flac", 0.0)


def beside(plan: Plan) -> Beside:
    return Beside(worker.MODULE, plan.written(), worker.STOPPED)


def test_a_plan_is_read_as_it_was_written(plan: Plan) -> None:
    assert Plan.read(plan.written()) == plan


def test_a_round_takes_in_and_compresses(plan: Plan, index: Index, folder: Path, happens: Happens) -> None:
    write_wav(folder / CONVERSATION)
    happens(TALK)
    assert not Rounds(plan, index).go_round(BEGAN + 9999)
    assert [entry.format for entry in index.find(Wanted())] == ["flac"]


def test_a_round_erases_what_came_later_also_after_the_clock_went_back(
    plan: Plan, index: Index, folder: Path, happens: Happens
) -> None:
    rounds = Rounds(plan, index)
    rounds.go_round(BEGAN + 2e6)
    with closing(Eraser(plan.url, index, folder, folder / "spool", "CN")) as eraser:
        eraser.ask("13800138000", "hash", BEGAN + 9999)
    write_wav(folder / CONVERSATION)
    happens(TALK)
    rounds.go_round(BEGAN + 1e6)
    assert [entry.erased for entry in index.find(Wanted())] == [BEGAN + 1e6]
    assert [line.about for line in index.trail(9)] == ["1 recordings, 1 calls, caller hash"]


def test_a_round_that_is_to_end_begins_with_no_other_recording(
    plan: Plan, index: Index, folder: Path, happens: Happens
) -> None:
    write_wav(folder / CONVERSATION)
    happens(TALK)
    Rounds(plan, index, lambda: True).go_round(BEGAN + 9999)
    assert index.find(Wanted()) == []


def test_a_database_that_fails_is_told_and_the_next_round_goes_on(tmp_path: Path, folder: Path) -> None:
    url = f"sqlite:///{tmp_path}/nowhere/log.db"
    with structlog.testing.capture_logs() as told, Index(url) as index:
        rounds = Rounds(Plan(url, str(folder), "flac", 0.0), index)
        assert not rounds.go_round(BEGAN)
        assert not rounds.go_round(BEGAN + 5)
        assert [alarm.what for alarm in rounds.alarms(BEGAN + 5)] == ["database"]
        assert rounds.alarms(BEGAN + 10) == []
    assert [line["event"] for line in told] == ["recordings.not_looked_after"]  # once, not each round


def test_the_process_does_it_and_ends_with_the_engine(plan: Plan, folder: Path, happens: Happens) -> None:
    write_wav(folder / CONVERSATION)
    happens(TALK)

    async def engine() -> None:
        async with kept_running(beside(plan), lambda alarm: None), asyncio.timeout(60):
            while place.found(folder, CONVERSATION) == folder / CONVERSATION:  # noqa: ASYNC110
                await asyncio.sleep(0.02)

    asyncio.run(engine())
    assert place.found(folder, CONVERSATION) == (folder / CONVERSATION).with_suffix(".flac")


def test_an_alarm_of_the_disk_is_told_once_and_when_it_is_over(
    plan: Plan, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds, full, found = Rounds(plan, index), Alarm("disk_full", "no room"), list[Alarm]()
    monkeypatch.setattr(worker, "disk_alarms", lambda folder: list(found))
    assert rounds.alarms(0) == []
    found.append(full)
    assert [rounds.alarms(at) for at in (10, 30, 60)] == [[], [full], []]
    found.clear()
    assert rounds.alarms(90) == [Alarm("disk_full")]


def test_the_disk_of_the_state_folder_is_looked_at_as_well(
    plan: Plan, index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = tmp_path / "state"
    rounds = Rounds(replace(plan, state=str(state)), index)
    monkeypatch.setattr("ivr.archive.alarms.disk_alarms", lambda folder: [Alarm("read_only", str(folder))])
    monkeypatch.setattr(worker, "disk_alarms", lambda folder: [])
    assert rounds.alarms(0) == [Alarm("state_disk read_only", str(state))]


def test_a_process_that_dies_is_replaced(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "AGAIN", 0.0)
    started, alarms = [], list[Alarm]()

    async def engine() -> None:
        again, start = asyncio.Event(), keeper._start

        async def watched(beside: Beside) -> asyncio.subprocess.Process:
            process = await start(beside)
            started.append(process)
            again.set()
            return process

        monkeypatch.setattr(keeper, "_start", watched)
        async with kept_running(beside(plan), alarms.append), asyncio.timeout(60):
            await again.wait()
            again.clear()
            started[-1].kill()
            await again.wait()
            while len(alarms) < 2:  # noqa: ASYNC110
                await asyncio.sleep(0.02)

    with structlog.testing.capture_logs() as told:
        asyncio.run(engine())
    assert alarms == [Alarm("stopped", "exit code -9"), Alarm("stopped")]
    assert told[0]["event"] == "process_died"


class Line:
    """As much of a process as tells a line, and ends at once."""

    def __init__(self) -> None:
        self.stdout = asyncio.StreamReader()
        self.stdin = self

    def close(self) -> None:
        """Its input is over."""

    async def wait(self) -> int:
        return 0


@pytest.mark.parametrize("turns", range(6))
async def test_an_engine_that_ends_as_a_line_comes_waits_for_no_other(turns: int) -> None:
    process = Line()
    task = asyncio.ensure_future(keeper._until_it_ends(process, Watch(), lambda alarm: None))  # type: ignore[arg-type]
    await asyncio.sleep(0.01)
    process.stdout.feed_data(b"[]\n")
    for _ in range(turns):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task], timeout=5)
    assert task.cancelled()
