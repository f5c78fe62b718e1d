"""A web service as a source: values in the address are escaped, objects and lists of objects are rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ivr.flow.simulated import CannedHttp
from ivr.lookups.lookups import Lookups
from ivr.ports import Lookup, LookupFailed
from ivr.settings import Source

from .sites import settings

CRM = "http://127.0.0.1:8090"
URL = f"{CRM}/members/1"


async def rows(tmp_path: Path, answer: tuple[int, Any] | LookupFailed, most: int = 2) -> list[Any]:
    source = Source(http="{{ env.CRM }}/members/{{ number }}", rows=most)
    async with Lookups(settings(tmp_path, crm=source), CannedHttp({URL: answer})) as sources:
        return list((await sources.ask(Lookup("crm", {"number": "1"}, timeout=5))).rows)


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ({"level": "gold"}, [{"level": "gold"}]),
        ([{"a": 1}, {"a": 2}, {"a": 3}], [{"a": 1}, {"a": 2}]),
        ([], []),
        (None, []),
    ],
)
async def test_an_answer_is_rows(tmp_path: Path, answer: Any, found: list[Any]) -> None:
    assert await rows(tmp_path, (200, answer)) == found


@pytest.mark.parametrize("answer", ["text", 5, [1], [[]]])
async def test_anything_else_is_nonsense(tmp_path: Path, answer: Any) -> None:
    with pytest.raises(LookupFailed) as failed:
        await rows(tmp_path, (200, answer))
    assert failed.value.outcome == "nonsense"


@pytest.mark.parametrize("status", [404, 410])
async def test_a_status_may_say_that_there_is_nothing(tmp_path: Path, status: int) -> None:
    assert await rows(tmp_path, LookupFailed("status", "no", status)) == []


@pytest.mark.parametrize("failure", [LookupFailed("status", "no", 500), LookupFailed("unreachable", "no")])
async def test_failures_stay_failures(tmp_path: Path, failure: LookupFailed) -> None:
    with pytest.raises(LookupFailed) as failed:
        await rows(tmp_path, failure)
    assert failed.value is failure


async def test_values_cannot_change_the_address(tmp_path: Path) -> None:
    http = CannedHttp()
    source = Source(http="{{ env.CRM }}/members/{{ number }}", headers={"X-Number": "{{ number }}"})
    async with Lookups(settings(tmp_path, crm=source), http) as sources:
        with pytest.raises(LookupFailed):
            await sources.ask(Lookup("crm", {"number": "../x?y"}, timeout=2))
    assert http.requests[0].url == f"{CRM}/members/..%2Fx%3Fy"
    assert (http.requests[0].headers, http.requests[0].timeout) == ({"X-Number": "../x?y"}, 2)


async def test_a_value_that_is_not_given_fails_the_look_up(tmp_path: Path) -> None:
    async with Lookups(settings(tmp_path, crm=Source(http="http://a/{{ number }}")), CannedHttp()) as sources:
        with pytest.raises(LookupFailed):
            await sources.ask(Lookup("crm", {}, timeout=2))
