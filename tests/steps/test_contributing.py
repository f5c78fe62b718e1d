"""The step that CONTRIBUTING.md teaches is a step that works."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

from ivr.flow.reader import read_dialplan
from ivr.flow.reference import page
from ivr.flow.rehearsal import rehearse
from ivr.steps import CATALOGUE

from .calls import text

GUIDE = Path(__file__).parents[2] / "CONTRIBUTING.md"


@pytest.fixture
def taught(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    code = GUIDE.read_text(encoding="utf-8").split("````python\n")[1].split("````")[0]
    module = ModuleType("pause")
    monkeypatch.setitem(sys.modules, "pause", module)
    exec(compile(code, "CONTRIBUTING.md", "exec"), module.__dict__)
    return module


def test_it_runs_in_a_call(taught: ModuleType) -> None:
    catalogue = {**CATALOGUE, "pause": taught.Pause}
    plan, found = read_dialplan(text("main: [{pause: 3s}, {play: 好。}]"), catalogue)
    assert plan, found
    told = rehearse(plan)
    assert told.heard == ("好。",)
    assert 3 <= told.seconds < 5


def test_it_has_a_page(taught: ModuleType) -> None:
    assert "| `seconds` (may stand alone behind the verb) | duration, such as `5s` |" in page(taught.Pause)
