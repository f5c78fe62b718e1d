"""A database: bound parameters, nothing changed, not more rows than wanted, and a time limit that holds."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import pytest

from ivr.flow.simulated import CannedHttp
from ivr.lookups.database import Unusable, address
from ivr.lookups.lookups import Lookups
from ivr.ports import Answer, Lookup, LookupFailed
from ivr.settings import Source

from .sites import QUERY, customers, settings

ENDLESS = """
with recursive counted(n) as (select 1 union all select n + 1 from counted)
select max(n) as n from counted where n < :number
"""


async def ask(root: Path, query: str = QUERY, number: str = "1", rows: int = 1) -> Answer:
    source = Source(sql="sqlite:///crm.db", query=query, rows=rows)
    async with Lookups(settings(root, crm=source), CannedHttp()) as sources:
        return await sources.ask(Lookup("crm", {"number": number}, timeout=5))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    customers(tmp_path)
    return tmp_path


async def test_a_row_is_found_by_a_bound_value(root: Path) -> None:
    assert await ask(root) == Answer([{"name": "王芳", "level": "diamond"}])


@pytest.mark.parametrize("number", ["9", "", "' or '1' = '1", "1'; drop table customers; --", ":number", "%"])
async def test_a_value_is_a_value_whatever_it_looks_like(root: Path, number: str) -> None:
    assert await ask(root, number=number) == Answer([])
    assert await ask(root, number="1") != Answer([])


@pytest.mark.parametrize(("most", "found"), [(1, 1), (2, 2), (5, 2)])
async def test_at_most_so_many_rows_are_taken(root: Path, most: int, found: int) -> None:
    assert len((await ask(root, number="2", rows=most)).rows) == found


async def test_values_that_are_no_texts_can_be_used_in_a_dialplan(root: Path) -> None:
    answer = await ask(root, "select balance, photo, null as none from customers where number = :number")
    assert answer == Answer([{"balance": 12.5, "photo": "01", "none": None}])


async def test_a_query_that_would_change_something_changes_nothing(root: Path) -> None:
    with pytest.raises(LookupFailed) as failed:
        await ask(root, "with a as (select 1) delete from customers where number = :number")
    assert failed.value.outcome == "unreachable"
    assert await ask(root) != Answer([])


@pytest.mark.parametrize("query", ["select nothing from customers where number = :number", "select (:number"])
async def test_a_query_that_the_database_does_not_understand_fails(root: Path, query: str) -> None:
    with pytest.raises(LookupFailed):
        await ask(root, query)


async def test_a_row_too_large_for_a_call_fails(root: Path) -> None:
    with pytest.raises(LookupFailed) as failed:
        await ask(root, "select hex(zeroblob(100000)) as n where :number = :number")
    assert failed.value.outcome == "nonsense"


async def test_a_file_that_is_not_there_is_told_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(LookupFailed) as failed:
        await ask(tmp_path)
    assert failed.value.outcome == "unreachable"
    assert not (tmp_path / "crm.db").exists()


async def test_a_query_without_an_end_is_broken_off_and_the_next_one_is_answered(root: Path) -> None:
    endless = Source(sql="sqlite:///crm.db", query=ENDLESS)
    crm = Source(sql="sqlite:///crm.db", query=QUERY)
    async with Lookups(settings(root, endless=endless, crm=crm), CannedHttp()) as sources:
        for _ in range(8):  # more than there are connections
            with pytest.raises(LookupFailed) as failed:
                await sources.ask(Lookup("endless", {"number": "1"}, timeout=0.05))
            assert failed.value.outcome == "timeout"
        assert (await sources.ask(Lookup("crm", {"number": "1"}, timeout=5))).rows
        began = time.process_time()
    assert time.process_time() - began < 5, "nothing goes on computing"


async def test_a_database_that_is_locked_for_long_costs_no_more_than_the_limit(root: Path) -> None:
    source = Source(sql="sqlite:///crm.db", query=QUERY)
    with sqlite3.connect(root / "crm.db", isolation_level=None) as other:
        other.execute("begin exclusive")
        async with Lookups(settings(root, crm=source), CannedHttp()) as sources:
            with pytest.raises(LookupFailed) as failed:
                await sources.ask(Lookup("crm", {"number": "1"}, timeout=0.05))
            other.execute("rollback")
    assert failed.value.outcome == "timeout"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("crm", "not the address of a database; write it like sqlite:///crm.db"),
        ("oracle://crm/x", "'oracle' cannot be asked; allowed: sqlite, postgresql, mysql, mariadb"),
        ("postgresql+nodriver://crm/x", "the driver nodriver is not installed: pip install nodriver"),
        ("sqlite+pysqlite:///crm.db", "is not installed"),
    ],
)
def test_an_address_that_cannot_be_used_says_why(tmp_path: Path, url: str, told: str) -> None:
    with pytest.raises(Unusable) as refused:
        address(url, tmp_path)
    assert told in str(refused.value)
    assert refused.value.zh
