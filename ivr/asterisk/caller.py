"""The caller on the line, over FastAGI: `ivr.ports.Caller` for a call that Asterisk handed us."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import structlog

from ivr.asterisk.ami import Ami, AmiError, Event
from ivr.asterisk.call_info import call_info
from ivr.asterisk.causes import CallEnd, cause, q850
from ivr.asterisk.dialogue import CommandRefused, Dialogue
from ivr.asterisk.joining import DONE, Doorsteps
from ivr.asterisk.phones import AsteriskPhones
from ivr.asterisk.prompting import Prompting
from ivr.asterisk.spying import Spying
from ivr.asterisk.stereo import RATE, recording_path
from ivr.asterisk.talk_desk import TalkDesk
from ivr.asterisk.talking import Talking
from ivr.asterisk.waking import KEY, Waker
from ivr.ports import (
    CallerHungUp,
    CallInfo,
    Dial,
    Dialled,
    DialWatcher,
    Entered,
    Entry,
    Heard,
    Held,
    NotPaused,
    Phrase,
    Recorded,
    Sound,
    Sounds,
    Supervise,
    Supervised,
)
from ivr.wire.errors import LocalProtocolError
from recordings.length import length

_log = structlog.get_logger("caller")

# What Asterisk makes of a caller who gives up before the answer (SIP 487): 'interworking'.
CANCELLED = "127"

# The state of a channel that was answered (AST_STATE_UP).
UP = "6"

# What Asterisk says to MixMonitorMute for a channel without a recording (`app_mixmonitor.c`).
NONE_RUNS = "Cannot set mute flag"

# Seconds within which AMI tells that a channel is gone.
ENDING = 2.0


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all calls share: AMI, where the audio is, who may be dialled, the folder of the recordings
    (absolute, written by Asterisk and by us), and the phones whose agents are told who waits."""

    ami: Ami
    sounds: Sounds
    phones: AsteriskPhones
    recordings: Path
    doorsteps: Doorsteps
    talks: TalkDesk


