"""`ivr broadcast`: an announcement switched on and off by command."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from importlib import import_module
from pathlib import Path
from typing import Any

import orjson
import pytest
from structlog.testing import capture_logs
from typer.testing import CliRunner, Result

from ivr.cli import app
from ivr.memory.access import Access
from ivr.memory.store import MemoryStore
from ivr.settings import Settings
from ivr.speech.sounds import PromptSounds
from ivr.steps.shared.announcement import KIND, Announcement
from tests.speech.fake_voice import FakeVoice

DATABASE = "sqlite:///var/callwright.db"


@pytest.fixture
def site(site: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with two lines, one of which says no announcements, and a voice that is quick."""
    (site / "dialplans").mkdir()
    for name, steps in (("main", "{broadcast: }, hangup"), ("agents", "hangup")):
        (site / "dialplans" / f"{name}.yaml").write_text(
            f'dialplan: {name}\nnumbers: ["{len(name)}"]\nstart: a\nflows: {{a: [{steps}]}}\n'
        )

    def sounds(settings: Settings) -> PromptSounds:
        return PromptSounds(settings.path(settings.engine.prompts), FakeVoice())

    monkeypatch.setattr(import_module("ivr.cli.broadcast"), "sounds_of", sounds)
    return site


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["broadcast", *arguments])


def is_on(line: str = "") -> Announcement | None:
    async def read() -> Announcement | None:
        access = Access(DATABASE, patience=10.0)
        try:
            return Announcement.read(await MemoryStore(access).recall(KIND, line))
        finally:
            await access.close()

    return asyncio.run(read())


def switched() -> list[dict[str, Any]]:
    """What the call log has of it."""
    database = sqlite3.connect("var/callwright.db")
    rows = database.execute(
        "SELECT data FROM events WHERE kind = 'broadcast_switched' ORDER BY seq"
    ).fetchall()
    database.close()
    return [orjson.loads(data) for (data,) in rows]


def test_on_tells_where_it_is_heard_and_which_lines_stay_silent(site: Path) -> None:
    result = run("on", "--zh", "系统维护。", "--en", "Maintenance.")
    assert result.exit_code == 0
    assert "from the next call on: main." in result.output
    assert "without the step `broadcast`, and so silent: agents" in result.output
    found = is_on()
    assert found is not None
    assert found.texts == {"zh": "系统维护。", "en": "Maintenance."}


def test_its_audio_is_there_before_it_is_on(site: Path) -> None:
    run("on", "--zh", "系统维护。", "--en", "Maintenance.")
    made = [path.parent.name for path in (site / "var" / "prompts").rglob("*.wav")]
    assert sorted(made) == ["en", "zh"]


def test_without_audio_nothing_is_switched_on(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = run("on", "--zh", "。。。")
    assert result.exit_code == 1
    assert "nothing was switched on" in result.output
    assert is_on() is None


def test_off_ends_it(site: Path) -> None:
    run("on", "--zh", "系统维护。", "--en", "Maintenance.")
    result = run("off")
    assert "The broadcast is off" in result.output
    assert is_on() is None


def test_off_tells_what_is_still_on(site: Path) -> None:
    run("on", "--zh", "系统维护。", "--en", "Maintenance.")
    run("on", "--zh", "送货延迟。", "--line", "main")
    result = run("off")
    assert "main: on since" in result.output
    assert is_on("main") is not None
    assert "No broadcast is on." in run("off", "--line", "main").output


def test_one_line_alone(site: Path) -> None:
    run("on", "--zh", "送货延迟。", "--line", "main")
    assert is_on() is None
    assert is_on("main") is not None
    assert run().output.startswith("main: on since")


def test_an_end_is_kept(site: Path) -> None:
    run("on", "--zh", "送货延迟。", "--until", "2h")
    found = is_on()
    assert found is not None
    assert found.until == pytest.approx(time.time() + 7200, abs=60)
    assert " until " in run("status").output


def test_a_second_one_takes_the_place_of_the_first(site: Path) -> None:
    run("on", "--zh", "一。")
    run("on", "--zh", "二。")
    found = is_on()
    assert found is not None
    assert found.zh == "二。"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "say what callers shall hear"),
        (("--zh", " "), "say what callers shall hear"),
        (("--zh", "{{ env }}"), "without braces"),
        (("--zh", "长" * 1001), "1,000 characters"),
        (("--zh", "好。", "--line", "mian"), "there is no dialplan 'mian'; did you mean 'main'?"),
        (("--zh", "好。", "--until", "25:00"), "'25:00' is no time"),
        (("--zh", "好。", "--until", "2020-01-01"), "is over already"),
    ],
)
def test_slips_are_told_and_nothing_is_switched_on(site: Path, arguments: tuple[str, ...], told: str) -> None:
    result = run("on", *arguments)
    assert result.exit_code == 1
    assert told in result.output
    assert is_on() is None


def test_in_one_language_only_it_is_told(site: Path) -> None:
    assert "one language only" in run("on", "--zh", "好。").output


def test_it_works_while_a_dialplan_is_broken(site: Path) -> None:
    (site / "dialplans" / "broken.yaml").write_text("flows: [")
    assert run("on", "--zh", "好。").exit_code == 0


def test_both_changes_are_in_the_journal_and_in_the_log(site: Path) -> None:
    with capture_logs() as log:
        run("on", "--zh", "系统维护。", "--line", "main")
        run("off", "--line", "main")
        run("off", "--line", "main")
    assert [(fact["on"], fact["line"], fact["zh"]) for fact in switched()] == [
        (True, "main", "系统维护。"),
        (False, "main", ""),
    ]
    assert [line["event"] for line in log] == ["broadcast_on", "broadcast_off"]


def test_status_in_chinese(site: Path) -> None:
    run("on", "--zh", "系统维护。", "--en", "Maintenance.")
    shown = run("status", "--lang", "zh").output
    assert "全部线路：自" in shown
    assert "系统维护。 / Maintenance." in shown


def test_for_programs_there_is_one_json_object_a_line(site: Path) -> None:
    run("on", "--zh", "系统维护。", "--until", "2h")
    told = orjson.loads(run("--json").output)
    assert told == orjson.loads(run("status", "--json").output)
    assert (told["line"], told["zh"], told["heard_on"]) == ("", "系统维护。", ["main"])
    assert told["until"] > told["since"]
