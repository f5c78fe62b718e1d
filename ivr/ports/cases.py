"""Suggestions and complaints that are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

Kind = Literal["suggestion", "praise", "complaint", "question"]


@dataclass(frozen=True, slots=True)
class NewCase:
    """A voice case as it came in.

    `file` is relative to the recordings folder, '' for a case without a recording. `caller_number` is ''
    where the number was withheld or the caller wished to stay unnamed (`anonymous`). `pin` is an argon2 hash,
    '' for none. `call_back` is the number to be called with the answer, '' for none. `details` are what else
    is known by name, such as the order number or the caller's wish. `by`: who took it, '' for the caller.
    """

    call: str
    line: str
    category: str
    category_name: str
    caller_number: str
    language: str
    file: str
    seconds: float
    kind: Kind = "suggestion"
    subcategory: str = ""
    subcategory_name: str = ""
    anonymous: bool = False
    pin: str = ""
    call_back: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    by: str = ""


class Cases(Protocol):
    async def open(self, case: NewCase) -> str:
        """Store it; the reference number (digits only) that is read to the caller."""
        ...