class FastAgiCaller:
    """One caller. Call `end` at the end, whatever happened before."""

    def __init__(self, dialogue: Dialogue, around: Surroundings) -> None:
        self._call = call_info(dialogue.header)
        self._dialogue = dialogue
        self._recordings = around.recordings
        self._waker = Waker(around.ami, self._call.channel)
        self._prompting = Prompting(dialogue, around.sounds, self._waker)
        self._talking = Talking(self, dialogue, around.talks, around.doorsteps, around.recordings)
        self._spying = Spying(dialogue, around.talks, around.sounds, self._waker)
        self._music = ""
        self._hung_up = False
        self._stale_cause = False
        self._ami = around.ami
        self._gone_at: float | None = None
        self._cause: str | None = None
        self._was_up = False
        self._end: asyncio.Future[None] | None = None
        self._caller_left = False
        self._unsubscribe = (
            around.ami.on("Hangup", self._channel_ended, channel=self._call.id),
            around.ami.on("HangupRequest", self._left, channel=self._call.id),
        )

    @property
    def call(self) -> CallInfo:
        return self._call

    async def answer(self) -> None:
        if self._dialogue.gone:
            raise CallerHungUp
        try:
            await self._dialogue.send("ANSWER")
        except CallerHungUp:
            # Asterisk picks up and then waits for the caller's first sound: they may hang up in that.
            await self._wait_for_end(ENDING)
            if not self._was_up:
                raise

    async def play(self, phrases: Sequence[Phrase], *, keys: str = "") -> Heard:
        if self._waker.take():
            return Heard(woken=True)
        await self.silence()
        return await self._prompting.play(phrases, keys)

    async def collect(self, phrases: Sequence[Phrase], entry: Entry) -> Entered:
        await self.silence()
        return await self._prompting.collect(phrases, entry)

    async def record(self, file: str, *, limit: float, silence: float = 0.0, keys: str = "#") -> Recorded:
        path = recording_path(self._recordings, file)
        await self.silence()
        await asyncio.to_thread(path.parent.mkdir, parents=True, exist_ok=True)
        quiet = [f"s={max(1, round(silence))}"] if silence else []
        name = str(path.with_suffix(""))
        reply = await self._dialogue.send(
            "RECORD FILE", name, "wav", keys, round(limit * 1000), "BEEP", *quiet
        )
        if reply.result == "-1":
            raise CommandRefused(
                f"Asterisk cannot write the recording {file}: may it write to the recordings folder?"
            )
        # A key during the beep is called 'randomerror' there, and the silence that ended it is cut off.
        ended = reply.data in ("dtmf", "randomerror")
        return Recorded(reply.endpos / RATE, reply.key if ended else "")

    async def replay(self, file: str, *, keys: str = "") -> Heard:
        path = recording_path(self._recordings, file)
        await self.silence()
        found = await asyncio.to_thread(length, path)
        sound = Sound(str(path.with_suffix("")), found.seconds if found else 0.0)
        return await self._prompting.replay(sound, keys)

    async def hold(
        self,
        *,
        music: str = "default",
        keys: str = "",
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> Held:
        if self._waker.take():
            return Held(woken=True)
        if self._music != music:
            await self.silence()
            await self._dialogue.send("SET MUSIC", "ON", music)
            self._music = music
        end = None if timeout is None else monotonic() + timeout
        with self._waker.listening():
            while True:
                left = -1 if end is None else max(1, round((end - monotonic()) * 1000))
                key = (await self._dialogue.send("WAIT FOR DIGIT", left)).key
                if key == KEY and self._waker.take():
                    return Held(woken=True)
                if key and key in keys:
                    return Held(key=key)
                if not key or (end is not None and monotonic() >= end):
                    return Held()

    def wake(self) -> None:
        self._waker.wake()

    async def dial(self, dial: Dial, watcher: DialWatcher | None = None) -> Dialled:
        await self.silence()
        try:
            result = await self._talking.dial(dial, watcher)
        finally:
            self._waker.take()
        # Asterisk keeps the cause of a phone that was not reached as the cause of the caller's channel.
        self._stale_cause = result.outcome != "answered"
        return result

    async def supervise(self, wish: Supervise) -> Supervised:
        await self.silence()
        return await self._spying.supervise(wish)

    @property
    def secured(self) -> bool:
        """Nobody may listen to what follows."""
        return self._prompting.secure

    async def secure(self, on: bool) -> None:
        if self._dialogue.gone:
            raise CallerHungUp
        try:
            # Without a MixMonitorID it holds for all that run on the channel, whoever began them.
            await self._ami.action(
                "MixMonitorMute", Channel=self._call.channel, Direction="both", State=str(int(on))
            )
        except AmiError as error:
            if NONE_RUNS not in str(error) and await self._recorded_before():
                if on:
                    raise NotPaused(f"a recording of the caller may go on: {error}") from error
                _log.warning("recording_stays_paused", call=self._call.id, error=str(error))
        self._prompting.secure = on

    async def _recorded_before(self) -> bool:
        """Whether a MixMonitor ever began on this channel: it names its file in a variable."""
        return (await self._dialogue.send("GET VARIABLE", "MIXMONITOR_FILENAME")).result == "1"

    async def gone(self) -> None:
        await self._dialogue.left()

    async def hang_up(self) -> None:
        """Hang up: tell Asterisk's dialplan that the engine is done, and leave the channel to it, which ends
        it."""
        self._hung_up = True
        self._dialogue.send_last("SET VARIABLE", DONE, "1")

    async def end(self, by: str = "flow", limit: float = ENDING) -> CallEnd:
        """Hang up if nobody has, and tell how the channel ended, as AMI says within `limit` seconds. `by` is
        who ended the call as far as the flow knows. Never raises."""
        if self._dialogue.gone and not self._hung_up:
            by = "caller"
        elif not self._hung_up:
            with suppress(CallerHungUp, CommandRefused, LocalProtocolError):
                await self.hang_up()
        self._dialogue.close()
        await self._wait_for_end(limit if self._ami.connected else 0.1)
        for end in self._unsubscribe:
            end()
        if self._caller_left:
            by = "caller"
        if by == "caller" and self._left_normally:
            return CallEnd(by, "normal")
        told = self._cause or ""
        return CallEnd(by, cause(told), q850(told) or None)

    @property
    def _left_normally(self) -> bool:
        """Whatever Asterisk says: a phone's cause is none of the caller's."""
        return self._stale_cause or self._cause == CANCELLED

    async def _wait_for_end(self, limit: float) -> None:
        if self._cause is not None:
            return
        loop = asyncio.get_running_loop()
        self._end = loop.create_future()
        timer = loop.call_later(limit, self._ended)
        try:
            await self._end
        finally:
            timer.cancel()

    def _ended(self) -> None:
        if self._end is not None and not self._end.done():
            self._end.set_result(None)

    async def silence(self) -> None:
        """No music any more."""
        if self._music:
            self._music = ""
            await self._dialogue.send("SET MUSIC", "OFF")

    def _left(self, _: Event) -> None:
        """Before Asterisk came to hang up, even if we had told it to."""
        self._caller_left = True

    def _channel_ended(self, event: Event) -> None:
        self._cause = event["Cause"]
        self._was_up = event["ChannelState"] == UP
        self._gone_at = asyncio.get_running_loop().time()
        self._ended()

    @property
    def gone_for(self) -> float:
        """Seconds since Asterisk told that the channel is gone; 0.0 where it has not."""
        return 0.0 if self._gone_at is None else asyncio.get_running_loop().time() - self._gone_at
