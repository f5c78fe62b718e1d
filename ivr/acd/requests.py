"""What commands may ask of the agents and queues in a running engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from ivr.acd.distributor import Acd
from ivr.control.answers import Handler, Said


def handlers(acd: Acd) -> Mapping[str, Handler]:
    """By the name of the request."""

    async def agents(said: Said, who: str) -> Said:
        return {"agents": [asdict(now) for now in acd.agents()]}

    async def queues(said: Said, who: str) -> Said:
        return {"queues": [asdict(now) for now in acd.queues()]}

    async def waiting(said: Said, who: str) -> Said:
        return {"waiting": [asdict(now) for now in acd.waiting()]}

    return {"agents": agents, "queues": queues, "waiting": waiting}
