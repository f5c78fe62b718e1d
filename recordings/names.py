"""Names of recordings, relative to the recordings folder, one folder a day:

    2026/11/22/1763776800.12-100211-conversation.wav

Safe by construction: built of the call's id and the time alone, never of what a caller sent.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime

_LONGEST_ID = 64


def conversation(call: str, at: datetime) -> str:
    """The stereo recording of a talk that began at this time; several of one call differ by it."""
    return _name(call, at, "conversation")


def message(call: str, at: datetime) -> str:
    """What the caller left by the step `record`."""
    return _name(call, at, "message")


def suggestion(call: str, at: datetime) -> str:
    """What the caller left on the hotline."""
    return _name(call, at, "suggestion")


def part(call: str, at: datetime) -> str:
    """A part of what the caller says, until all are one file."""
    return _name(call, at, "part")


def voicemail(call: str, at: datetime) -> str:
    """What the caller left in a mailbox."""
    return _name(call, at, "voicemail")


def comment(call: str, at: datetime) -> str:
    """What the caller said at the end of a survey."""
    return _name(call, at, "comment")


def answer(reference: str, at: datetime) -> str:
    """A department's spoken answer to a case."""
    return _name(reference, at, "answer")


def of_call(call: str) -> str:
    """What the names of all recordings of that call begin with, before their time."""
    return _clean(call)


def parts(name: str) -> tuple[str, str] | None:
    """What the name of a recording without folder and ending begins with (`of_call`), and its kind; None
    for what is no such name."""
    found = re.fullmatch(r"(.+)-[0-9]{6}-([a-z]+)", name)
    return (found[1], found[2]) if found else None


def _name(call: str, at: datetime, kind: str) -> str:
    return f"{at:%Y/%m/%d}/{_clean(call)}-{at:%H%M%S}-{kind}.wav"


def _clean(call: str) -> str:
    """The id with only 0-9 A-Z a-z . and - in it; two different ids never become one name."""
    safe = re.sub(r"[^0-9A-Za-z.-]", "", call).lstrip(".-")[:_LONGEST_ID]
    if safe == call and safe:
        return safe
    digest = hashlib.sha256(call.encode("utf-8", "backslashreplace")).hexdigest()[:12]
    return f"{safe}-{digest}" if safe else digest
