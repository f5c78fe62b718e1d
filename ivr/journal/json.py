"""JSON as the journal stores it."""

from __future__ import annotations

import json

import orjson


def to_json(value: object) -> str:
    """Never raises for what `ivr.events` declares, whatever a caller sent."""
    try:
        return orjson.dumps(value).decode()
    except TypeError:  # broken Unicode, a number beyond 64 bits: keep what can be kept
        return json.dumps(value, default=str, separators=(",", ":"))
