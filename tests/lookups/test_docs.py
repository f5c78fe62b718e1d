"""What the page on look-ups shows holds."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import indent

from ivr.lookups.check import unusable
from ivr.lookups.database import address
from ivr.settings import find
from tests.steps.calls import problems

from .sites import config

PAGE = (Path(__file__).parents[2] / "docs" / "lookups.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


def test_its_sources_are_sound_where_the_drivers_are(tmp_path: Path) -> None:
    sources = (
        BLOCKS[0].removeprefix("sources:\n").replace("postgresql://reader@crm.example/crm", "sqlite:///crm")
    )
    found = find(folder := config(tmp_path, sources))
    assert not found.problems
    assert found.engine
    assert not unusable(found.engine, folder)
    assert address("sqlite:///crm", tmp_path).database == str(tmp_path / "crm")


def test_its_steps_can_be_read() -> None:
    flows = f"main:\n{indent(BLOCKS[1], '  ')}vip: [{{hangup: }}]\nstranger: [{{hangup: }}]"
    assert problems(flows) == []
