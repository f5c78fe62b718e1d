"""How long an agent who has hung up waits for the next caller's ring, with the engine and with Asterisk's own
queue: from the agent's BYE to the INVITE that reaches their phone."""

from __future__ import annotations

import asyncio
import random
import statistics
from collections.abc import Mapping
from contextlib import AsyncExitStack
from time import monotonic
from typing import Any

from bench.cpu import machine
from bench.numbers import extensions, queues
from bench.results import Figures, Goal, Result
from bench.scene import Scene, scene
from ivr.asterisk.free_ports import PortBlock
from ivr.asterisk.instance import PhoneAccount
from ivr.demo.calls import CallOver
from ivr.demo.phones import Phone

GOAL = 1 / 50
SAMPLES = 60
WAITING = 6
"""Callers in the line at any time; more than there are agents."""
TALK = (0.3, 0.8)
RING_LIMIT = 20.0
OURS, RECORDED, THEIRS = "engine", "engine, recorded", "app_queue"
NUMBERS: Mapping[str, str] = {OURS: "7001", RECORDED: "7002", THEIRS: "queue"}


class Handset(Phone):
    """An agent's phone that notes when a call arrives."""

    arrived = 0.0

    def _on_invite(self, dialog: Any) -> None:
        self.arrived = monotonic()
        super()._on_invite(dialog)


async def measure() -> Result:
    """Raises TimeoutError when an agent gets no call."""
    async with AsyncExitStack() as stack:
        here = await stack.enter_async_context(scene(_numbers))
        line = await stack.enter_async_context(Phone(here.address))
        agents = [
            await _on_duty(stack, here, PhoneAccount(agent.phone, agent.password))
            for agent in here.settings.agents.agents.values()
        ]
        rows = {}
        for name, number in NUMBERS.items():
            rows[name] = _row(await _shift(line, agents, number))
    ratio = max(rows[OURS][figure] / rows[THEIRS][figure] for figure in ("p50 ms", "p99 ms"))
    what = "Agent hangs up until their phone is rung again, relative to app_queue at p50 or p99, the worse"
    goal = Goal(what, round(GOAL, 4), round(ratio, 4))
    title = "The next caller: from an agent's BYE to the next INVITE, two agents, no wrap-up"
    return Result("next_call", title, rows, goal, machine(here.asterisk.version))


def _numbers(_: PortBlock) -> Mapping[str, str]:
    return {"extensions.conf": extensions({}), "queues.conf": queues(["1001", "1002"])}


async def _on_duty(stack: AsyncExitStack, here: Scene, account: PhoneAccount) -> Handset:
    phone = await stack.enter_async_context(Handset(here.address, account=account))
    await phone.register()
    feature = await phone.call("*41")
    await feature.ended(limit=30)
    return phone


async def _shift(line: Phone, agents: list[Handset], number: str) -> list[float]:
    """Seconds from hang-up to ring, for all agents together, until there are enough of them."""
    found: list[float] = []
    callers = [asyncio.create_task(_keeps_calling(line, number)) for _ in range(WAITING)]
    try:
        await asyncio.gather(*(_works(agent, found) for agent in agents))
    finally:
        for caller in callers:
            caller.cancel()
        await asyncio.gather(*callers, return_exceptions=True)
        for call in [*line.calls, *(call for agent in agents for call in agent.calls)]:
            await call.hang_up()
    return found


async def _keeps_calling(line: Phone, number: str) -> None:
    while True:
        await (await line.call(number)).ended(limit=600)


async def _works(agent: Handset, found: list[float]) -> None:
    """Take calls until there are enough samples. The first call shows nothing: nobody hung up before it."""
    hung_up = 0.0
    while len(found) < SAMPLES:
        call = await agent.rung(RING_LIMIT)
        if hung_up:
            found.append(agent.arrived - hung_up)
        try:
            await call.answer()
        except CallOver:
            hung_up = 0.0
            continue
        await asyncio.sleep(random.uniform(*TALK))
        hung_up = monotonic()
        await call.hang_up()


def _row(seconds: list[float]) -> Figures:
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    figures = {"p50 ms": cuts[49], "p99 ms": cuts[98], "worst ms": max(seconds)}
    return {"hang-ups": len(seconds)} | {name: round(value * 1000, 2) for name, value in figures.items()}
