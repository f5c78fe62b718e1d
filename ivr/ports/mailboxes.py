"""Messages that callers leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message in a mailbox: who called (`number`), its `file` in the recordings folder, `seconds` long,
    and when it was `left` and first `heard` (None: not yet), in seconds since 1970. `removed`: when its sound
    was deleted, since it had been kept long enough or somebody asked for it; None while it is there."""

    mailbox: str
    file: str
    call: str
    number: str
    left: float
    seconds: float
    heard: float | None = None
    removed: float | None = None

    @property
    def is_new(self) -> bool:
        """Whether it can be heard, and nobody has."""
        return self.heard is None and self.removed is None


class Mailboxes(Protocol):
    """The messages that callers left. One is marked as heard by the event `VoicemailHeard`."""

    async def unheard(self, mailbox: str) -> Sequence[Message]:
        """Those that nobody has heard, oldest first; those as well that nobody can hear any more. Raises
        `MemoryFailed`."""
        ...
