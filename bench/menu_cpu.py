"""How much CPU the engine adds to a two-level menu call, as a fraction of what Asterisk itself needs for it.

All servers run at the same time and take turns, so that whatever else the machine does hits all alike.
"""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from bench.cpu import cpu_seconds, machine
from bench.load import Load, Outcome, Script
from bench.numbers import extensions
from bench.results import Figures, Goal, Result
from bench.scene import MARKERS, Scene, process, prompt_paths, scene
from ivr.asterisk.free_ports import PortBlock

GOAL = 0.12
ROUNDS, CALLS, RATE = 4, 250, 50.0
"""50 calls a second: somewhat less than half of what Asterisk can carry on two cores. What costs the same
whatever the load (commits of the call log, above all) is spread over fewer calls at a lower rate."""
WARM_UP = 50
FAILURES = 0.02
"""The share of calls that may go wrong at this load; they are counted in all the same."""
SETTLE = 1.0
"""Seconds after the last call, for what is still to be written."""
SCRIPT = Script(tuple(marker for marker, _, _ in MARKERS.values()), "12")
ENGINE, BARE, PANORAMISK, NATIVE = "engine", "bare loop", "panoramisk", "Asterisk's dialplan"
NUMBERS: Mapping[str, str] = {ENGINE: "7000", BARE: "bare", PANORAMISK: "panoramisk", NATIVE: "native"}


class CallsFailed(Exception):
    """Too many calls did not go as the script says: nothing was measured."""


@dataclass(slots=True)
class _Used:
    """What one server and Asterisk used for its calls, round by round: seconds of CPU a call."""

    server: list[float] = field(default_factory=list)
    asterisk: list[float] = field(default_factory=list)
    key_to_prompt: list[float] = field(default_factory=list)

    def row(self) -> Figures:
        ratios = [mine / its for mine, its in zip(self.server, self.asterisk, strict=True)]
        return {
            "server ms/call": round(statistics.fmean(self.server) * 1000, 3),
            "Asterisk ms/call": round(statistics.fmean(self.asterisk) * 1000, 3),
            "ratio": round(sum(self.server) / sum(self.asterisk), 4),
            "lowest round": round(min(ratios), 4),
            "highest round": round(max(ratios), 4),
            "key to prompt p50 ms": round(statistics.median(self.key_to_prompt) * 1000, 1),
        }


async def measure() -> Result:
    """Raises CallsFailed."""
    async with AsyncExitStack() as stack:
        ports: dict[str, int] = {}

        def numbers(free: PortBlock) -> Mapping[str, str]:
            ports.update({BARE: free.one(), PANORAMISK: free.one()})
            return {"extensions.conf": extensions({NUMBERS[name]: port for name, port in ports.items()})}

        here = await stack.enter_async_context(scene(numbers))
        servers: dict[str, int | None] = {ENGINE: here.engine, NATIVE: None}
        for name, port in ports.items():
            arguments = ["-m", "bench.reference", NUMBERS[name], str(port), *prompt_paths()]
            servers[name] = await stack.enter_async_context(process(arguments, "ready"))
        load = await stack.enter_async_context(Load(here.address, SCRIPT))
        used = await _take_turns(here, load, servers)
    rows = {name: one.row() for name, one in used.items()}
    goal = Goal(
        "CPU time of the engine relative to Asterisk's for the same call", GOAL, rows[ENGINE]["ratio"]
    )
    title = "A two-level menu call: two keys, journey in SQLite, AMI on"
    return Result("menu_cpu", title, rows, goal, machine(here.asterisk.version))


async def _take_turns(here: Scene, load: Load, servers: Mapping[str, int | None]) -> dict[str, _Used]:
    used = {name: _Used() for name in (ENGINE, BARE, PANORAMISK, NATIVE)}
    for name in used:
        await _calls(load, name, WARM_UP)
    for _ in range(ROUNDS):
        for name, one in used.items():
            server, asterisk = servers[name], here.asterisk.pid
            assert asterisk is not None
            before = cpu_seconds(server) if server else 0.0, cpu_seconds(asterisk)
            outcome = await _calls(load, name, CALLS)
            one.server.append((cpu_seconds(server) - before[0]) / CALLS if server else 0.0)
            one.asterisk.append((cpu_seconds(asterisk) - before[1]) / CALLS)
            one.key_to_prompt += outcome.key_to_prompt
    return used


async def _calls(load: Load, name: str, calls: int) -> Outcome:
    outcome = await load.run(NUMBERS[name], calls, RATE)
    if len(outcome.wrong) > calls * FAILURES:
        raise CallsFailed(f"{name}: {len(outcome.wrong)} of {calls} calls failed: {outcome.wrong[0]}")
    await asyncio.sleep(SETTLE)
    return outcome
