"""An event of a call as it is sent: its text, and the id that stays the same however often it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from ivr.archive.blanking import hiding
from ivr.journal.json import to_json
from ivr.webhooks.source import Letter


@dataclass(frozen=True, slots=True)
class Fact:
    """An event with its number in the log, and of its call who called which number."""

    seq: int
    call: str
    kind: str
    at: float
    data: Mapping[str, Any]
    caller: str
    line: str


def letter_of(fact: Fact, country: str, *, numbers: bool) -> Letter:
    """What is sent; without the caller's number and name, and what they said and keyed in, unless
    `numbers`."""
    data = dict(fact.data) if numbers else hiding(fact.caller, country).data(fact.data)
    data |= {
        "call": fact.call,
        "caller_number": fact.caller if numbers else None,
        "dialled_number": fact.line,
        "recovered": bool(fact.data.get("recovered", False)),
    }
    if not numbers and "caller_name" in data:
        data["caller_name"] = None
    when = datetime.fromtimestamp(fact.at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return Letter(id_of(fact), to_json({"type": fact.kind, "timestamp": when, "data": data}).encode())


def id_of(fact: Fact) -> str:
    """Another for each event, also of another database; erasing a caller does not change it."""
    told = "\0".join((fact.call, str(fact.seq), fact.kind, repr(fact.at)))
    return f"evt_{blake2b(told.encode(errors='replace'), digest_size=12).hexdigest()}"
