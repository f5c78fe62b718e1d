"""Every command in docs/api.md does what it says: they are run in order, by a shell, on a running engine."""

from __future__ import annotations

import asyncio
import re
import shutil
from pathlib import Path

import pytest

from ivr.settings import Settings, load
from tests.journal.paths import journey
from tests.web.conftest import WEB, Site, had_a_call
from tests.web.test_calls import A_TALK
from tests.web.test_recordings import recorded

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
TIMED_OUT = 28
"""curl's exit code when --max-time is over, as it is for a stream without an end."""
LIMIT = 180.0


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The shipped ones, as an administrator has them who follows the page."""
    shipped = load(ROOT / "config")
    engine = shipped.engine.model_copy(update={"web": WEB})
    support = shipped.queues.queues["support"].model_copy(update={"wrap_up": 3600.0})
    queues = shipped.queues.model_copy(update={"queues": {**shipped.queues.queues, "support": support}})
    return shipped.model_copy(update={"root": tmp_path, "engine": engine, "queues": queues})


async def run(script: str, site: Site, folder: Path) -> tuple[int, str]:
    """The exit code, and what was printed. `curl` fails for every answer that is an error."""
    (folder / "var").mkdir(exist_ok=True)
    state = folder / "var" / "state"
    if not state.exists():
        state.symlink_to(site.state)
    (folder / ".curlrc").write_text("fail-with-body\n")
    process = await asyncio.create_subprocess_exec(
        "bash",
        "-euc",
        script,
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder), "CALLWRIGHT_STATE": str(site.state)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    async with asyncio.timeout(LIMIT):
        printed, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, printed.decode()


async def test_every_command_of_the_page_runs(site: Site, tmp_path: Path) -> None:
    await had_a_call(site, "li")
    await site.log(journey(A_TALK))
    recorded(site, tmp_path)
    shutil.copytree(ROOT / "config/quality", tmp_path / "config/quality")
    lines = [line for block in BLOCKS for line in block.splitlines()]
    endless = [line for line in lines if "--max-time 60" in line]
    code, printed = await run("\n".join(line for line in lines if line not in endless), site, tmp_path)
    assert code == 0, printed
    preparation = "\n".join(line for line in lines if re.match("export (API|AUTH)=", line))
    for line in endless:
        code, printed = await run(f"{preparation}\n{line.replace('60', '1')}", site, tmp_path)
        assert (code, "retry:" in printed) == (TIMED_OUT, True), printed


async def test_the_command_of_the_readme_runs(site: Site, tmp_path: Path) -> None:
    (line,) = re.findall(r"^curl .*$", README, re.MULTILINE)
    code, printed = await run(line, site, tmp_path)
    assert code == 0, printed
    assert '"agent":"wang"' in printed


async def test_every_route_is_in_the_page(site: Site) -> None:
    told = " ".join(BLOCKS)
    paths = [route.path for route in site.interface.routes if route.name != "openapi"]
    assert [path for path in paths if not re.search(_pattern(path), told)] == []


def _pattern(path: str) -> str:
    return re.escape(path).replace(r"\{id\}", r"[^/\s]+") + r'(?=[\s"?]|$)'
