"""What callers were saying when an engine died becomes cases at the next start, each once."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from ivr.hotline.cases import CaseStore
from ivr.hotline.recovery import recover
from ivr.ports import NewCase
from ivr.ports.cases import Draft
from tests.audio.test_joined import silence, voice, written
from tests.hotline.made import NEW

PARTS = ("2026/11/22/1763776800.12-100211-part.wav", "2026/11/22/1763776800.12-100215-part.wav")
DRAFT = Draft("1763776800.12 a", NEW, PARTS)
START = 2000.0


class Told:
    def __init__(self) -> None:
        self.told: list[tuple[NewCase, str]] = []

    def __call__(self, case: NewCase, reference: str) -> None:
        self.told.append((case, reference))


@pytest.fixture
async def store(url: str) -> AsyncIterator[CaseStore]:
    opened = CaseStore(url, now=lambda: 1000.0)
    yield opened
    await opened.close()


def spoken(folder: Path, *parts: str) -> None:
    for part in parts:
        (folder / part).parent.mkdir(parents=True, exist_ok=True)
        written(folder / part, voice(2))


async def test_all_that_was_said_is_in_the_case(store: CaseStore, tmp_path: Path) -> None:
    await store.keep_draft(DRAFT)
    spoken(tmp_path, *PARTS)
    told = Told()
    assert await recover(store, tmp_path, told, START) == 1
    (case,) = await store.list()
    assert (case.call, case.category, case.file) == (NEW.call, NEW.category, NEW.file)
    assert case.seconds == pytest.approx(4.0)
    assert [reference for _, reference in told.told] == [case.reference]
    assert (tmp_path / case.file).exists()
    assert not any((tmp_path / part).exists() for part in PARTS)


async def test_a_second_start_finds_nothing_more(store: CaseStore, tmp_path: Path) -> None:
    await store.keep_draft(DRAFT)
    spoken(tmp_path, *PARTS)
    await recover(store, tmp_path, Told(), START)
    assert await recover(store, tmp_path, Told(), START) == 0
    assert len(await store.list()) == 1


async def test_an_engine_that_dies_while_it_recovers_makes_no_case_twice(
    store: CaseStore, tmp_path: Path
) -> None:
    class Dead(Exception):
        pass

    def dies(case: NewCase, reference: str) -> None:
        raise Dead

    await store.keep_draft(DRAFT)
    spoken(tmp_path, *PARTS)
    with pytest.raises(Dead):
        await recover(store, tmp_path, dies, START)
    assert await recover(store, tmp_path, Told(), START) == 0
    assert len(await store.list()) == 1


async def test_who_said_nothing_leaves_nothing(store: CaseStore, tmp_path: Path) -> None:
    await store.keep_draft(DRAFT)
    spoken(tmp_path, PARTS[0])
    written(tmp_path / PARTS[0], silence(3))
    assert await recover(store, tmp_path, Told(), START) == 0
    assert (await store.list(), await store.drafts(START)) == ([], [])
    assert not (tmp_path / PARTS[0]).exists()


async def test_files_that_never_began_are_no_fault(store: CaseStore, tmp_path: Path) -> None:
    await store.keep_draft(DRAFT)
    assert await recover(store, tmp_path, Told(), START) == 0


async def test_who_speaks_since_this_engine_began_goes_on(store: CaseStore, tmp_path: Path) -> None:
    await store.keep_draft(DRAFT)
    spoken(tmp_path, *PARTS)
    assert await recover(store, tmp_path, Told(), before=999.0) == 0
    assert len(await store.drafts(START)) == 1


async def test_a_case_takes_the_place_of_its_draft(store: CaseStore) -> None:
    await store.keep_draft(DRAFT)
    await store.keep_draft(replace(DRAFT, parts=PARTS[:1]))
    assert [draft.parts for draft in await store.drafts(START)] == [PARTS[:1]]
    await store.open(NEW, DRAFT.name)
    assert await store.drafts(START) == []


async def test_a_full_disk_leaves_the_draft_for_the_next_time(store: CaseStore, tmp_path: Path) -> None:
    await store.keep_draft(DRAFT)
    spoken(tmp_path, *PARTS)
    (tmp_path / f"{NEW.file}.part").mkdir()  # nothing can be written there
    with pytest.raises(OSError, match=r"\.part"):
        await recover(store, tmp_path, Told(), START)
    shutil.rmtree(tmp_path / f"{NEW.file}.part")
    assert await recover(store, tmp_path, Told(), START) == 1
