"""A supervisor in somebody else's talk: `ChanSpy` on the agent's channel, or the talk handed to them.

The channel is named by its uniqueid (option u), so that it is that one and no other. The keys 4, 5 and 6 and
the key D, by which we end it, are extensions of a context that `ChanSpy` leaves to (option X): Asterisk's own
change of modes (d) tells nobody, and cannot be forbidden.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from time import monotonic

from ivr.asterisk.agent_line import AgentLine
from ivr.asterisk.conversation import ARRIVAL, Colleague, Conversation, Leg
from ivr.asterisk.dialogue import Dialogue
from ivr.asterisk.talk_desk import TalkDesk
from ivr.asterisk.waking import Waker
from ivr.events import SupervisorJoined, SupervisorLeft
from ivr.ports import Mode, NoSuchTalk, SentOn, Sounds, Supervise, Supervised

CONTEXT = "callwright-supervisor"
KEYS: Mapping[str, Mode] = {"4": "listen", "5": "whisper", "6": "join"}
_OPTIONS: Mapping[Mode, str] = {"listen": "", "whisper": "w", "join": "B"}


class Spying:
    """What the supervisor on this line does with talks."""

    def __init__(self, dialogue: Dialogue, desk: TalkDesk, sounds: Sounds, waker: Waker) -> None:
        self._dialogue = dialogue
        self._desk = desk
        self._sounds = sounds
        self._waker = waker

    async def supervise(self, wish: Supervise) -> Supervised:
        """See `ivr.ports.Caller.supervise`."""
        conversation = self._desk.talk_of(wish.phone)
        if conversation is None or conversation.leg is None:
            return "no_talk"
        if wish.mode == "take_over":
            return await self._take_over(conversation, wish)
        return await self._listen(conversation, conversation.leg, wish)

    async def _listen(self, conversation: Conversation, leg: Leg, wish: Supervise) -> Supervised:
        mode, call = wish.mode, conversation.call.id
        await self._dialogue.send("SET VARIABLE", "SPY_EXIT_CONTEXT", CONTEXT)
        with conversation.overheard(self._waker.wake):
            while not conversation.private:
                began, who = monotonic(), {"call": call, "agent": conversation.agent}
                self._desk.log(SupervisorJoined, **who, supervisor=wish.supervisor, mode=mode)
                try:
                    asked = await self._hear(leg, mode, wish)
                finally:
                    heard = monotonic() - began
                    left = {**who, "supervisor": wish.supervisor, "mode": mode, "heard": heard}
                    self._desk.log(SupervisorLeft, **left)
                if asked is None and not conversation.private:
                    return "over"
                mode = asked or mode
        self._waker.take()
        return "secure"

    async def _hear(self, leg: Leg, mode: Mode, wish: Supervise) -> Mode | None:
        """Until another mode is asked for; None when it is over."""
        while True:
            with self._waker.listening():
                await self._dialogue.send("EXEC", "ChanSpy", f"{leg.id},quXES{_OPTIONS[mode]}")
            key = (await self._dialogue.send("GET FULL VARIABLE", "${EXTEN}")).data
            # Asterisk's own record of the call takes its number from there.
            await self._dialogue.send("SET EXTENSION", self._dialogue.header["agi_extension"])
            asked = KEYS.get(key)
            if asked is None or (asked in wish.may and asked != mode):
                return asked

    async def _take_over(self, conversation: Conversation, wish: Supervise) -> Supervised:
        line = AgentLine(self._dialogue, self._desk.ami, self._sounds, self._desk.languages)
        leg = Leg(line.channel, line.id, line.phone)
        asked = Colleague(line.phone, leg=leg, began=monotonic(), stage="private")
        self._desk.hand_over(asked, conversation)
        try:
            await conversation.send_on(SentOn("take_over", conversation.agent, phone=line.phone))
            who = {"agent": conversation.agent, "supervisor": wish.supervisor, "mode": wish.mode}
            self._desk.log(SupervisorJoined, call=conversation.call.id, **who)
            async with asyncio.timeout(ARRIVAL):
                successor = await asyncio.shield(conversation.successor)
        except (NoSuchTalk, TimeoutError):
            return "no_talk"
        finally:
            asked.gone = True
        await successor.agent_alone(line)
        return "over"
