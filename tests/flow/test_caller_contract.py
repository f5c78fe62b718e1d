"""The Caller's contract, passed by the scripted caller, in virtual time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from ivr.flow import virtual
from ivr.flow.scripted import Manner, ScriptedCaller, Surroundings
from ivr.ports import CallInfo, Phrase
from tests.caller_contract import (
    ANSWERS,
    AWAY,
    BUSY,
    LONG,
    MISSING,
    RINGS,
    SILENT,
    TALKS,
    CallerContract,
    Perform,
    Story,
)

PHONES = {
    ANSWERS: Manner(rings=0.1, talks=0.5),
    BUSY: Manner("busy", rings=0.1),
    RINGS: Manner("rang_out"),
    TALKS: Manner(rings=0.1, talks=1000),
    AWAY: Manner("unreachable", rings=0.1),
    SILENT: Manner("unconfirmed", rings=0.1),
}


def lasts(phrase: Phrase) -> float:
    return 2.5 if phrase == LONG else 0.6


@dataclass
class ScriptedLine:
    """A scripted caller, and the person on the line."""

    caller: ScriptedCaller
    recordings: Path

    async def press(self, keys: str) -> None:
        await self.caller.until(lambda: self.caller.waited_for)
        self.caller.press(keys)

    async def leave(self) -> None:
        await self.caller.until(lambda: self.caller.waited_for)
        self.caller.leave()


@pytest.fixture
def perform(tmp_path: Path) -> Perform:
    around = Surroundings(PHONES, missing=frozenset({MISSING.text}), recordings=tmp_path, lasts=lasts)
    info = CallInfo("1.1", "SIP/line-1", "13800138000", "Wang", "100", "line")

    def performed(story: Story) -> None:
        async def call() -> None:
            await story(ScriptedLine(ScriptedCaller(info, around), tmp_path))

        virtual.run(call())

    return performed


class TestScriptedCaller(CallerContract):
    """All the stories."""
