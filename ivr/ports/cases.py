"""Suggestions and complaints that are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class Draft:
    """A case that is being spoken: what is known of it (`case.file` is the file it will have), and the files
    of its parts so far. `name` tells it from all others."""

    name: str
    case: NewCase
    parts: Sequence[str]


class Cases(Protocol):
    """All methods raise `DatabaseUnusable` when nothing can be stored."""

    async def open(self, case: NewCase, draft: str = "") -> str:
        """Store it; the reference number (digits only) that is read to the caller. It takes the place of the
        draft of this name."""
        ...

    async def keep_draft(self, draft: Draft) -> None:
        """Store a draft, in the place of the one of its name: what is said will be found although this
        program dies."""
        ...

    async def drop_draft(self, name: str) -> None:
        """Nothing is to become of it."""
        ...
