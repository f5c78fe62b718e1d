"""A real call, logged in PostgreSQL; `ivr calls` beside the running engine reads it there."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
from pathlib import Path

from sqlalchemy import make_url

from ivr.demo.person import Person
from ivr.demo.phones import Phone
from ivr.events import CaseOpened
from ivr.settings import Settings
from tests import postgres
from tests.live.conftest import HERE, MakeScene
from tests.live.listening import silence, sound
from tests.stores import count


async def ivr(folder: Path, database: str, *arguments: str) -> str:
    """What the command says, run from a folder with the same settings."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", "from ivr.cli import main; main()", *arguments),
        cwd=folder,
        env={**os.environ, "LC_ALL": "C.UTF-8", "CALLWRIGHT_DATABASE": database},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()
    return said.decode()


async def test_a_call_and_its_case_are_logged_in_postgresql(
    make_scene: MakeScene, postgresql: postgres.Server, tmp_path: Path
) -> None:
    socket = postgresql.empty()
    database = postgresql.over_tcp(make_url(socket).database or "")

    def there(settings: Settings) -> Settings:
        return settings.model_copy(
            update={"engine": settings.engine.model_copy(update={"database": database})}
        )

    async with make_scene(change=there) as (here, books), Phone(here.address) as line:
        caller = await Person.calls(here.watch, line, "7401", number="13800138000")
        await caller.hears("goods")
        await caller.presses("2")
        await caller.has_heard("请在提示音后")
        await sound(caller)
        await silence(caller, lasting=1.5)
        await caller.presses("#")
        case = await caller.sees(CaseOpened)
        await caller.hangs_up()
        await books.balance()
        shutil.copytree(HERE / "config", tmp_path / "other/config")
        listed = json.loads(await ivr(tmp_path / "other", database, "calls", "--json"))
        journey = await ivr(tmp_path / "other", database, "calls", "show", caller.id)
    assert (listed["id"], listed["outcome"], listed["reference"]) == (caller.id, "suggestion", case.reference)
    assert "13800138000" in journey
    assert count(socket, "cases") == 1
