"""The mailboxes for those who listen by phone: `ivr.ports.Mailboxes` on the journal."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from ivr.journal.database import DatabaseUnusable
from ivr.journal.reader import JournalReader
from ivr.ports import MemoryFailed, Message

PATIENCE = 2.0
"""Seconds that somebody on the line waits for the list."""


class JournalMailboxes:
    """Opens the database for each question: people do not listen to their mailbox often. Nothing is asked
    before it is `ready`: who heard what may not be in it yet."""

    def __init__(
        self, url: str, patience: float = PATIENCE, ready: Callable[[], bool] = lambda: True
    ) -> None:
        self._url = url
        self._patience = patience
        self._ready = ready

    async def unheard(self, mailbox: str) -> Sequence[Message]:
        if not self._ready():
            raise MemoryFailed("the mailboxes cannot be read: the database has not been there yet")
        try:
            async with asyncio.timeout(self._patience), JournalReader(self._url) as reader:
                found = await reader.messages(mailbox)
        except (DatabaseUnusable, TimeoutError) as fault:
            text = str(fault) or f"no answer in {self._patience:g} s"
            raise MemoryFailed(f"the mailboxes cannot be read: {text}") from fault
        return [message for message in found if message.heard is None]
