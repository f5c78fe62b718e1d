"""A person at the keyboard. Where a key would count, time stands still until they do something."""

from __future__ import annotations

import asyncio
import os
import sys
import termios
import tty
from collections.abc import Iterator
from contextlib import contextmanager

from ivr.flow.virtual import VirtualLoop

from .phone import Phone
from .typing import Told, Typing

KEYBOARD = (
    "按键：0-9 * #　回车：让时间过去　:帮助　Ctrl-D：挂机",
    "Keys: 0-9 * #   Enter: time goes on   :help   Ctrl-D: hang up",
)

LONG = ("五分钟过去了。回车：继续等待", "Five minutes have passed. Enter: wait on")
AT_ONCE = 300.0  # seconds that pass by themselves


class Hands:
    """Performs on a phone what is typed in a terminal."""

    def __init__(self, phone: Phone) -> None:
        self._phone = phone
        self._gone_on = -1
        self._lines: asyncio.Queue[str] = asyncio.Queue()
        self._obeying = False
        self._since, self._told = 0.0, False
        self._typing = Typing(
            Told(
                key=self._key,
                line=self._lines.put_nowait,
                enter=self._let_time_pass,
                end=phone.caller.leave,
                echo=phone.screen.echo,
            )
        )

    async def perform(self) -> None:
        """Until the call is over."""
        loop = asyncio.get_running_loop()
        if isinstance(loop, VirtualLoop):
            self._active()
            loop.stands_still = self.stands_still
        self._phone.screen.say(*KEYBOARD)
        with _keyboard(self._typing):
            while True:
                line = await self._lines.get()
                self._obeying = True
                await self._phone.obey(line)
                self._obeying = False
                self._active()

    def stands_still(self) -> bool:
        """Whether it is up to the person what happens next."""
        caller = self._phone.caller
        if self._typing.in_line or self._has_waited_long():
            return True
        asked = bool(caller.listens) and not caller.speaking and caller.turn != self._gone_on
        return asked and not self._obeying and self._lines.empty()

    def _has_waited_long(self) -> bool:
        """Whether so much time has passed by itself that the person may want to do something."""
        if self._obeying or not self._lines.empty():
            self._since = self._time()
        if self._time() - self._since < AT_ONCE:
            return False
        if not self._told:
            self._phone.screen.say(*LONG)
        self._told = True
        return True

    def _time(self) -> float:
        return asyncio.get_running_loop().time()

    def _key(self, key: str) -> None:
        self._active()
        self._phone.press(key)

    def _active(self) -> None:
        self._since, self._told = self._time(), False

    def _let_time_pass(self) -> None:
        """Until what the engine waits for now, or after this prompt, is over."""
        self._active()
        caller = self._phone.caller
        self._gone_on = caller.turn + caller.speaking


@contextmanager
def _keyboard(typing: Typing) -> Iterator[None]:
    """Every key at once, without Enter."""
    loop, keyboard = asyncio.get_running_loop(), sys.stdin.fileno()
    before = termios.tcgetattr(keyboard)
    tty.setcbreak(keyboard, termios.TCSANOW)
    loop.add_reader(keyboard, lambda: typing.feed(os.read(keyboard, 64)))
    try:
        yield
    finally:
        loop.remove_reader(keyboard)
        termios.tcsetattr(keyboard, termios.TCSADRAIN, before)
