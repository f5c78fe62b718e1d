"""One question, one time limit; answers used again as the step says."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from ivr.flow import virtual
from ivr.flow.virtual import LoopClock
from ivr.lookups.lookups import MOST, Lookups
from ivr.ports import Answer, HttpRequest, Lookup, LookupFailed
from ivr.settings import Source

from .sites import settings


class Slow:
    """A service that takes so long, and counts; `ended` are those that were not broken off."""

    def __init__(self, takes: float = 0.0, answer: Any = None) -> None:
        self.asked = self.ended = 0
        self.takes = takes
        self.answer = answer

    async def fetch(self, request: HttpRequest) -> tuple[int, Any]:
        self.asked += 1
        await asyncio.sleep(self.takes)
        self.ended += 1
        if isinstance(self.answer, LookupFailed):
            raise self.answer
        return 200, self.answer


def lookups(http: Slow) -> Lookups:
    source = Source(http="http://crm/{{ number }}")
    return Lookups(settings(Path(), crm=source), http, monotonic=LoopClock().monotonic)


def question(number: str = "1", cache: float = 0.0, limit: float = 2.0) -> Lookup:
    return Lookup("crm", {"number": number}, limit, cache)


def test_what_takes_too_long_is_broken_off_at_the_limit() -> None:
    async def tried() -> None:
        http = Slow(takes=60)
        async with lookups(http) as sources:
            with pytest.raises(LookupFailed) as failed:
                await sources.ask(question())
            assert failed.value.outcome == "timeout"
            assert asyncio.get_running_loop().time() == 2
        assert (http.asked, http.ended) == (1, 0)

    virtual.run(tried())


def test_who_hangs_up_waits_for_nothing() -> None:
    async def tried() -> None:
        http = Slow(takes=60)
        async with lookups(http) as sources:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(1):
                    await sources.ask(question())
        assert http.ended == 0

    virtual.run(tried())


def test_an_answer_is_used_again_while_the_question_allows_it() -> None:
    async def tried() -> list[bool]:
        http = Slow(answer={"level": "gold"})
        async with lookups(http) as sources:
            answers = [await sources.ask(question(cache=600))]
            for seconds in (599, 1, 0):
                await asyncio.sleep(seconds)
                answers.append(await sources.ask(question(cache=600)))
            answers += [await sources.ask(question()), await sources.ask(question("2", cache=600))]
        assert all(answer.rows == [{"level": "gold"}] for answer in answers)
        return [answer.cached for answer in answers]

    assert virtual.run(tried()) == [False, True, False, True, False, False]


def test_nothing_found_is_an_answer_but_a_failure_is_none() -> None:
    async def tried() -> None:
        http = Slow(answer=[])
        async with lookups(http) as sources:
            await sources.ask(question(cache=600))
            assert await sources.ask(question(cache=600)) == Answer([], cached=True)
            http.answer = LookupFailed("unreachable", "no")
            for _ in range(2):
                with pytest.raises(LookupFailed):
                    await sources.ask(question("2", cache=600))
        assert http.asked == 3

    virtual.run(tried())


def test_a_source_that_hangs_is_not_asked_without_end() -> None:
    async def tried() -> None:
        http = Slow(takes=60)
        async with lookups(http) as sources:
            asked = [asyncio.create_task(sources.ask(question(str(n)))) for n in range(MOST + 1)]
            await asyncio.wait(asked)
            outcomes = [error.outcome for t in asked if isinstance(error := t.exception(), LookupFailed)]
        assert outcomes == ["timeout"] * MOST + ["unreachable"]

    virtual.run(tried())


def test_a_source_that_the_settings_do_not_have_is_unreachable() -> None:
    async def tried() -> None:
        async with lookups(Slow()) as sources:
            with pytest.raises(LookupFailed) as failed:
                await sources.ask(Lookup("other", {}, 1))
        assert "no source 'other'" in str(failed.value)

    virtual.run(tried())
