"""Calls by their caller's number, and the indexes that find them."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Select, select

from ivr.events import CallBegan
from ivr.journal.callers import alike, numbered
from ivr.journal.reader import Filter, JournalReader
from ivr.journal.tables import calls
from ivr.journal.writer import JournalWriter
from tests.stores import opened

BY_NUMBER, BY_ENDING = "ix_calls_caller_number_began_id", "ix_calls_ending"


async def logged(journal: JournalWriter, *numbers: str) -> None:
    for place, number in enumerate(numbers):
        journal.append(
            CallBegan(
                at=1000.0 + place,
                call=f"{number}.{place}",
                channel="c",
                caller_number=number,
                caller_name="",
                dialled_number="1",
                dialplan="main",
                version="1",
            )
        )
    assert await journal.flush()


def plan(url: str, query: Select[Any]) -> str:
    """How the database would answer, where it shuns reading whole tables."""
    with opened(url) as connection:
        said = str(query.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True}))
        explain = "EXPLAIN QUERY PLAN"
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET enable_seqscan = off")
            explain = "EXPLAIN"
        return "\n".join(str(row) for row in connection.exec_driver_sql(f"{explain} {said}"))


@pytest.mark.parametrize(
    "spelled",
    [
        "13800138000",
        "+8613800138000",
        "008613800138000",
        "138-0013-8000",
        "+86 138 0013 8000",
        "(138)00138000",
    ],
)
async def test_each_spelling_that_the_log_has_is_found(
    journal: JournalWriter, reader: JournalReader, spelled: str
) -> None:
    others = ("13900138000", "15800138000", "", "anonymous", "8000", "38000")
    await logged(journal, *others, spelled, spelled)
    assert {*await reader.spellings("13800138000", "CN")} == {"13800138000", spelled}


@pytest.mark.parametrize("number", ["1", "12", "110", "1001", "95188"])
async def test_a_short_number_is_found_as_it_is(
    journal: JournalWriter, reader: JournalReader, number: str
) -> None:
    await logged(journal, number, f"9{number}", f"{number}9")
    assert await reader.spellings(number, "CN") == (number,)
    assert len(await reader.calls(Filter(numbers=(number,)))) == 1


async def test_a_caller_who_has_thousands_of_calls_is_one_spelling(
    journal: JournalWriter, reader: JournalReader
) -> None:
    await logged(journal, *["02155550000", "+862155550000"] * 1000)
    assert await reader.spellings("02155550000", "CN") == ("02155550000", "+862155550000")


@pytest.mark.parametrize(
    ("number", "index"),
    [
        ("13800138000", BY_NUMBER),
        ("1380013*", BY_NUMBER),
        ("1380013*00", BY_NUMBER),
        ("*38000", BY_ENDING),
        ("1*38000", BY_ENDING),
    ],
)
def test_a_number_is_found_by_an_index(url: str, number: str, index: str) -> None:
    fits = numbered(number, file=url.startswith("sqlite"))
    newest = select(calls).where(fits).order_by(calls.c.began.desc(), calls.c.id.desc()).limit(51)
    assert index in plan(url, newest)


def test_spellings_are_found_by_indexes(url: str) -> None:
    told = plan(url, alike("13800138000", file=url.startswith("sqlite")))
    assert BY_ENDING in told
    assert "ix_calls_strange_number" in told
    assert "'SCAN calls'" not in told
    assert "Seq Scan" not in told


async def test_the_beginning_of_an_id_is_no_pattern_and_heeds_case(
    journal: JournalWriter, reader: JournalReader
) -> None:
    await logged(journal, "pbx-1", "PBX-1", "pbx%1", "pbxx1")
    found = [await reader.call(beginning) for beginning in ("pbx-", "PBX-", "pbx%", "pbx_", "pbxx")]
    assert [each and each.caller_number for each in found] == ["pbx-1", "PBX-1", "pbx%1", None, "pbxx1"]
