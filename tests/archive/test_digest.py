"""A number is known again by its hash, which tells nothing to who has not the key."""

from __future__ import annotations

import stat
from pathlib import Path

from ivr.archive.digest import KEY, digest

NUMBER = "13800138000"


def test_a_number_has_one_hash_and_another_number_another(tmp_path: Path) -> None:
    assert digest(tmp_path, NUMBER) == digest(tmp_path, NUMBER) != digest(tmp_path, "13900139000")


def test_each_key_gives_another_hash(tmp_path: Path) -> None:
    assert digest(tmp_path / "a", NUMBER) != digest(tmp_path / "b", NUMBER)


def test_only_its_owner_may_read_the_key(tmp_path: Path) -> None:
    digest(tmp_path, NUMBER)
    assert stat.S_IMODE((tmp_path / KEY).stat().st_mode) == 0o600
