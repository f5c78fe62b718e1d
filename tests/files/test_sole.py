"""A folder that one process has."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ivr.files.sole import FolderInUse, sole


def test_who_comes_second_is_told_which_process_has_it(tmp_path: Path) -> None:
    with sole(tmp_path / "state"), pytest.raises(FolderInUse) as told, sole(tmp_path / "state"):
        pass
    assert (told.value.folder, told.value.process) == (tmp_path / "state", str(os.getpid()))


def test_it_is_free_again_afterwards(tmp_path: Path) -> None:
    for _ in range(2):
        with sole(tmp_path):
            assert (tmp_path / "in_use").read_text() == f"{os.getpid()}\n"
