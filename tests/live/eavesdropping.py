"""Users of Asterisk's manager interface who listen, and keep every byte that they are sent."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace

from ivr.asterisk.instance import PhoneAccount
from ivr.demo.stage import OBSERVER, Stage

CURIOUS = PhoneAccount("curious", "curious")
ACCOUNT = f"""
[{CURIOUS.name}]
secret = {CURIOUS.password}
read = all
write = reporting
"""
"""A user that no manager.conf should have: it is told all that Asterisk tells anybody."""

_DIGIT = re.compile(r"^Event: DTMFEnd\r\n(?:.+\r\n)*?Digit: (.)\r$", re.MULTILINE)

GAP = 40
"""So many other signs may stand between two digits of a number that is still found."""


@dataclass
class Ears:
    """What each of them was sent so far."""

    heard: Mapping[str, bytearray]

    @property
    def keys(self) -> str:
        """Those in Asterisk's own events of keys, which only the curious user is sent."""
        return "".join(_DIGIT.findall(self.heard[CURIOUS.name].decode(errors="replace")))

    @property
    def all_else(self) -> str:
        """All that anybody was sent, without these events."""
        texts = (data.decode(errors="replace") for data in self.heard.values())
        messages = (message for text in texts for message in text.split("\r\n\r\n"))
        return "\n\n".join(message for message in messages if "Event: DTMF" not in message)


def holds(text: str, digits: str) -> bool:
    """Whether these digits stand there in a row, whatever else is between them."""
    return re.search(f"[^0-9]{{0,{GAP}}}".join(digits), text) is not None


@asynccontextmanager
async def ears(here: Stage) -> AsyncIterator[Ears]:
    """They listen while the context lasts, and a curious user of the manager interface is let in for that."""
    await here.asterisk.reload(replace(here.asterisk.instance, more={"manager.conf": ACCOUNT}))
    ami = here.settings.engine.ami
    users = [CURIOUS, OBSERVER, PhoneAccount(ami.user, ami.secret)]
    heard = {user.name: bytearray() for user in users}
    async with AsyncExitStack() as stack:
        for user in users:
            reader = await _logged_in(stack, (ami.host, ami.port), user)
            _collect(stack, reader, heard[user.name])
        yield Ears(heard)
    await here.asterisk.reload(replace(here.asterisk.instance, more={}))


async def _logged_in(
    stack: AsyncExitStack, address: tuple[str, int], user: PhoneAccount
) -> asyncio.StreamReader:
    reader, writer = await asyncio.open_connection(*address)
    stack.callback(writer.close)
    login = f"Action: Login\r\nUsername: {user.name}\r\nSecret: {user.password}\r\nEvents: on\r\n\r\n"
    writer.write(login.encode())
    assert b"Success" in await reader.readuntil(b"\r\n\r\n")
    return reader


def _collect(stack: AsyncExitStack, reader: asyncio.StreamReader, into: bytearray) -> None:
    async def collect() -> None:
        while data := await reader.read(65536):
            into.extend(data)

    task = asyncio.create_task(collect())
    stack.push_async_callback(_stopped, task)


async def _stopped(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
