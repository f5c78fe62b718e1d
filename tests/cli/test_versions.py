"""`ivr versions` and `ivr rollback`, with an engine and without."""

from __future__ import annotations

import asyncio
import json
import re
import shlex
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ivr.cli import app
from ivr.control.client import ask
from ivr.events import CallBegan, DialplanChanged
from ivr.files.people import me
from ivr.flow.simulated import MemoryJournal
from ivr.journal.writer import JournalWriter
from tests.cli.engine import engine_of

SHIPPED = Path(__file__).parents[2] / "dialplans"
GOODBYE = "感谢您的来电，再见。"


def ivr(command: str, typed: str = "") -> Result:
    return CliRunner().invoke(app, shlex.split(command), input=typed)


@pytest.fixture
def folder(site: Path) -> Path:
    """The site with dialplans that were in use once."""
    shutil.copytree(SHIPPED, site / "dialplans")
    with engine_of(site):
        pass
    return site


@pytest.fixture
def engine(folder: Path) -> Iterator[MemoryJournal]:
    with engine_of(folder) as journal:
        yield journal


def main(folder: Path) -> Path:
    return folder / "dialplans" / "main.yaml"


def change(folder: Path, text: str = "再会。") -> None:
    """Another goodbye, which an engine takes over."""
    main(folder).write_text(main(folder).read_text().replace(GOODBYE, text))
    assert "main" in ivr("versions").output


def history(dialplan: str = "main") -> list[dict[str, object]]:
    return [json.loads(line) for line in ivr(f"versions {dialplan} --json").stdout.splitlines()]


class TestVersions:
    def test_before_the_first_start_there_are_none(self, site: Path) -> None:
        shutil.copytree(SHIPPED, site / "dialplans")
        assert "There are no versions yet" in ivr("versions").output

    def test_all_dialplans_are_listed_with_what_is_in_use(self, folder: Path) -> None:
        heading, *rows = ivr("versions").stdout.splitlines()
        assert heading.split() == ["Dialplan", "Version", "Since", "By", "Calls", "File"]
        assert [row.split()[0] for row in rows] == ["agents", "corporate", "main", "vip"]
        assert f" {me()} " in rows[2]
        assert rows[2].rstrip().endswith("main.yaml")

    def test_the_calls_on_a_version_are_counted(self, folder: Path) -> None:
        version = str(history()[0]["version"])
        log_call(folder, version)
        assert history()[0]["calls"] == 1

    def test_a_broken_file_is_told_with_its_problems_and_its_owner(self, folder: Path) -> None:
        main(folder).write_text(main(folder).read_text().replace("goto: goodbye", "goto: goodby"))
        result = ivr("versions")
        assert f"main.yaml has errors; {me()} has to look at it" in result.stdout
        assert "did you mean 'goodbye'?" in result.stderr

    def test_a_file_that_was_changed_without_an_engine_is_told(self, folder: Path) -> None:
        change(folder)
        assert "main.yaml changed, not in use yet" in ivr("versions").stdout

    def test_the_text_of_a_version_is_shown_by_its_beginning(self, folder: Path) -> None:
        version = str(history()[0]["version"])
        assert ivr(f"versions {version[:6]}").stdout == main(folder).read_text()

    def test_a_name_that_there_is_not_is_told_with_those_that_there_are(self, folder: Path) -> None:
        result = ivr("versions mian")
        assert result.exit_code == 1
        assert "agents, corporate, main, vip" in result.stderr

    def test_chinese_is_one_option_away(self, folder: Path) -> None:
        assert "启用时间" in ivr("versions main --lang zh").stdout

    def test_versions_that_we_may_not_read_are_told(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_: object) -> object:
            raise PermissionError(13, "Permission denied", "var/state/versions")

        monkeypatch.setattr("ivr.versions.store.VersionStore.dialplans", refuse)
        result = ivr("versions")
        assert (result.exit_code, "Permission denied" in result.stderr) == (1, True)


def log_call(folder: Path, version: str) -> None:
    journal = JournalWriter(f"sqlite:///{folder}/var/callwright.db")
    journal.append(
        CallBegan(
            at=1.0,
            call="1.1",
            channel="",
            caller_number="",
            caller_name="",
            dialled_number="95188",
            dialplan="main",
            version=version,
        )
    )

    asyncio.run(journal.close())


