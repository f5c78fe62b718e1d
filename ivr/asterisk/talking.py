"""Connecting the caller to a phone: `Dial`, who answered when, and the recording of the talk."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Literal

import structlog

from ivr.asterisk.ami import Ami, Event
from ivr.asterisk.dialogue import CommandRefused, Dialogue
from ivr.asterisk.joining import Doorsteps, options
from ivr.asterisk.phones import AsteriskPhones
from ivr.asterisk.stereo import StereoFile
from ivr.ports import CallerHungUp, Dial, Dialled, DialOutcome, DialWatcher

_OUTCOMES: dict[str, DialOutcome] = {
    "ANSWER": "answered",
    "NOANSWER": "rang_out",
    "CANCEL": "rang_out",
    "BUSY": "busy",
}

_WORD_LIMIT = 1.0
"""Seconds that a caller who hung up while a phone rang is not known to have been answered or not."""

_log = structlog.get_logger("talk")


class _Watch:
    """One `Dial` as it goes: told by AMI when somebody answers, by the dialogue when it is over."""

    def __init__(self, watcher: DialWatcher | None) -> None:
        self._watcher = watcher
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
            self.answer(monotonic())

    def picked_up(self) -> None:
        """Somebody picked up and is told who waits."""
        self._picked_up = True
        if self._watcher is not None:
            self._watcher.picked_up(monotonic() - self._began)

    async def told(self) -> None:
        """Wait for AMI's word, which comes by another road than the hang-up and may be overtaken by it."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._told.wait(), _WORD_LIMIT)

    def answer(self, at: float) -> None:
        self._answered, self._rang = at, max(0.0, at - self._began)
        if self._watcher is not None:
            self._watcher.answered(self._rang)

    def end(self, outcome: DialOutcome, by: Literal["caller", "agent"]) -> Dialled:
        now = monotonic()
        if self.answered:
            result = Dialled("answered", self._rang, now - self._answered)
        else:
            result = Dialled("unconfirmed" if self._picked_up else outcome, now - self._began)
        if self._watcher is not None:
            self._watcher.ended(result, by)
        return result


class Talking:
    """The talks of one call."""

    def __init__(
        self,
        dialogue: Dialogue,
        ami: Ami,
        phones: AsteriskPhones,
        doorsteps: Doorsteps,
        recordings: Path,
    ) -> None:
        self._dialogue = dialogue
        self._ami = ami
        self._phones = phones
        self._doorsteps = doorsteps
        self._recordings = recordings

    async def dial(self, channel: str, dial: Dial, watcher: DialWatcher | None) -> Dialled:
        """See `ivr.ports.Caller.dial`; `channel` is the caller's uniqueid. Raises `UnknownPhone`."""
        target = self._phones.dial_string(dial.phone)
        tape = await self._begin_tape(dial.record)
        watch = _Watch(watcher)
        with self._watching(channel, dial, watch) as more:
            try:
                result = await self._connect(f"{target},{max(dial.ring, 1.0):.3f},gm{more}", watch)
            except CallerHungUp:
                if self._ami.connected:
                    await watch.told()
                watch.end("rang_out", "caller")
                await self._end_tape(tape)
                raise
        return replace(result, recorded=await self._stop_tape(tape))

    @contextmanager
    def _watching(self, channel: str, dial: Dial, watch: _Watch) -> Iterator[str]:
        """Have the watch told while the context lasts; gives what that needs of `Dial`'s options."""
        with ExitStack() as stack:
            stack.callback(self._ami.on("DialEnd", watch.dial_ended, channel=channel))
            if dial.joining is None:
                yield ""
            else:
                stack.enter_context(self._doorsteps.expecting(channel, dial.joining, watch.picked_up))
                yield options(channel, dial.joining)

    async def _connect(self, arguments: str, watch: _Watch) -> Dialled:
        await self._dialogue.send("EXEC", "Dial", arguments)
        # An agent's hang-up frees them at once: nothing is asked of Asterisk before that is told.
        if watch.answered:
            return watch.end("answered", "agent")
        reply = await self._dialogue.send("GET FULL VARIABLE", "${DIALSTATUS} ${ANSWEREDTIME_MS}")
        status, _, talked = reply.data.partition(" ")
        if status == "ANSWER" and not watch.answered:  # AMI did not tell, or not yet
            watch.answer(monotonic() - (int(talked) / 1000 if talked.isdecimal() else 0.0))
        return watch.end(_OUTCOMES.get(status, "unreachable"), "agent")

    async def _begin_tape(self, file: str) -> StereoFile | None:
        """A talk that cannot be recorded is held all the same."""
        if not file:
            return None
        tape = StereoFile(self._recordings, file)
        try:
            await tape.prepare()
            await self._dialogue.send("EXEC", "MixMonitor", f"{tape.raw},abD")
        except (OSError, CommandRefused) as error:
            _log.error("recording_failed", file=file, error=str(error))
            return None
        return tape

    async def _stop_tape(self, tape: StereoFile | None) -> float:
        if tape is None:
            return 0.0
        try:
            await self._dialogue.send("EXEC", "StopMixMonitor")
        finally:
            seconds = await self._end_tape(tape)
        return seconds

    async def _end_tape(self, tape: StereoFile | None) -> float:
        if tape is None:
            return 0.0
        try:
            return await tape.finish()
        except OSError as error:
            _log.error("recording_failed", file=str(tape.path.name), error=str(error))
            return 0.0
