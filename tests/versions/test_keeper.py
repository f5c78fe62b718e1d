"""The dialplans in use while the engine runs, and when it starts again."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from ivr.document.problems import InvalidFiles
from ivr.events import DialplanChanged, DialplanRefused
from ivr.flow.dialplan import Dialplan
from ivr.flow.reader import version_of
from ivr.flow.simulated import MemoryJournal
from ivr.flow.virtual import LoopClock
from ivr.ports import CallInfo
from ivr.versions.keeper import Around, Note, Versions
from tests.versions.site import BROKEN, Folder, around


def call(dialled: str, number: str = "13800138000") -> CallInfo:
    return CallInfo("1.1", "PJSIP/line-1", number, "", dialled, "line")


def version(versions: Versions, dialled: str = "1") -> str:
    plan = versions.find(call(dialled))
    return plan.version if plan else ""


async def once(versions: Versions, journal: MemoryJournal | None = None) -> None:
    """Run it and stop it at once."""
    async with versions.running(around(journal)):
        pass


def broken_at_start(folder: Folder) -> None:
    """A sound version was in use, then the file was broken."""
    folder.write("a")
    asyncio.run(once(folder.versions()))
    folder.write("a", flows=BROKEN)


def test_the_first_versions_are_in_use_and_written_down(folder: Folder) -> None:
    path = folder.write("a")
    journal = MemoryJournal()
    versions = folder.versions()
    asyncio.run(once(versions, journal))
    (change,) = folder.store.history("a")
    assert (change.version, change.by, change.file) == (version(versions), path.owner(), "a.yaml")
    assert folder.store.text(change.version) == path.read_text()
    (told,) = journal.events
    assert isinstance(told, DialplanChanged)
    assert (told.dialplan, told.version, told.previous) == ("a", change.version, "")


def test_a_start_without_a_change_writes_nothing_down(folder: Folder) -> None:
    folder.write("a")
    asyncio.run(once(folder.versions()))
    journal = MemoryJournal()
    asyncio.run(once(folder.versions(), journal))
    assert (len(folder.store.history("a")), journal.events) == (1, [])


def test_a_file_changed_while_the_engine_was_away_is_a_new_version(folder: Folder) -> None:
    folder.write("a")
    asyncio.run(once(folder.versions()))
    folder.write("a", '["2"]')
    asyncio.run(once(folder.versions()))
    assert [change.number for change in folder.store.history("a")] == [1, 2]


def test_without_any_good_version_a_broken_file_is_an_error(folder: Folder) -> None:
    folder.write("a", flows=BROKEN)
    with pytest.raises(InvalidFiles):
        folder.versions()


def test_a_file_broken_at_the_start_leaves_the_last_good_version_in_use_and_says_so(folder: Folder) -> None:
    broken_at_start(folder)
    journal = MemoryJournal()
    versions = folder.versions()
    asyncio.run(once(versions, journal))
    assert version(versions) == folder.store.in_use()["a"].version
    (told,) = journal.events
    assert isinstance(told, DialplanRefused)
    assert (Path(told.file).name, told.errors, told.owner) == ("a.yaml", 1, folder.path.owner())
    assert "a.yaml:6:11: error: unknown step 'paly'" in told.first


def test_a_folder_that_is_not_there_at_the_start_leaves_the_last_good_versions_in_use(folder: Folder) -> None:
    folder.write("a")
    asyncio.run(once(folder.versions()))
    shutil.rmtree(folder.path)
    assert folder.versions().library.find("1")


def test_a_folder_that_never_was_is_an_error(folder: Folder) -> None:
    folder.path.rmdir()
    with pytest.raises(InvalidFiles):
        folder.versions()


def test_a_broken_file_whose_good_version_is_lost_is_an_error(folder: Folder) -> None:
    broken_at_start(folder)
    shutil.rmtree(folder.store.folder / "texts")
    with pytest.raises(InvalidFiles):
        folder.versions()


async def test_a_change_counts_for_calls_that_begin_after_it(folder: Folder) -> None:
    folder.write("a")
    versions = folder.versions()
    async with versions.running(around()):
        before = versions.find(call("1"))
        folder.write("a", flows="main: [stop, stop]")
        coming = version_of((folder.path / "a.yaml").read_text())
        versions.expect("a", coming, Note("zhang", "two stops"))
        verdict = await versions.look()
        after = versions.find(call("1"))
    assert before
    assert after
    assert [len(plan.flows["main"]) for plan in (before, after)] == [1, 2]
    assert verdict.taken[0].previous == before.version
    last = folder.store.history("a")[-1]
    assert (last.by, last.comment, last.version) == ("zhang", "two stops", after.version)


async def test_what_somebody_else_changes_is_said_to_be_the_owners(folder: Folder) -> None:
    folder.write("a")
    versions = folder.versions()
    async with versions.running(around()):
        versions.expect("a", "123456789abc", Note("zhang", "another change"))
        path = folder.write("a", flows="main: [stop, stop]")
        await versions.look()
    last = folder.store.history("a")[-1]
    assert (last.by, last.comment) == (path.owner(), "")


async def test_audio_is_made_before_callers_can_hear_a_change(folder: Folder) -> None:
    folder.write("a")
    versions = folder.versions()
    heard: list[str] = []

    async def prepare(plans: Sequence[Dialplan]) -> None:
        heard.append(version(versions))

    async with versions.running(Around(MemoryJournal(), LoopClock(), prepare)):
        before = version(versions)
        folder.write("a", flows="main: [stop, stop]")
        await versions.look()
    assert heard == [before]


async def test_a_changed_file_is_taken_over_by_itself(folder: Folder) -> None:
    folder.write("a")
    versions, told = folder.versions(), asyncio.Event()
    surroundings = Around(MemoryJournal(), LoopClock(), report=lambda _: told.set())
    async with versions.running(surroundings):
        folder.write("a", '["2"]')
        await asyncio.wait_for(told.wait(), 20)
        assert versions.find(call("2"))


async def test_a_broken_file_is_told_once_until_it_changes_or_somebody_asks(folder: Folder) -> None:
    folder.write("a")
    folder.write("b", '["2"]')
    versions, journal = folder.versions(), MemoryJournal()
    async with versions.running(around(journal)):
        folder.write("a", flows=BROKEN)
        await versions.look()
        folder.write("b", '["3"]')
        await versions._look()
        assert len(refusals(journal)) == 1
        folder.write("a", flows="main: [{plya: x}]")
        await versions._look()
        assert len(refusals(journal)) == 2
        await versions.look()
        assert len(refusals(journal)) == 3


def refusals(journal: MemoryJournal) -> list[DialplanRefused]:
    return [event for event in journal.events if isinstance(event, DialplanRefused)]


async def test_a_dialplan_whose_file_is_gone_is_out_of_use_also_after_a_restart(folder: Folder) -> None:
    folder.write("a")
    folder.write("b", '["2"]')
    versions, journal = folder.versions(), MemoryJournal()
    async with versions.running(around(journal)):
        (folder.path / "b.yaml").unlink()
        await versions.look()
        assert versions.find(call("2")) is None
    last = journal.events[-1]
    assert isinstance(last, DialplanChanged)
    assert (last.dialplan, last.version) == ("b", "")
    assert folder.store.in_use().keys() == {"a"}


async def test_a_history_that_cannot_be_written_keeps_no_dialplan_from_use(folder: Folder) -> None:
    folder.write("a")
    folder.store.folder.parent.parent.mkdir(exist_ok=True)
    folder.store.folder.parent.write_text("a file where the folder should be")
    versions = folder.versions()
    async with versions.running(around()):
        assert version(versions)
        folder.write("a", '["2"]')
        await versions.look()
        assert version(versions, "2")
