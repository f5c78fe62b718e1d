"""`ivr work`: the list, the journey of one, in both languages."""

from __future__ import annotations

import asyncio
import json
import shlex
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ivr.acd import Acd
from ivr.cli import app
from ivr.events import Event, WorkArrived, WorkFinished, WorkOffered, WorkOfferEnded, WorkOverdue
from ivr.journal.writer import JournalWriter
from ivr.memory.access import Access
from ivr.memory.work import WorkStore
from ivr.ports import QueueRequest
from ivr.ports.work import NewWork
from tests.cli.engine import desk_of


@dataclass(frozen=True)
class Kept:
    """The ids of an e-mail that is finished, and of one that waits, overdue."""

    finished: str
    waiting: str


@pytest.fixture
def kept(site: Path) -> Kept:
    return asyncio.run(_keep(f"sqlite:///{site}/var/callwright.db"))


async def _keep(url: str) -> Kept:
    access = Access(url, patience=10.0)
    store = WorkStore(access)
    first, _ = await store.add(
        NewWork(queue="letters", channel="email", by="crm", subject="退货", sender="a@example.com"),
        1763776800.0,
    )
    second, _ = await store.add(
        NewWork(queue="letters", channel="email", by="crm", subject="\x1b[2J[red]", due=1763776900.0),
        1763776801.0,
    )
    await access.close()
    said = {"queue": "letters", "agent": "li"}
    arrived = {"queue": "letters", "channel": "email", "needs": "", "priority": 0, "due": 0.0, "by": "crm"}
    await _happened(
        url,
        WorkArrived(at=1763776800.0, work=first.id, **arrived),  # type: ignore[arg-type]
        WorkOffered(at=1763776810.0, work=first.id, ring=60.0, **said),
        WorkOfferEnded(at=1763776815.0, work=first.id, outcome="accepted", rang=5.0, **said),
        WorkFinished(at=1763776915.0, work=first.id, took=100.0, in_time=True, by="desktop", **said),
        WorkOverdue(at=1763776900.0, work=second.id, queue="letters", agent="", due=1763776900.0),
    )
    return Kept(first.id, second.id)


async def _happened(url: str, *events: Event) -> None:
    writer = JournalWriter(url)
    for event in events:
        writer.append(event)
    await writer.close()


def ivr(command: str) -> Result:
    return CliRunner().invoke(app, shlex.split(command))


def lines(command: str) -> list[str]:
    result = ivr(command)
    assert result.exit_code == 0, result.output
    return result.stdout.rstrip().splitlines()


@pytest.mark.parametrize(("language", "state"), [("en", "waiting (overdue)"), ("zh", "等待 (逾期)")])
def test_what_is_not_finished_is_listed(kept: Kept, language: str, state: str) -> None:
    (_, line) = lines(f"work --lang {language}")
    assert kept.waiting in line
    assert state in line
    assert "\x1b" not in line


def test_what_is_over_is_listed_on_request(kept: Kept) -> None:
    (_, line) = lines("work --over --lang en --agent li")
    assert kept.finished in line
    assert "1:55" in line
    assert lines("work --over --agent wang --lang en") == ["There is no such work."]
    assert lines("work --over --agent wang --lang zh") == ["没有已结束的工作。"]


def test_the_journey_of_one_is_told(kept: Kept) -> None:
    told = "\n".join(lines(f"work show {kept.finished} --lang en"))
    assert "subject  退货" in told
    assert "+0.0s  crm brought it (email): queue E-mail, priority 0" in told
    assert "offered to 李强 for 60 s" in told
    assert "李强 accepted after 5.0 s" in told
    assert "+115.0s  李强 finished it after 100 s (desktop)" in told


def test_the_journey_is_told_in_chinese(kept: Kept) -> None:
    told = "\n".join(lines(f"work show {kept.finished} --lang zh"))
    assert "crm 送来工作（email）：进入队列 电子邮件" in told
    assert "李强 完成，用时100秒（desktop）" in told


@pytest.mark.parametrize(("language", "words"), [("en", "no work has the id"), ("zh", "没有编号为")])
@pytest.mark.usefixtures("kept")
def test_work_that_is_not_there_is_told(language: str, words: str) -> None:
    result = ivr(f"work show work-9 --lang {language}")
    assert result.exit_code == 1
    assert words in result.output


def test_programs_read_it_as_json(kept: Kept) -> None:
    (line,) = lines("work --json")
    said = json.loads(line)
    assert (said["id"], said["state"], said["overdue"]) == (kept.waiting, "waiting", True)
    events = [json.loads(line) for line in lines(f"work show {kept.finished} --json")]
    assert [event["kind"] for event in events] == [
        "work_arrived",
        "work_offered",
        "work_offer_ended",
        "work_finished",
    ]


def test_what_a_running_engine_has_offered_is_told_so_with_the_agent(site: Path, kept: Kept) -> None:
    class Mail:
        def wake(self) -> None:
            pass

    def offers(acd: Acd) -> None:
        acd.log_in("1002")
        request = QueueRequest(call=kept.waiting, queue="letters", channel="email")
        asyncio.get_running_loop().create_task(_stays(acd, request))

    async def _stays(acd: Acd, request: QueueRequest) -> None:
        async with acd.bring(request, Mail()):
            await asyncio.sleep(60.0)

    with desk_of(site, offers):
        (row,) = [json.loads(line) for line in lines("work --json")]
    assert (row["id"], row["state"], row["agent"]) == (kept.waiting, "offered", "li")
