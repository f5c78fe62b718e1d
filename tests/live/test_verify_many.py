"""Many calls of all kinds, engines killed and the database away in between: the log equals the CDRs.

CALLS=1000 (`make storm`) says how many; 30 in `make test`.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from ivr.demo.phones import Phone
from ivr.demo.stage import Stage
from tests.live.books import Books, records, verdict
from tests.live.conftest import Desk
from tests.live.storm import Storm
from tests.live.test_engine_away import _last_engine, away  # noqa: F401 - a fixture that pytest finds by name

pytestmark = pytest.mark.asyncio(loop_scope="module")

CALLS = int(os.environ.get("CALLS", "30"))


async def test_many_calls_with_kills_and_outages_in_between_are_all_in_the_log_as_asterisk_counted_them(
    here: Stage, line: Phone, desk: Desk, books: Books, tmp_path: Path
) -> None:
    agents = [await desk(name) for name in ("1001", "1002", "1003")]
    storm, began = Storm(here, tmp_path), time.time()
    async with away(here):
        await storm.rage(line, agents, CALLS)
        await books.no_channel_is_left()
    said = await verdict(here)
    logged = await records(here)
    books.broken |= {record.id for record in logged}
    kinds = {record.outcome for record in logged}
    print(
        f"\n{said.log} calls in {time.time() - began:.0f} s, {storm.kills} kills, {storm.outages} outages,"
        f" {said.recovered} recovered, {len(said.found)} differences; outcomes: {sorted(kinds)}"
    )
    assert not said.found, "\n".join(map(str, said.found))
    assert said.asterisk == said.log == said.cdr
    assert said.log >= CALLS
    assert storm.kills > 0
    assert said.running == said.damaged == 0
