"""The commands, run in this process on a folder of settings with a call log."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.cli.site import make_site


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: settings in `config`, a call log in `var`."""
    asyncio.run(make_site(tmp_path))
    monkeypatch.chdir(tmp_path)
    for name in ("CALLWRIGHT_CONFIG", "CALLWRIGHT_DATABASE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    return tmp_path
