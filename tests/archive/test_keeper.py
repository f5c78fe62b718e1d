"""A process beside the engine looks after the recordings, and ends with the engine."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import structlog

from ivr.archive import keeper
from ivr.archive.index import Index, Wanted
from ivr.archive.keeper import looked_after
from ivr.archive.worker import Plan, Rounds
from recordings import place
from tests.archive.conftest import BEGAN, CONVERSATION, TALK, Happens
from tests.recordings.wav import write_wav


@pytest.fixture
def plan(url: str, folder: Path) -> Plan:
    return Plan(url, str(folder), "flac", 0.0)


def test_a_plan_is_read_as_it_was_written(plan: Plan) -> None:
    assert Plan.read(plan.written()) == plan


def test_a_round_takes_in_and_compresses(plan: Plan, index: Index, folder: Path, happens: Happens) -> None:
    write_wav(folder / CONVERSATION)
    happens(TALK)
    assert not Rounds(plan, index).go_round(BEGAN + 9999)
    assert [entry.format for entry in index.find(Wanted())] == ["flac"]


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
        assert not Rounds(Plan(url, str(folder), "flac", 0.0), index).go_round(BEGAN)
    assert [line["event"] for line in told] == ["recordings.not_looked_after"]


def test_the_process_does_it_and_ends_with_the_engine(plan: Plan, folder: Path, happens: Happens) -> None:
    write_wav(folder / CONVERSATION)
    happens(TALK)

    async def engine() -> None:
        async with looked_after(plan), asyncio.timeout(60):
            while place.found(folder, CONVERSATION) == folder / CONVERSATION:  # noqa: ASYNC110
                await asyncio.sleep(0.02)

    asyncio.run(engine())
    assert place.found(folder, CONVERSATION) == (folder / CONVERSATION).with_suffix(".flac")


def test_a_process_that_dies_is_replaced(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "AGAIN", 0.0)
    started = []

    async def engine() -> None:
        again, start = asyncio.Event(), keeper._start

        async def watched(plan: Plan) -> asyncio.subprocess.Process:
            process = await start(plan)
            started.append(process)
            again.set()
            return process

        monkeypatch.setattr(keeper, "_start", watched)
        async with looked_after(plan), asyncio.timeout(60):
            for _ in range(2):
                await again.wait()
                again.clear()
                started[-1].kill()

    with structlog.testing.capture_logs() as told:
        asyncio.run(engine())
    assert len(started) >= 2
    assert told[0]["event"] == "recordings.process_died"
