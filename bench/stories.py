"""How many stories `ivr test` plays in a minute on one core: the shipped ones, with coverage, many times."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

from bench.cpu import machine
from bench.results import Figures, Goal, Result
from ivr.settings import load
from ivr.steps import CATALOGUE
from ivr.stories.suite import Suite, gather, play

ROOT = Path(__file__).parents[1]
ROUNDS = 50
MINUTE = 60.0
WANTED = 10_000  # a minute


async def measure() -> Result:
    """In a thread of its own, since each story runs on a loop of its own."""
    return await asyncio.to_thread(_measure)


def _measure() -> Result:
    suite = _read()
    rows = {
        "played": _timed(lambda: _play(suite), ROUNDS),
        "read, checked and played": _timed(lambda: _play(_read()), ROUNDS // 5),
    }
    goal = Goal("CPU of one story, in ms", 1000 * MINUTE / WANTED, rows["played"]["ms of CPU each"])
    return Result("stories", "The stories of the shipped dialplans", rows, goal, machine(""))


def _read() -> Suite:
    (suite,) = gather([ROOT / "dialplans"], load(ROOT / "config"), CATALOGUE)
    return suite


def _play(suite: Suite) -> int:
    run = play(suite, suite.stories, lambda _: None)
    assert not run.failed
    return len(run.played)


def _timed(work: Callable[[], int], rounds: int) -> Figures:
    work()
    began, cpu = time.perf_counter(), time.process_time()
    stories = sum(work() for _ in range(rounds))
    took, cpu = time.perf_counter() - began, time.process_time() - cpu
    return {
        "stories": stories,
        "a minute": round(MINUTE * stories / took),
        "a minute of CPU": round(MINUTE * stories / cpu),
        "ms of CPU each": round(1000 * cpu / stories, 2),
    }
