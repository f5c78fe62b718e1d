"""What lies in the mailboxes, from the events that left it there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ivr.events import Event, VoicemailHeard, VoicemailLeft
from ivr.ports import Message


def messages(events: Iterable[Event], numbers: Mapping[str, str], mailbox: str = "") -> list[Message]:
    """Oldest first, of one mailbox or of all; `numbers` are those of the callers, by call."""
    found: dict[str, Message] = {}
    for event in events:
        if isinstance(event, VoicemailLeft) and mailbox in ("", event.mailbox):
            found[event.file] = Message(
                mailbox=event.mailbox,
                file=event.file,
                call=event.call,
                number=numbers.get(event.call, ""),
                left=event.at,
                seconds=event.seconds,
            )
        elif isinstance(event, VoicemailHeard) and (message := found.get(event.file)):
            found[event.file] = replace(message, heard=message.heard or event.at)
    return list(found.values())
