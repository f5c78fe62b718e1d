"""A folder with settings and a call log in it, for the commands that read the log."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from ivr.events import AgentStateChanged, CallBegan
from ivr.journal.database import migrate
from ivr.journal.writer import JournalWriter
from tests.journal.paths import journey
from tests.journal.test_fold import ABANDONED, BUYER, ORDER, SUGGESTION

SHIPPED = Path(__file__).parents[2] / "config"
CALLS = {
    "1763776800.12": BUYER,
    "1763776801.13": ABANDONED,
    "1763776802.14": ORDER,
    "1763776803.15": SUGGESTION,
}


async def make_site(root: Path) -> Path:
    """Copies the shipped settings, writes the sample calls; the folder `config` in it."""
    config = root / "config"
    shutil.copytree(SHIPPED, config)
    url = f"sqlite:///{root}/var/callwright.db"
    migrate(url)
    journal = JournalWriter(url)
    for number, (call, table) in enumerate(CALLS.items()):
        for event in journey(table, call):
            journal.append(replace(event, at=event.at + 60 * number))
    journal.append(AgentStateChanged(at=1.0, agent="li", old="available", state="paused", reason="lunch"))
    await journal.close()
    return config


async def add_hostile_call(root: Path) -> None:
    """A caller whose name would clear the screen, and does harm in rich's markup."""
    journal = JournalWriter(f"sqlite:///{root}/var/callwright.db")
    (began,) = journey("600 call_began", "1763776900.99")
    assert isinstance(began, CallBegan)
    journal.append(replace(began, caller_name="\x1b[2J[red]\r\n" + "A" * 4096, caller_number="[/]\x1b[31m"))
    await journal.close()
