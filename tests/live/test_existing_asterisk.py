"""`asterisk: existing`: an Asterisk that is not ours, the printed lines in its files, and `ivr run`."""

from __future__ import annotations

import asyncio
import re
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import yaml
from typer.testing import CliRunner

from ivr.app import instance_of, shipped
from ivr.asterisk.free_ports import free_ports
from ivr.asterisk.private import PACKAGES, PrivateAsterisk
from ivr.cli import app
from ivr.demo.phones import Phone
from ivr.journal.reader import Filter, JournalReader
from ivr.journal.record import CallRecord
from ivr.packages import Unpacked, fetch, leashed
from ivr.settings import load

ROOT = Path(__file__).parents[2]
FILES = ("manager.conf", "extensions.conf", "pjsip.conf", "queues.conf")
LIMIT = 60.0


@dataclass(frozen=True, slots=True)
class Site:
    """A centre with an Asterisk of its own: its settings folder, where that answers, and the call log."""

    config: Path
    address: tuple[str, int]
    database: str


@asynccontextmanager
async def site(directory: Path) -> AsyncIterator[Site]:
    """An Asterisk without a word of ours but the lines that `ivr asterisk config` prints."""
    with free_ports(120) as ports:
        rtp = ports.take(100)
        written = {
            "asterisk": "existing",
            "fastagi": {"port": ports.one()},
            "ami": {"port": ports.one(), "secret": "site-secret"},
            "sip": {"port": ports.one(), "rtp_first": rtp.start, "rtp_last": rtp.stop - 1},
            "web": {"port": ports.one()},
            "database": f"sqlite:///{directory / 'calls.db'}",
            "dialplans": str(directory / "dialplans"),
            "recordings": str(directory / "recordings"),
            "prompts": str(directory / "prompts"),
            "state": str(directory / "state"),
            "fallback": {"music": "1s"},
            "environment": {"CRM": "http://127.0.0.1:9"},
        }
        shutil.copytree(ROOT / "dialplans", directory / "dialplans")
        config = directory / "config"
        config.mkdir()
        (config / "ivr.yaml").write_text(yaml.safe_dump(written))
        for name in ("agents.yaml", "queues.yaml"):
            (config / name).write_text((ROOT / "config" / name).read_text())
        settings = load(config)
        more = {name: printed(config, name) for name in FILES}
        instance = replace(instance_of(settings), ami=None, more=more)
        program = Unpacked(await asyncio.to_thread(fetch, PACKAGES))
        async with PrivateAsterisk(program, instance, plain_templates(directory / "templates")):
            yield Site(config, (settings.engine.sip.host, settings.engine.sip.port), settings.engine.database)


def printed(config: Path, file: str) -> str:
    """What the command tells an administrator to add."""
    result = CliRunner().invoke(app, ["asterisk", "config", file, "--config", str(config)])
    assert result.exit_code == 0, result.output
    return result.stdout


def plain_templates(folder: Path) -> Path:
    """The files of an Asterisk in which nothing is included of what we print."""
    folder.mkdir()
    for source in shipped("config/asterisk").glob("*.j2"):
        text = re.sub(r'{% include "[a-z]+-callwright[^%]*%}', "", source.read_text())
        (folder / source.name).write_text(text)
    return folder


