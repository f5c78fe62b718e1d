"""Values inside web addresses."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote


def escaped(value: object) -> object:
    """The value with every text in it made safe for a URL."""
    if isinstance(value, str):
        return quote(value, safe="")
    if isinstance(value, Mapping):
        return {name: escaped(part) for name, part in value.items()}
    return [escaped(part) for part in value] if isinstance(value, list | tuple) else value
