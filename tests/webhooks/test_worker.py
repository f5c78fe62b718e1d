"""The process beside the engine: from a real log to a real receiver, killed in between, on both stores."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from ivr.archive.alarms import Alarm
from ivr.archive.keeper import Beside, kept_running
from ivr.journal.writer import JournalWriter
from ivr.settings.webhooks import Webhook
from ivr.webhooks import worker
from ivr.webhooks.outbox import register
from ivr.webhooks.source import Standing
from ivr.webhooks.worker import Plan, alarms
from tests.journal.paths import journey
from tests.stores import rows
from tests.webhooks.conftest import SENT, TALK
from tests.webhooks.receiver import SECRET, Receiver, receiving


def plan_of(url: str, state: Path, **webhooks: Receiver) -> Plan:
    settings = {name: Webhook(url=each.url, secret=SECRET) for name, each in webhooks.items()}
    return Plan.of(url, state, "CN", settings)


@asynccontextmanager
async def engine(plan: Plan) -> AsyncIterator[JournalWriter]:
    """As much of the engine as tells the log and has the process."""
    journal = JournalWriter(plan.url)
    await asyncio.to_thread(register, plan.url, list(plan.webhooks))
    async with kept_running(Beside(worker.MODULE, plan.written(), worker.STOPPED), lambda alarm: None):
        yield journal
    await journal.close()


def calls(journal: JournalWriter, first: int, last: int) -> None:
    """Calls that go on at the same time."""
    each = [journey(TALK, f"c-{number}") for number in range(first, last)]
    for step in range(len(each[0])):
        for call in each:
            journal.append(call[step])


def complete(receiver: Receiver, first: int, last: int) -> bool:
    return all(list(dict.fromkeys(receiver.types_of(f"c-{number}"))) == SENT for number in range(first, last))


async def process_after(killed: int, folder: Path, limit: float = 30.0) -> int:
    """The process that sends now, another one than was killed. Raises TimeoutError."""
    in_use = folder / worker.FOLDER / "in_use"
    async with asyncio.timeout(limit):
        while True:
            told = in_use.read_text() if in_use.exists() else ""
            if told.strip() and int(told) != killed:
                return int(told)
            await asyncio.sleep(0.02)


async def test_events_reach_the_receiver_in_the_order_of_each_call(url: str, tmp_path: Path) -> None:
    async with receiving() as crm, engine(plan_of(url, tmp_path, crm=crm)) as journal:
        calls(journal, 0, 20)
        await crm.until(lambda told: complete(told, 0, 20))
    assert len(crm.accepted) == 20 * len(SENT)
    assert all(crm.types_of(f"c-{number}") == SENT for number in range(20))


async def test_what_happened_while_no_process_was_there_is_sent_afterwards(url: str, tmp_path: Path) -> None:
    async with receiving() as crm:
        plan = plan_of(url, tmp_path, crm=crm)
        await asyncio.to_thread(register, url, ["crm"])
        journal = JournalWriter(url)
        calls(journal, 0, 5)
        await journal.close()
        assert crm.asked == []
        async with engine(plan):
            await crm.until(lambda told: complete(told, 0, 5))


async def test_a_process_that_is_killed_is_started_again_and_nothing_is_lost(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ivr.archive.keeper.AGAIN", 0.05)
    async with receiving() as crm, engine(plan_of(url, tmp_path, crm=crm)) as journal:
        pid = 0
        for round in range(3):
            calls(journal, 10 * round, 10 * round + 10)
            await crm.until(lambda told, many=10 * round + 3: len(told.accepted) >= many)  # type: ignore[misc]
            pid = await process_after(pid, tmp_path)
            os.kill(pid, signal.SIGKILL)
        await crm.until(lambda told: complete(told, 0, 30))
    ids = {told.id for told in crm.accepted}
    assert len(ids) == 30 * len(SENT)


async def test_a_slow_receiver_holds_up_no_other(url: str, tmp_path: Path) -> None:
    async def stuck(told: object) -> None:
        await asyncio.sleep(300)

    async with receiving(stuck) as slow, receiving() as crm:  # type: ignore[arg-type]
        async with engine(plan_of(url, tmp_path, slow=slow, crm=crm)) as journal:
            calls(journal, 0, 30)
            await crm.until(lambda told: complete(told, 0, 30))
        assert slow.accepted == []


async def test_events_that_were_recovered_are_sent_and_marked(url: str, tmp_path: Path) -> None:
    (end,) = journey("9 call_ended", "c-1")
    async with receiving() as crm, engine(plan_of(url, tmp_path, crm=crm)) as journal:
        journal.append(journey("0 call_began", "c-1")[0])
        journal.append(replace(end, recovered=True))  # type: ignore[call-arg]
        await crm.until(lambda told: len(told.accepted) == 2)
    assert [told.data["recovered"] for told in crm.accepted] == [False, True]


async def test_how_far_it_is_and_who_is_gone_are_in_the_database(url: str, tmp_path: Path) -> None:
    async with (
        receiving() as crm,
        receiving(lambda told: 410) as gone,
        engine(plan_of(url, tmp_path, crm=crm, other=gone)) as journal,
    ):
        calls(journal, 0, 1)
        await crm.until(lambda told: complete(told, 0, 1))
        await gone.until(lambda told: bool(told.asked))
        await until_noted(url)
    query = "SELECT position, gone, (SELECT max(seq) FROM events) AS last FROM webhooks ORDER BY name"
    crm_row, other = rows(url, query)
    assert (crm_row.position, crm_row.gone) == (crm_row.last, None)
    assert (other.position, other.gone is not None) == (0, True)


async def until_noted(url: str) -> None:
    """The engine's end breaks off an answer that has only just come."""
    query = "SELECT gone FROM webhooks WHERE name = 'other'"
    async with asyncio.timeout(60):
        while (await asyncio.to_thread(rows, url, query))[0].gone is None:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


def test_a_plan_is_read_as_it_was_written_and_shows_no_secret(tmp_path: Path) -> None:
    webhook = Webhook(url="https://crm.example/hook?key=k1", secret=SECRET, queues=("support",))
    plan = Plan.of("sqlite:///x.db", tmp_path, "CN", {"crm": webhook})
    assert Plan.read(plan.written()).settings() == {"crm": webhook}
    assert SECRET not in repr(webhook) and "k1" not in repr(webhook)  # noqa: PT018
    assert worker.receiver_of("crm", webhook).secrets == (SECRET,)
    assert SECRET not in repr(worker.receiver_of("crm", webhook))


def test_what_people_are_told_of() -> None:
    standings = {
        "well": Standing(accepted=1.0),
        "shortly": Standing(failing=900.0, error="status 500"),
        "long": Standing(failing=100.0, error="status 500"),
        "gone": Standing(gone=5.0, error="status 410"),
    }
    assert list(alarms(standings, 1000.0)) == [
        Alarm("webhook_fails long", "status 500"),
        Alarm("webhook_gone gone", "status 410"),
    ]
