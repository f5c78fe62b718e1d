"""The README's first command, as a newcomer types it: `make run`, a look at the call log, Ctrl-C."""

from __future__ import annotations

import asyncio
import os
import re
import signal
from pathlib import Path

ROOT = Path(__file__).parents[2]
LIMIT = 400.0
"""The first start on a machine downloads; later ones are done in a minute."""


async def test_make_run_plays_five_journeys_stays_up_and_leaves_nothing_behind() -> None:
    make = await asyncio.create_subprocess_exec(
        *("make", "run"),
        cwd=ROOT,
        env={**os.environ, "LC_ALL": "C.UTF-8", "TERM": "dumb"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        said = await _until(make, "Ctrl-C stops all of it.")
        listed = await _told_commands(said)
        os.killpg(make.pid, signal.SIGINT)
        rest, _ = await asyncio.wait_for(make.communicate(), LIMIT)
    finally:
        if make.returncode is None:
            os.killpg(make.pid, signal.SIGKILL)

    assert "5 of 5 journeys came out as expected." in said
    assert listed.count("answered") == 2
    assert re.search(r"^main +[0-9a-f]{12} .* 5 ", listed, re.M)
    assert all(outcome in listed for outcome in ("self service", "suggestion", "abandoned"))
    # make may have seen its child's end, or the signal first: either way nothing failed.
    assert make.returncode in (0, -signal.SIGINT), rest.decode()
    assert _left_behind(_folder(said)) == []


async def _until(process: asyncio.subprocess.Process, words: str) -> str:
    """What it printed until these words. Fails with all of it if it ends before."""
    assert process.stdout is not None
    said = ""
    async with asyncio.timeout(LIMIT):
        while words not in said:
            line = await process.stdout.readline()
            assert line, said
            said += line.decode()
    return said


async def _told_commands(said: str) -> str:
    """What the commands print that `make run` tells for another terminal."""
    line = (
        r"^  export CALLWRIGHT_DATABASE=(\S+) CALLWRIGHT_STATE=(\S+)\n"
        r"  export CALLWRIGHT_RECORDINGS=(\S+) PATH=.+\n((?:  (?:\S+/ivr|curl) .+\n)+)"
    )
    found = re.search(line, said, re.M)
    assert found, said
    more = {"CALLWRIGHT_DATABASE": found[1], "CALLWRIGHT_STATE": found[2], "CALLWRIGHT_RECORDINGS": found[3]}
    environment = {**os.environ, **more, "COLUMNS": "200", "LC_ALL": "C.UTF-8"}
    printed = ""
    for command in found[4].splitlines():
        process = await asyncio.create_subprocess_shell(
            command, cwd=ROOT, env=environment, stdout=asyncio.subprocess.PIPE
        )
        output, _ = await process.communicate()
        assert process.returncode == 0
        printed += output.decode()
    return printed


def _folder(said: str) -> str:
    found = re.search(r"(\S+)/callwright\.db", said)
    assert found, said
    return found[1]


def _left_behind(folder: str) -> list[str]:
    """The folder, if it is still there, and the command lines of running processes that name it."""
    found = [folder] if Path(folder).exists() else []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = file.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if folder in line:
            found.append(line)
    return found
