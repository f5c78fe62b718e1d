"""JSON as the journal stores it."""

from __future__ import annotations

import json
from typing import Any

import orjson


def to_json(value: object) -> str:
    """Never raises for what `ivr.events` declares, whatever a caller sent."""
    try:
        return orjson.dumps(value).decode()
    except TypeError:  # broken Unicode, a number beyond 64 bits: keep what can be kept
        return json.dumps(value, default=str, separators=(",", ":"))


def from_json(text: str | bytes) -> Any:
    """What `to_json` stored, broken Unicode as well. Raises ValueError for what is no JSON."""
    try:
        return orjson.loads(text)
    except ValueError:
        return json.loads(text)
