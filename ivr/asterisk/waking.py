"""Waking a caller who waits: AMI puts a key D into the channel, which ends the command that runs there.

It takes about 1 ms and the caller does not hear it (measured: ASTERISK.md section 3). Sending a second AGI
command ends the first as well, but Asterisk then logs a warning each time (`ast_waitfordigit_full` in
main/channel.c)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from ivr.asterisk.ami import Ami, AmiError, AmiUnavailable
from ivr.wire.errors import LocalProtocolError

KEY = "D"

# Asterisk throws a key away that comes before it has begun the command. Then it is sent again.
_AGAIN = 0.01


class Waker:
    """Remembers that somebody wants the caller, and says so to Asterisk while the caller waits."""

    def __init__(self, ami: Ami, channel: str) -> None:
        self._ami = ami
        self._channel = channel
        self._wanted = False
        self._listening = False
        self._task: asyncio.Task[None] | None = None

    def wake(self) -> None:
        """End what the caller waits in, now or, if it has not begun, as soon as it begins."""
        self._wanted = True
        self._start()

    def take(self) -> bool:
        """True once for any number of calls of `wake`."""
        wanted, self._wanted = self._wanted, False
        return wanted

    @contextmanager
    def listening(self) -> Iterator[None]:
        """While inside, a command runs that the key D ends."""
        self._listening = True
        self._start()  # it may have been wanted since the last `take`
        try:
            yield
        finally:
            self._listening = False
            if self._task is not None:
                self._task.cancel()
                self._task = None

    def _start(self) -> None:
        if self._wanted and self._listening and self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._press())

    async def _press(self) -> None:
        while True:
            try:
                await self._ami.action("PlayDTMF", Channel=self._channel, Digit=KEY, Receive="true")
                await asyncio.sleep(_AGAIN)
            except AmiUnavailable:
                await asyncio.sleep(_AGAIN)
                await self._ami.wait_connected()
            except (AmiError, LocalProtocolError):
                return  # the channel is gone: the dialogue says so itself
