"""A report by a process of its own, which ends when nobody wants it any more."""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path

import pytest

from ivr.journal.writer import JournalWriter
from ivr.reports import worker
from ivr.reports.apart import apart
from ivr.reports.worker import Failed, Made, Order, made
from tests.journal.paths import journey
from tests.reports.asks import asked
from tests.stores import fresh
from tests.web.test_calls import A_TALK


async def log(folder: Path) -> str:
    """The address of a log with one call."""
    url = f"sqlite:///{folder}/log.db"
    fresh(url)
    writer = JournalWriter(url)
    for event in journey(A_TALK):
        writer.append(event)
    await writer.close()
    return url


def order(url: str, folder: Path, form: str = "json") -> Order:
    return Order(url, asked(), form, folder / f"report.{form}")


async def test_it_is_the_report_that_the_engine_would_make(tmp_path: Path) -> None:
    percents: list[int] = []
    one = order(await log(tmp_path), tmp_path)
    result = await apart(one, percents.append)
    assert json.loads(one.file.read_bytes())["total"]["answered"] == 1
    assert result == await made(one, lambda _done, _total: None)
    assert percents == [99]


async def test_a_log_that_is_not_there_is_told(tmp_path: Path) -> None:
    result = await apart(order(f"sqlite:///{tmp_path}/nowhere.db", tmp_path), lambda _: None)
    assert isinstance(result, Failed)
    assert result.again
    assert "nowhere.db" in result.en


async def test_a_process_that_dies_is_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    result = await apart(order("no address", tmp_path / "nowhere"), lambda _: None)
    assert isinstance(result, Failed)
    assert result.again


ENDLESS = "import os, signal; print('{\"percent\": %d}' % os.getpid(), flush=True); signal.pause()"
"""A process that tells its own number as percent, and goes on."""


async def test_who_wants_it_no_more_ends_the_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    monkeypatch.setattr("ivr.reports.apart.WORKER", ("-c", ENDLESS))
    one = asyncio.create_task(apart(order("sqlite://", tmp_path), told.set_result))
    process = await told
    one.cancel()
    await asyncio.wait([one])
    assert one.cancelled()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


@pytest.mark.parametrize("form", ["csv", "xlsx", "html", "parquet"])
async def test_the_same_figures_have_the_same_tag_in_one_form(tmp_path: Path, form: str) -> None:
    url = await log(tmp_path)
    first, second = [await made(order(url, tmp_path, form), lambda _done, _total: None) for _ in range(2)]
    other = await made(order(url, tmp_path), lambda _done, _total: None)
    assert first == second
    assert isinstance(first, Made)
    assert first != other


async def test_a_file_that_would_be_too_large_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "MOST_BYTES", 10)
    one = order(await log(tmp_path), tmp_path)
    result = await made(one, lambda _done, _total: None)
    assert isinstance(result, Failed)
    assert result.field == "by"
    assert not one.file.exists()
