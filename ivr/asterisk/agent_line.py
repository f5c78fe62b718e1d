"""The agent's own channel under our command: what they hear and press while they are not with the caller."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from ivr.asterisk.call_info import call_info
from ivr.asterisk.prompting import Prompting
from ivr.asterisk.waking import Waker
from ivr.flow.prompt import Prompt
from ivr.ports import DialOutcome, Entry, Sounds

if TYPE_CHECKING:
    from ivr.asterisk.ami import Ami
    from ivr.asterisk.dialogue import Dialogue

CONTEXT = "callwright-talk"
"""Of Asterisk's dialplan: where parties of a talk come under our command."""
PARTY, READY = "party", "ready"
KEYS_READY = f"b({CONTEXT}^{READY}^1)"
"""Option of `Dial`: whoever is rung can press the keys of a talk."""

_ONE = Entry(most=1, terminator="", timeout=5.0)
_NUMBER = Entry(most=20, terminator="#", timeout=8.0, gap=5.0)
_OUTCOMES: dict[str, DialOutcome] = {
    "ANSWER": "answered",
    "NOANSWER": "rang_out",
    "CANCEL": "rang_out",
    "BUSY": "busy",
}


class AgentLine:
    """One FastAGI session on an agent's channel; `languages` are those of the agents, by phone. All methods
    raise `CallerHungUp` once the agent is gone."""

    def __init__(self, dialogue: Dialogue, ami: Ami, sounds: Sounds, languages: Mapping[str, str]) -> None:
        info = call_info(dialogue.header)
        self.channel = info.channel
        self.id = info.id
        self.phone = info.endpoint
        self._language = languages.get(info.endpoint, "zh")
        self._dialogue = dialogue
        self._prompting = Prompting(dialogue, sounds, Waker(ami, info.channel))

    async def say(self, prompt: Prompt) -> None:
        await self._prompting.play(prompt.phrases(str, self._language), "")

    async def ask_key(self, prompt: Prompt) -> str:
        """One key, '' for silence."""
        return (await self._prompting.collect(prompt.phrases(str, self._language), _ONE)).digits

    async def ask_number(self, prompt: Prompt) -> str:
        """Digits up to the pound key or a silence."""
        return (await self._prompting.collect(prompt.phrases(str, self._language), _NUMBER)).digits

    async def ring(self, target: str, ring: float) -> DialOutcome:
        """Ring a phone and talk; returns when the other side is gone or did not answer. Does the agent hang
        up in the talk, the other side comes under our command."""
        options = f"gmF({CONTEXT}^{PARTY}^1){KEYS_READY}"
        await self._dialogue.send("EXEC", "Dial", f"{target},{ring:.3f},{options}")
        reply = await self._dialogue.send("GET FULL VARIABLE", "${DIALSTATUS}")
        return _OUTCOMES.get(reply.data, "unreachable")

    async def confer(self, room: str) -> Literal["key", "over"]:
        """Talk in a room until the agent presses the keys of a talk, or the room is over."""
        arguments = f"{room},callwright,callwright_agent,callwright_agent_keys"
        await self._dialogue.send("EXEC", "ConfBridge", arguments)
        reply = await self._dialogue.send("GET FULL VARIABLE", "${CONFBRIDGE_RESULT}")
        return "key" if reply.data == "DTMF" else "over"
