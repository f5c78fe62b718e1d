"""Work in the database: kept once, and in the state that the journal's events say."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest_asyncio

from ivr.events import Event, WorkCancelled, WorkFinished, WorkOfferEnded, WorkOverdue, WorkReleased
from ivr.journal.writer import JournalWriter
from ivr.memory.access import Access
from ivr.memory.work import WorkRow, WorkStore
from ivr.ports.work import NewWork

WANTED = NewWork(
    queue="letters",
    channel="email",
    by="crm",
    needs="zh >= 3",
    priority=5,
    due=1772503200.0,
    subject="退货 [red]",
    reference="T-17",
    sender="a@example.com",
    url="https://crm.example/T-17",
    payload={"order": 12, "lines": ["a", None]},
    key="ticket-17",
)


@pytest_asyncio.fixture
async def store(url: str) -> AsyncIterator[WorkStore]:
    access = Access(url, patience=60.0)
    yield WorkStore(access)
    await access.close()


async def happened(url: str, *events: Event) -> None:
    writer = JournalWriter(url)
    for event in events:
        writer.append(event)
    await writer.close()


async def added(store: WorkStore, wanted: NewWork = WANTED, at: float = 100.0) -> WorkRow:
    row, _ = await store.add(wanted, at)
    return row


def accepted(at: float, work: str, agent: str = "li") -> Event:
    return WorkOfferEnded(at=at, work=work, queue="letters", agent=agent, outcome="accepted", rang=1.0)


def finished(at: float, work: str) -> Event:
    return WorkFinished(at=at, work=work, queue="letters", agent="li", took=1.0, in_time=True, by="crm")


def released(at: float, work: str) -> Event:
    return WorkReleased(at=at, work=work, queue="letters", agent="li", by="crm")


async def test_work_is_kept_whole(store: WorkStore) -> None:
    row, new = await store.add(WANTED, 100.0)
    assert new
    assert (row.wanted, row.arrived, row.state, row.agent) == (WANTED, 100.0, "waiting", "")
    assert not row.overdue
    assert await store.get(row.id) == row


async def test_under_one_key_of_one_client_it_exists_once(store: WorkStore) -> None:
    row = await added(store)
    again, new = await store.add(WANTED, 200.0)
    assert (again, new) == (row, False)
    assert (await store.add(replace(WANTED, by="another"), 200.0))[1]


async def test_without_a_key_every_one_is_another(store: WorkStore) -> None:
    first, second = await added(store, replace(WANTED, key="")), await added(store, replace(WANTED, key=""))
    assert first.id != second.id


async def test_the_events_of_the_journal_say_what_became_of_it(store: WorkStore, url: str) -> None:
    row = await added(store)
    rejected = WorkOfferEnded(at=1, work=row.id, queue="letters", agent="li", outcome="rejected", rang=1.0)
    cancelled = WorkCancelled(at=5.0, work=row.id, queue="letters", agent="li", by="crm")
    steps: list[tuple[Event, tuple[str, str]]] = [
        (rejected, ("waiting", "")),
        (accepted(2.0, row.id), ("accepted", "li")),
        (released(3.0, row.id), ("waiting", "")),
        (finished(4.0, row.id), ("finished", "li")),
        (cancelled, ("cancelled", "li")),
    ]
    for event, expected in steps:
        await happened(url, event)
        now = await store.get(row.id)
        assert now is not None
        assert (now.state, now.agent) == expected
    assert now is not None
    assert now.changed == 5.0


async def test_several_events_of_one_commit_count_in_their_order(store: WorkStore, url: str) -> None:
    row = await added(store)
    overdue = WorkOverdue(at=4.0, work=row.id, queue="letters", agent="wang", due=4.0)
    await happened(url, accepted(1.0, row.id), released(2.0, row.id), accepted(3.0, row.id, "wang"), overdue)
    now = await store.get(row.id)
    assert now is not None
    assert (now.state, now.agent, now.overdue) == ("accepted", "wang", True)


async def test_what_is_open_comes_oldest_first_and_what_is_over_newest_first(
    store: WorkStore, url: str
) -> None:
    rows = [await added(store, replace(WANTED, key=str(n)), float(n)) for n in (3, 1, 2)]
    assert [row.arrived for row in await store.open()] == [1.0, 2.0, 3.0]
    await happened(url, *(finished(10.0 + at, row.id) for at, row in enumerate(rows)))
    over = await store.latest(["finished"], agent="li", limit=2)
    assert [row.id for row in over] == [rows[2].id, rows[1].id]
    assert await store.latest(["finished"], agent="wang") == []
    assert await store.open() == []
