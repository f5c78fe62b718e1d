"""A private Asterisk that ends unasked comes back, sooner or later; people are told."""

from __future__ import annotations

import asyncio
from itertools import pairwise

from ivr.asterisk.keeping import FAILS, STOPPED, Pace, kept_up
from ivr.asterisk.private import AsteriskFailed
from ivr.flow import virtual

PACE = Pace()


class Asterisk:
    """One that ends `lives` seconds after each start, the last of them again and again; None: it does not
    come up at all. `started`: when it was."""

    def __init__(self, *lives: float | None) -> None:
        self._lives = list(lives)
        self._ends = 0.0
        self.started: list[float] = []
        self._go_on()

    async def start(self) -> None:
        self.started.append(now())
        if not self._go_on():
            raise AsteriskFailed("the port is taken")

    async def died(self) -> str:
        await asyncio.sleep(self._ends - now())
        return "killed by SIGSEGV"

    def _go_on(self) -> bool:
        life = self._lives.pop(0) if len(self._lives) > 1 else self._lives[0]
        self._ends = now() + (life or 0.0)
        return life is not None


def now() -> float:
    return asyncio.get_running_loop().time()


def watched(seconds: float, *lives: float | None) -> tuple[list[float], list[tuple[float, str, str]]]:
    """When an Asterisk with these lives was started in that time, and what people were told, and when."""
    told: list[tuple[float, str, str]] = []

    async def watch() -> list[float]:
        asterisk = Asterisk(*lives)
        async with kept_up(asterisk, lambda what, detail: told.append((now(), what, detail))):
            await asyncio.sleep(seconds)
        return asterisk.started

    return virtual.run(watch()), told


def test_one_that_stays_up_is_left_alone() -> None:
    assert watched(1e6, 1e9) == ([], [])


def test_one_that_ends_is_started_again_at_once_and_people_are_told() -> None:
    started, told = watched(1000, 100, 1e9)
    assert started == [100]
    assert told == [(100, STOPPED, "killed by SIGSEGV"), (100, STOPPED, "")]


def test_the_pauses_grow_up_to_a_minute_while_it_does_not_come_up() -> None:
    started, told = watched(1000, 100, None)
    pauses = [later - earlier for earlier, later in pairwise(started)]
    assert pauses[:8] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert [what for _, what, _ in told] == [STOPPED, FAILS]


def test_after_five_attempts_somebody_has_to_look_and_is_told_why_and_when_that_is_over() -> None:
    _, told = watched(1000, 100, None, None, None, None, None, 1e9)
    assert [(what, detail) for _, what, detail in told] == [
        (STOPPED, "killed by SIGSEGV"),
        (FAILS, "the port is taken"),
        (STOPPED, ""),
        (FAILS, ""),
    ]
    assert told[3][0] - told[2][0] == PACE.proven


def test_one_that_ends_soon_after_each_start_is_not_started_without_a_pause_for_ever() -> None:
    started, told = watched(1000, 100, 5)
    assert len(started) < 25
    assert [what for _, what, _ in told].count(FAILS) == 1


def test_one_that_was_up_for_a_minute_is_started_at_once_each_time() -> None:
    started, told = watched(1000, 100)
    assert started == [100, 200, 300, 400, 500, 600, 700, 800, 900, 1000][: len(started)]
    assert len(started) >= 9
    assert FAILS not in {what for _, what, _ in told}


def test_an_engine_that_ends_while_it_waits_does_not_start_it_any_more() -> None:
    started, _ = watched(100.5, 100, None)
    assert started == [100]