class TestRollback:
    def test_the_version_before_is_back_in_the_file_and_in_use(
        self, folder: Path, engine: MemoryJournal
    ) -> None:
        sound = main(folder).read_text()
        ask_for_a_change(folder)
        result = ivr("rollback main --comment 'too short'", "y\n")
        assert result.exit_code == 0, result.output
        assert main(folder).read_text() == sound
        newest, changed, first = history()
        assert newest["version"] == first["version"] != changed["version"]
        assert (newest["by"], newest["comment"]) == (me(), "too short")
        assert f"main is on version {first['version']} now" in result.stdout
        told = [e for e in engine.events if isinstance(e, DialplanChanged) and e.dialplan == "main"]
        assert told[-1].comment == "too short"

    def test_a_version_is_named_by_its_number_or_its_beginning(
        self, folder: Path, engine: MemoryJournal
    ) -> None:
        first = str(history()[0]["version"])
        ask_for_a_change(folder, "再会。")
        ask_for_a_change(folder, "回见。", "再会。")
        assert ivr("rollback main 1 --yes").exit_code == 0
        assert history()[0]["version"] == first
        assert ivr(f"rollback main {history()[1]['version']} --yes").exit_code == 0
        assert "回见。" in main(folder).read_text()

    def test_it_asks_first(self, folder: Path, engine: MemoryJournal) -> None:
        ask_for_a_change(folder)
        result = ivr("rollback main", "n\n")
        assert (result.exit_code, "Nothing was changed." in result.stderr) == (1, True)
        assert len(history()) == 2

    def test_what_stood_in_the_file_and_was_never_in_use_is_kept(
        self, folder: Path, engine: MemoryJournal
    ) -> None:
        main(folder).write_text("dialplan: [")
        result = ivr("rollback main 1 --yes")
        assert result.exit_code == 0, result.output
        (kept,) = main(folder).parent.glob("main.yaml.2*")
        assert kept.read_text() == "dialplan: ["
        assert str(kept) in result.stdout

    def test_a_dialplan_whose_file_was_deleted_comes_back(self, folder: Path, engine: MemoryJournal) -> None:
        text = main(folder).read_text()
        main(folder).unlink()
        asyncio.run(ask(folder / "var/state", "look", {}))
        assert history()[0]["version"] == ""
        assert ivr("rollback main --yes").exit_code == 0
        assert main(folder).read_text() == text
        assert [change["number"] for change in history()] == [3, 2, 1]

    def test_the_file_keeps_its_permissions(self, folder: Path, engine: MemoryJournal) -> None:
        ask_for_a_change(folder)
        main(folder).chmod(0o640)
        assert ivr("rollback main --yes").exit_code == 0
        assert stat.S_IMODE(main(folder).stat().st_mode) == 0o640

    def test_without_an_engine_it_counts_at_the_next_start(self, folder: Path) -> None:
        sound = main(folder).read_text()
        main(folder).write_text("dialplan: [")
        result = ivr("rollback main 1 --yes")
        assert "it counts when one starts" in result.stdout
        assert main(folder).read_text() == sound

    def test_a_version_that_cannot_be_used_any_more_is_refused_with_its_problems(
        self, folder: Path, engine: MemoryJournal
    ) -> None:
        ask_for_a_change(folder)
        before = main(folder).read_text()
        queues = folder / "config" / "queues.yaml"
        queues.write_text(re.sub(r"^  support:", "  other:", queues.read_text(), flags=re.MULTILINE))
        result = ivr("rollback main --yes")
        assert result.exit_code == 1
        assert "no queue named 'support'" in result.stderr
        assert main(folder).read_text() == before

    @pytest.mark.parametrize(
        ("command", "told"),
        [
            ("rollback main", "no earlier version"),
            ("rollback main 9", "never had a version '9'"),
            ("rollback mian", "no dialplan and no version 'mian'"),
            ("rollback main 1", "holds version"),
        ],
    )
    def test_what_cannot_be_done_is_told(self, folder: Path, command: str, told: str) -> None:
        result = ivr(f"{command} --yes")
        assert (result.exit_code, told in result.stderr) == (1, True), result.output


def ask_for_a_change(folder: Path, text: str = "再会。", before: str = GOODBYE) -> None:
    """Change the file and wait until the engine has taken it over."""
    known = len(history())
    main(folder).write_text(main(folder).read_text().replace(before, text))

    asyncio.run(ask(folder / "var/state", "look", {}))
    assert len(history()) == known + 1
