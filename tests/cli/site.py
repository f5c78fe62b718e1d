"""A folder with settings and a call log in it, for the commands that read the log."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from ivr.events import AgentStateChanged, CallBegan
from ivr.journal.writer import JournalWriter
from tests.journal.paths import journey
from tests.journal.test_fold import ABANDONED, BUYER, ORDER, SUGGESTION
from tests.stores import fresh

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
    fresh(url)
    journal = JournalWriter(url)
    for number, (call, table) in enumerate(CALLS.items()):
        for event in journey(table, call):
            journal.append(replace(event, at=event.at + 60 * number))
    journal.append(AgentStateChanged(at=1.0, agent="li", old="available", state="paused", reason="lunch"))
    await journal.close()
    return config


HOSTILE = {
    "controls": "\x1b[2J[red]\r\n\0\x07\x9b31m",
    "4 kB": "A" * 4096,
    "bidi": "\u202eevil\u2066 \u200f",
    "line separators": "a\u2028b\u2029c\x85d",
    "markup": "[red]x[/] {0.__class__} %s",
    "quotes": """O'Neil "the" `boss` \\ <b>&amp;""",
    "emoji": "☎️ 王芳 👩‍💻🎉",
    "a formula": "=cmd|' /C calc'!A0",
}
"""Texts that a phone line, or another program, may bring."""


async def add_hostile_call(root: Path, name: str = HOSTILE["controls"]) -> None:
    """A caller with this name, and a number that does harm in rich's markup."""
    journal = JournalWriter(f"sqlite:///{root}/var/callwright.db")
    (began,) = journey("600 call_began", "1763776900.99")
    assert isinstance(began, CallBegan)
    journal.append(replace(began, caller_name=name, caller_number="[/]\x1b[31m"))
    await journal.close()
