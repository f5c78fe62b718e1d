"""What the tests of talks share: a caller with an agent, the agent's keys, what the log says of it."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.demo.calls import ReceivedCall
from ivr.demo.person import Person
from ivr.demo.phones import AGENT_TONE, CALLER_TONE, Phone
from ivr.demo.stage import Stage
from ivr.events import Event
from tests.live.listening import silence, sound, voice
from tests.live.routing import E, happened, talks, waits

FIRST_LINE = "7950"
"""A number whose callers wait in the first line, and are asked whether their problem is solved."""
LI, ZHANG = "1002", "1003"
SECOND_LINE = "8002"


@dataclass
class Agent:
    """The agent's side of a talk."""

    call: ReceivedCall

    async def keys(self, keys: str) -> None:
        """Press the keys of a talk, wait for the engine's voice, and press these."""
        await self.call.press("*1")
        await voice(self.call, CALLER_TONE, AGENT_TONE)
        await self.call.press(keys)


async def with_agent(here: Stage, line: Phone, agent: Phone) -> tuple[Person, Agent]:
    """A caller of the first line who talks with this agent."""
    caller = await waits(here, line, FIRST_LINE)
    return caller, Agent(await talks(agent, caller))


def facts(here: Stage, caller: Person, kind: type[E]) -> list[E]:
    """All events of this kind in this call."""
    return [event for event in happened(here, kind) if getattr(event, "call", "") == caller.id]


__all__ = ["FIRST_LINE", "Agent", "Event", "facts", "silence", "sound", "with_agent"]
