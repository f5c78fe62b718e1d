"""`ivr status`, with an engine and without one."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from ivr.cli import app
from ivr.control.server import listening
from ivr.journal.codec import encode
from ivr.journal.spool import FOLDER, Entry, Spool
from ivr.settings import load
from tests.journal.paths import journey

LIMIT = 20.0
WELL = {
    "state": "well",
    "since": None,
    "reason": "",
    "events": 0,
    "oldest": None,
    "bytes": 0,
    "in_memory": 0,
    "lost": 0,
}
AWAY = WELL | {
    "state": "away",
    "since": "2026-11-25T10:00:00+08:00",
    "reason": "no PostgreSQL server answers",
    "events": 1843,
    "oldest": "2026-11-25T09:59:58+08:00",
    "bytes": 2_100_000,
}


@contextmanager
def engine(site: Path, log: Mapping[str, Any], unknown: tuple[str, ...] = ()) -> Iterator[None]:
    """One that says this of itself."""
    state, up, stop = load(site / "config").path(Path("var/state")), Event(), Event()

    async def told(said: Mapping[str, Any], who: str) -> Mapping[str, Any]:
        return {"log": dict(log), "unknown_agents": list(unknown)}

    async def run() -> None:
        async with listening(state, {"status": told}):
            up.set()
            while not stop.is_set():  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    thread = Thread(target=asyncio.run, args=(run(),))
    thread.start()
    assert up.wait(LIMIT)
    try:
        yield
    finally:
        stop.set()
        thread.join(LIMIT)


def status(*options: str) -> Result:
    return CliRunner().invoke(app, ["status", *options], env={"COLUMNS": "200"})


def test_all_is_well(site: Path) -> None:
    with engine(site, WELL):
        result = status()
    assert result.exit_code == 0
    assert result.stdout.splitlines() == ["The engine runs.", "Its log is up to date."]


def test_an_outage_is_told_with_what_waits_and_fails_for_a_monitor(site: Path) -> None:
    with engine(site, AWAY | {"lost": 3}, unknown=("li", "wang")):
        result = status()
        told = json.loads(status("--json").stdout)
    assert result.exit_code == 1
    assert "away or slow since 2026-11-25 10:00:00" in result.stdout
    assert "1843 events wait, the oldest from 2026-11-25 09:59:58, in 2.1 MB on disk." in result.stdout
    assert "3 events are lost" in result.stdout
    assert "li, wang" in result.stdout
    assert (told["running"], told["log"]["events"]) == (True, 1843)


def test_it_speaks_chinese(site: Path) -> None:
    with engine(site, AWAY):
        assert "待写入事件1843个" in status("--lang", "zh").stdout


@pytest.mark.parametrize("events", [0, 4])
def test_without_an_engine_it_tells_what_waits_on_disk(site: Path, events: int) -> None:
    if events:
        spool = Spool(site / "var/state" / FOLDER)
        story = journey("\n".join(f"{n} menu_answered key={n} outcome=match" for n in range(events)))
        spool.append([Entry(number, encode(event), event) for number, event in enumerate(story, 1)])
        spool.close()
    result = status()
    assert result.exit_code == 1
    assert "No engine runs here." in result.stdout
    assert (f"({events} so far)" in result.stdout) == bool(events)
    assert json.loads(status("--json").stdout) == {"running": False}
