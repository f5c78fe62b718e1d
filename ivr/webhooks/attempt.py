"""One attempt to send something."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from ivr.http_client import Answered
from ivr.ports import LookupFailed
from ivr.webhooks.signing import headers
from ivr.webhooks.source import Letter, Receiver
from ivr.webhooks.verdicts import Verdict, asked_for, verdict

Post: TypeAlias = Callable[[str, bytes, Mapping[str, str], float], Awaitable[Answered]]
"""As `ivr.http_client.HttpClient.post`."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one attempt; `wait` is what the receiver asked for."""

    verdict: Verdict
    error: str = ""
    wait: float = 0.0


async def attempt(post: Post, receiver: Receiver, letter: Letter, now: float) -> Outcome:
    """Send it once."""
    signed = headers(receiver.secrets, letter.id, int(now), letter.body)
    try:
        answered = await post(receiver.url, letter.body, signed, receiver.timeout)
    except LookupFailed as fault:
        return Outcome("away", str(fault))
    found = verdict(answered.status)
    error = "" if found == "accepted" else _told(answered)
    return Outcome(found, error, asked_for(answered.retry_after, now))


def _told(answered: Answered) -> str:
    """What is signed for one address goes to no other."""
    said = f"status {answered.status}"
    to = answered.moved_to
    return f"{said} to {to}, which is not followed: if it is right, give it as url" if to else said
