"""Opening, making and upgrading the database."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ivr.journal.database import DatabaseUnusable, migrate, writing_engine
from tests.stores import Store, differences, opened


def test_migrations_make_exactly_the_declared_tables(url: str) -> None:
    with opened(url) as connection:
        assert differences(connection) == []


def test_migrating_twice_changes_nothing(url: str) -> None:
    migrate(url)
    with opened(url) as connection:
        assert differences(connection) == []


def test_two_processes_may_migrate_at_once(stores: Store) -> None:
    url = stores.empty()
    program = "import sys; from ivr.journal.database import migrate; migrate(sys.argv[1])"
    both = [subprocess.Popen([sys.executable, "-c", program, url]) for _ in range(2)]
    assert [process.wait(timeout=300) for process in both] == [0, 0]


def test_commits_to_sqlite_are_on_disk_when_they_return(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/log.db"
    migrate(url)
    with writing_engine(url).connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2  # FULL


@pytest.mark.parametrize("content", [b"this is a letter, not a database" * 100, None])
def test_a_file_that_is_no_database_says_so(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "log.db"
    if content is None:
        file.mkdir()
    else:
        file.write_bytes(content)
    with pytest.raises(DatabaseUnusable, match=r"config/ivr\.yaml"):
        migrate(f"sqlite:///{file}")


def test_the_scripts_travel_in_the_package() -> None:
    folder = Path(sys.modules["ivr.journal.database"].__file__ or "").parent / "migrations"
    assert (folder / "env.py").is_file()
    assert list((folder / "versions").glob("0*.py"))
