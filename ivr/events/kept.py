"""Audio and cases that were kept."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.events.event import CallEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingStored(CallEvent):
    """`file` is relative to the recordings folder; `kind`: conversation, message, suggestion, comment or
    voicemail."""

    kind: str
    file: str
    seconds: float
    channels: int
    recovered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingFailed(CallEvent):
    """A talk went on without a recording, or with one that is not whole. `reason`: disk_full, read_only,
    no_permission, slow, disk_fails, or refused (by Asterisk)."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoicemailLeft(CallEvent):
    """A message lies in a mailbox: a queue's, an agent's or a department's."""

    mailbox: str
    file: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened(CallEvent):
    """A suggestion was stored; `reference` is the number that was read to the caller."""

    reference: str
    line: str
    category: str
    file: str
    seconds: float
    kind: str = "suggestion"
    subcategory: str = ""
