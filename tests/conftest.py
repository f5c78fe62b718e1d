"""For all tests: none fails because the machine is slow; side by side, those that wait begin first.

What concerns the database runs on SQLite and on a PostgreSQL that the tests start themselves.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import postgres
from tests.stores import Store, fresh

HERE = Path(__file__).parent
WAITING = ("live", "asterisk", "packages")
"""The folders whose tests mostly wait, for an Asterisk or a mirror; the longest come first."""

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where several processes share the work (pytest-xdist), computing comes last, when nobody waits."""
    if hasattr(config, "workerinput"):
        items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    folder = item.path.relative_to(HERE).parts[0]
    return WAITING.index(folder) if folder in WAITING else len(WAITING)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[postgres.Server]:
    """A PostgreSQL of our own, started by the first test that needs one."""
    with postgres.running() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Where new databases come from, once for each kind."""
    if request.param == "sqlite":
        yield _files(tmp_path)
        return
    server: postgres.Server = request.getfixturevalue("postgresql")
    taken: list[str] = []

    def migrated() -> str:
        taken.append(server.migrated())
        return taken[-1]

    yield Store("postgresql", server.empty, migrated)
    for address in taken:
        server.give_back(address)


@pytest.fixture
def url(stores: Store) -> str:
    """The address of a new database with the tables of today, once for each kind."""
    return stores.migrated()


def _files(folder: Path) -> Store:
    numbers = itertools.count(1)

    def empty() -> str:
        file = folder / f"log{next(numbers)}.db"
        file.touch()
        return f"sqlite:///{file}"

    def migrated() -> str:
        return fresh(empty())

    return Store("sqlite", empty, migrated)
