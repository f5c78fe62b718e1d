"""Suggestions and complaints that are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class NewCase:
    """A suggestion as it came in; `file` is relative to the recordings folder."""

    call: str
    line: str
    category: str
    category_name: str
    caller_number: str
    language: str
    file: str
    seconds: float


class Cases(Protocol):
    async def open(self, case: NewCase) -> str:
        """Store it; the reference number (digits only) that is read to the caller."""
        ...
