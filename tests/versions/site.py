"""A folder of small dialplans, and a clock and a journal beside it."""

from __future__ import annotations

from pathlib import Path

from ivr.flow.simulated import MemoryJournal
from ivr.flow.virtual import LoopClock
from ivr.versions.judge import Rules
from ivr.versions.keeper import Around, Versions
from ivr.versions.store import VersionStore
from tests.flow.trial import CATALOGUE, whole

RULES = Rules(CATALOGUE)
BROKEN = "main: [{paly: x}]"


def dialplan(name: str, numbers: str = '["1"]', flows: str = "main: [stop]") -> str:
    return whole(flows).replace("dialplan: trial", f"dialplan: {name}").replace('["100", "1xx"]', numbers)


class Folder:
    """Dialplans on disk, and the versions kept beside them."""

    def __init__(self, root: Path) -> None:
        self.path = root / "dialplans"
        self.path.mkdir()
        self.store = VersionStore(root / "state" / "versions")

    def write(self, name: str, numbers: str = '["1"]', flows: str = "main: [stop]", file: str = "") -> Path:
        path = self.path / (file or f"{name}.yaml")
        path.write_text(dialplan(name, numbers, flows), encoding="utf-8")
        return path

    def versions(self) -> Versions:
        return Versions(self.path, self.store, RULES)


def around(journal: MemoryJournal | None = None) -> Around:
    return Around(journal or MemoryJournal(), LoopClock())
