"""Connecting the caller to a phone: `Dial`, who answered when, and the recording of the talk."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Protocol

from ivr.asterisk import talk_keys
from ivr.asterisk.ami import Event
from ivr.asterisk.conversation import Conversation, Leg, Verdict
from ivr.asterisk.dialogue import Dialogue
from ivr.asterisk.joining import Doorsteps, options
from ivr.asterisk.talk_desk import TalkDesk
from ivr.asterisk.taping import Taping
from ivr.events import RecordingFailed
from ivr.ports import (
    CallerHungUp,
    CallInfo,
    Dial,
    Dialled,
    DialOutcome,
    DialWatcher,
    EndedBy,
    Held,
    SentOn,
)

_OUTCOMES: dict[str, DialOutcome] = {
    "ANSWER": "answered",
    "NOANSWER": "rang_out",
    "CANCEL": "rang_out",
    "BUSY": "busy",
}

_AT_ONCE = 0.1
"""Seconds without music in which an agent who left the room says what becomes of the caller."""

_AWAY = 15.0
"""Seconds after AMI was lost for which no phone is rung: mostly it is back before, and without it nobody
tells who answered."""

_WORD_LIMIT = 1.0
"""Seconds that a caller who hung up while a phone rang is not known to have been answered or not."""


class _Watch:
    """One `Dial` as it goes: told by AMI when somebody answers, by the dialogue when it is over."""

    def __init__(self, watcher: DialWatcher | None, conversation: Conversation, phone: str) -> None:
        self._watcher = watcher
        self._conversation = conversation
        self._phone = phone
        self._began = monotonic()
        self._answered = 0.0
        self._rang = 0.0
        self._picked_up = False
        self._told = asyncio.Event()

    @property
    def answered(self) -> bool:
        return bool(self._answered)

    def dial_ended(self, event: Event) -> None:
        """AMI's `DialEnd`: the ringing of a phone is over."""
        self._told.set()
        if event["DialStatus"] == "ANSWER" and not self.answered:
            self._conversation.agent_is(Leg(event["DestChannel"], event["DestUniqueid"], self._phone))
            self.answer(monotonic())

    def picked_up(self) -> None:
        """Somebody picked up and is told who waits."""
        self._picked_up = True
        if self._watcher is not None:
            self._watcher.picked_up(monotonic() - self._began)

    def handed_over(self) -> None:
        """Nobody rings: they are there already."""
        self._told.set()
        self.answer(monotonic())

    async def told(self) -> None:
        """Wait for AMI's word, which comes by another road than the hang-up and may be overtaken by it."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._told.wait(), _WORD_LIMIT)

    def answer(self, at: float) -> None:
        self._answered, self._rang = at, max(0.0, at - self._began)
        if self._watcher is not None:
            self._watcher.answered(self._rang)

    def end(self, outcome: DialOutcome, by: EndedBy, sent_on: SentOn | None = None) -> Dialled:
        now = monotonic()
        if self.answered:
            result = Dialled("answered", self._rang, now - self._answered, sent_on=sent_on)
        else:
            result = Dialled("unconfirmed" if self._picked_up else outcome, now - self._began)
        if self._watcher is not None:
            self._watcher.ended(result, by)
        return result


class Line(Protocol):
    """The caller, as a talk needs them: `ivr.ports.Caller`."""

    @property
    def call(self) -> CallInfo: ...

    @property
    def secured(self) -> bool: ...

    async def hold(self) -> Held: ...

    def wake(self) -> None: ...

    async def silence(self) -> None: ...


class Talking:
    """The talks of one call."""

    def __init__(
        self, line: Line, dialogue: Dialogue, desk: TalkDesk, doorsteps: Doorsteps, recordings: Path
    ) -> None:
        self._line = line
        self._dialogue = dialogue
        self._desk = desk
        self._doorsteps = doorsteps
        self._recordings = recordings

    async def dial(self, dial: Dial, watcher: DialWatcher | None) -> Dialled:
        """See `ivr.ports.Caller.dial`. Raises `UnknownPhone`."""
        target = self._desk.dial_string(dial.phone)
        await self._seeing()
        tape = Taping(self._dialogue, self._recordings, self._lost)
        await tape.begin(dial.record)
        conversation = self._desk.begin(self._line.call, dial, self._line.wake)
        conversation.taped = tape.is_on
        conversation.secure = self._line.secured
        watch = _Watch(watcher, conversation, dial.phone)
        with self._watching(dial, watch) as more:
            try:
                result = await self._talk(conversation, watch, f"{target},{max(dial.ring, 1.0):.3f},gm{more}")
            except CallerHungUp:
                if self._desk.ami.connected:
                    await watch.told()
                await conversation.caller_left()
                left = watch.end("rang_out", "caller")
                await tape.end(left.talked)
                raise
            finally:
                conversation.close()
        return await self._go_on(replace(result, recorded=await tape.stop(result.talked)))

    async def _seeing(self) -> None:
        """Wait for an AMI that was lost a moment ago, or for the caller to leave."""
        if self._desk.ami.connected:
            return
        waits = [asyncio.ensure_future(each) for each in (self._desk.ami.back(_AWAY), self._dialogue.left())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in waits:
                each.cancel()

    def _lost(self, file: str, reason: str) -> None:
        self._desk.log(RecordingFailed, call=self._line.call.id, file=file, reason=reason)

    async def _go_on(self, result: Dialled) -> Dialled:
        """A caller who is still on the way is kept by Asterisk's dialplan if the engine dies."""
        if result.sent_on is not None:
            await self._dialogue.send("SET VARIABLE", "DIALSTATUS", "")
        return result

    @contextmanager
    def _watching(self, dial: Dial, watch: _Watch) -> Iterator[str]:
        """Have the watch told while the context lasts; gives what that needs of `Dial`'s options."""
        call, ami = self._line.call, self._desk.ami
        with ExitStack() as stack:
            stack.callback(ami.on("DialEnd", watch.dial_ended, channel=call.id))
            if dial.agent:
                stack.enter_context(talk_keys.not_for(call, ami))
            if dial.joining is None:
                yield ""
            else:
                stack.enter_context(self._doorsteps.expecting(call.id, dial.joining, watch.picked_up))
                yield options(call.id, dial.joining)

    async def _talk(self, conversation: Conversation, watch: _Watch, arguments: str) -> Dialled:
        if conversation.away:  # handed over by a colleague, who is on the line
            watch.handed_over()
        else:
            if conversation.agent:
                await talk_keys.bequeath(self._dialogue)
            await self._dialogue.send("EXEC", "Dial", arguments)
        if conversation.away:
            await self._apart(conversation)
        return await self._ended(conversation, watch)

    async def _ended(self, conversation: Conversation, watch: _Watch) -> Dialled:
        # An agent's hang-up frees them at once: nothing is asked of Asterisk before that is told.
        if watch.answered:
            by: EndedBy = "transfer" if conversation.sent_on else "agent"
            return watch.end("answered", by, conversation.sent_on)
        reply = await self._dialogue.send("GET FULL VARIABLE", "${DIALSTATUS} ${ANSWEREDTIME_MS}")
        status, _, talked = reply.data.partition(" ")
        if status == "ANSWER" and not watch.answered:  # AMI did not tell, or not yet
            watch.answer(monotonic() - (int(talked) / 1000 if talked.isdecimal() else 0.0))
        return watch.end(_OUTCOMES.get(status, "unreachable"), "agent")

    async def _apart(self, conversation: Conversation) -> None:
        """Music while the agent is away, and the room where they meet again, until the agent's part is
        over."""
        await self._dialogue.send("SET VARIABLE", "DIALSTATUS", "")
        while await self._verdict(conversation) == "rejoin":
            await self._line.silence()
            room = f"{conversation.room},callwright,callwright_caller"
            await self._dialogue.send("EXEC", "ConfBridge", room)

    async def _verdict(self, conversation: Conversation) -> Verdict:
        verdicts = conversation.verdicts
        with suppress(TimeoutError):  # mostly it comes at once: no music for that
            return await asyncio.wait_for(verdicts.get(), _AT_ONCE)
        conversation.held(on=True)
        while verdicts.empty():
            await self._line.hold()
        conversation.held(on=False)
        return verdicts.get_nowait()