@asynccontextmanager
async def ivr_run(config: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """`ivr run` while the context lasts, in a process of its own."""
    command = [sys.executable, "-c", "from ivr.cli import main; main()", "run", "--config", str(config)]
    child = await asyncio.create_subprocess_exec(
        *leashed(command), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    try:
        yield child
    finally:
        if child.returncode is None:
            child.terminate()
        await child.wait()


async def said(child: asyncio.subprocess.Process, words: str = "") -> str:
    """What it printed until these words came, or until it ended."""
    assert child.stdout is not None
    text = ""
    async with asyncio.timeout(LIMIT):
        while (not words or words not in text) and (line := await child.stdout.readline()):
            text += line.decode()
    return text


async def finished_call(database: str) -> CallRecord:
    """The newest call in the log, once it is over."""
    async with asyncio.timeout(LIMIT), JournalReader(database) as journal:
        while True:
            found = await journal.calls(Filter(limit=1))
            if found and found[0].ended is not None:
                return found[0]
            await asyncio.sleep(0.1)


async def test_the_printed_lines_make_an_asterisk_of_the_users_own_work_with_the_engine(
    tmp_path: Path,
) -> None:
    async with site(tmp_path) as here, Phone(here.address) as line:
        async with ivr_run(here.config) as engine:
            assert "takes calls" in await said(engine, "takes calls")
            call = await line.call("95188", number="13800138000")
            await call.answered()
            await call.hang_up()
            record = await finished_call(here.database)
        assert (record.caller_number, record.dialplan, record.ended_by) == ("13800138000", "main", "caller")

        away = await line.call("95188", number="13800138001")
        await away.answered()  # by Asterisk's own fallback, which plays music
        await away.hang_up()


async def test_changed_dialplans_are_taken_at_once_and_at_a_signal_but_never_ones_with_errors(
    tmp_path: Path,
) -> None:
    async with site(tmp_path) as here, ivr_run(here.config) as engine, Phone(here.address) as line:
        assert "kill -USR1" in await said(engine, "kill -USR1")
        dialplan = tmp_path / "dialplans" / "vip.yaml"
        sound = dialplan.read_text()

        dialplan.write_text(sound.replace('["95189"]', '["95189", "777"]'))
        await said(engine, "Dialplan vip is now version")
        engine.send_signal(signal.SIGUSR1)
        await said(engine, "The dialplans were read anew.")
        call = await line.call("777", number="13800138000")
        await call.answered()
        await call.hang_up()
        assert (await finished_call(here.database)).dialplan == "vip"

        dialplan.write_text(sound.replace("goto: goodbye", "goto: goodby"))
        engine.send_signal(signal.SIGUSR1)
        told = await said(engine, "The dialplans in use stay as they were.")
        assert "did you mean 'goodbye'?" in told
        assert f"{dialplan.owner()} has to look at {dialplan}; vip " in told

        settings = here.config / "queues.yaml"
        settings.write_text(settings.read_text() + "# a remark\n")
        assert "queues.yaml" in await said(engine, "count after a restart")


async def test_a_file_that_was_broken_meanwhile_leaves_the_last_good_version_in_use_at_the_start(
    tmp_path: Path,
) -> None:
    async with site(tmp_path) as here, Phone(here.address) as line:
        async with ivr_run(here.config) as engine:
            await said(engine, "kill -USR1")
        dialplan = tmp_path / "dialplans" / "main.yaml"
        dialplan.write_text(dialplan.read_text().replace("goto: goodbye", "goto: goodby"))
        async with ivr_run(here.config) as engine:
            told = await said(engine, "kill -USR1")
            assert "did you mean 'goodbye'?" in told
            assert f"{dialplan.owner()} has to look at {dialplan}; main " in told
            call = await line.call("95188", number="13800138000")
            await call.answered()
            await call.hang_up()
            assert (await finished_call(here.database)).dialplan == "main"


async def test_a_wrong_secret_ends_the_engine_with_the_name_of_the_setting(tmp_path: Path) -> None:
    async with site(tmp_path) as here:
        written = (here.config / "ivr.yaml").read_text()
        (here.config / "ivr.yaml").write_text(written.replace("site-secret", "wrong"))
        async with ivr_run(here.config) as engine:
            output = await said(engine)
            assert await engine.wait() == 1
    assert "ami.secret in config/ivr.yaml" in output
    assert "manager.conf" in output


def test_a_file_that_needs_no_lines_is_said_to_be_so() -> None:
    result = CliRunner().invoke(app, ["asterisk", "config", "managr.conf", "--config", str(ROOT / "config")])
    assert result.exit_code == 1
    assert "did you mean 'manager.conf'?" in result.output
