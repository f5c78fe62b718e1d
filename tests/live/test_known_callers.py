"""What outlives a call, on real ones: a language that is not asked again, a number that is refused, an
announcement on all lines; lists and announcements are changed by the commands, beside the running engine."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
import yaml

from ivr.demo.person import Person
from ivr.demo.phones import Phone
from ivr.demo.stage import Stage
from ivr.events import BroadcastHeard, CallAnswered, LanguageChosen, ListChecked, PromptMissing
from tests.live.books import record_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

Command = Callable[..., Awaitable[str]]
NUMBER, OTHER = "13800138000", "13900139000"


@pytest.fixture
def ivr(here: Stage, tmp_path: Path) -> Command:
    """`await ivr("list", …)`: the command beside the running engine, from a folder with the same settings."""
    config = tmp_path / "config"
    shutil.copytree(Path(__file__).parent / "config", config)
    engine = here.settings.engine
    same = {"database": engine.database, "dialplans": str(engine.dialplans), "prompts": str(engine.prompts)}
    (config / "ivr.yaml").write_text(yaml.safe_dump(same))

    async def run(*arguments: str) -> str:
        program = "from ivr.cli import main; main()"
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", program, *arguments),
            cwd=tmp_path,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await process.communicate()
        assert process.returncode == 0, said.decode()
        return said.decode()

    return run


async def test_the_second_call_of_a_number_is_not_asked_for_the_language(here: Stage, line: Phone) -> None:
    first = await Person.calls(here.watch, line, "7601", number=NUMBER)
    await first.hears("For English")
    await first.presses("2")
    await first.has_heard("Goodbye.")
    await first.is_over()

    second = await Person.calls(here.watch, line, "7601", number=f"+86{NUMBER}")
    assert (await second.sees(LanguageChosen)).how == "remembered"
    await second.has_heard("Goodbye.")
    await second.is_over()
    assert (await record_of(here, second.id)).language == "en"


async def test_a_number_put_on_the_list_blocked_is_refused_at_its_next_call(
    here: Stage, line: Phone, ivr: Command
) -> None:
    before = await Person.calls(here.watch, line, "7602", number=OTHER)
    await before.has_heard("再见。")
    await before.is_over()

    await ivr("list", "blocked", "add", "139 0013 xxxx", "--note", "test")
    blocked = await Person.calls(here.watch, line, "7602", number=OTHER)
    assert (await blocked.sees(ListChecked)).entry == "1390013xxxx"
    assert (await blocked.is_over()).by == "flow"
    record = await record_of(here, blocked.id)
    assert (record.outcome, record.answered) == ("refused", None)

    await ivr("list", "blocked", "remove", "1390013xxxx")
    after = await Person.calls(here.watch, line, "7602", number=OTHER)
    await after.sees(CallAnswered)
    await after.is_over()


async def test_an_announcement_is_heard_on_two_lines_and_gone_after_off(
    here: Stage, line: Phone, ivr: Command
) -> None:
    said = await ivr("broadcast", "on", "--zh", "今天暂停服务。", "--en", "No service today.")
    assert "known, known_too" in said
    for dialled in ("7602", "7611"):
        caller = await Person.calls(here.watch, line, dialled, number=NUMBER)
        await caller.has_heard("今天暂停服务。")
        await caller.sees(BroadcastHeard, line="")
        await caller.is_over()
    assert not [event for event in here.watch.events if isinstance(event, PromptMissing)]

    await ivr("broadcast", "off")
    for dialled in ("7602", "7611"):
        caller = await Person.calls(here.watch, line, dialled, number=NUMBER)
        await caller.has_heard("再见。")
        await caller.is_over()
        heard = [event for event in here.watch.events if isinstance(event, BroadcastHeard)]
        assert caller.id not in {event.call for event in heard}
