"""The facts of a call without the person: numbers become others, names and texts go. Pure.

The rest stays, so that every count is what it was: which flow, which key, how long, how it came out.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from ivr.numbers import normal

BLANK = "*"
"""What stands where a text stood."""
UNASSIGNED = "+999"
"""No country has this code, so a number that begins with it is nobody's."""
TEXTS = frozenset({"text", "digits", "keys", "value", "error", "note", "entry"})
NUMBERS = frozenset({"caller_number", "number"})
IDS = frozenset({"id", "call", "original", "reference", "file", "work", "dialplan", "version"})
"""What names things of ours, and is no number of a person whatever it looks like."""
_SHORTEST = 7  # digits; a shorter number may stand in a text by chance


def hiding(number: str, country: str) -> Blanking:
    """For who may see a call and not the caller, whose number this is, '' for an unknown one."""
    number = number or UNASSIGNED
    return Blanking(normal(number, country) or number, country, {number: BLANK})


def new_number(below: Callable[[int], int] = secrets.randbelow) -> str:
    """A number that is nobody's, drawn at random: nothing of the old one is in it."""
    return f"{UNASSIGNED}{below(10**11):011}"


@dataclass(frozen=True, slots=True)
class Blanking:
    """What becomes of a caller: `instead` says the new number for each spelling of theirs. Calls that were
    told apart by the spelling stay apart."""

    number: str
    country: str
    instead: Mapping[str, str]

    def data(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """What an event of one of their calls says, without them."""
        return {name: self._field(name, value) for name, value in data.items()}

    def elsewhere(self, value: Any) -> Any:
        """What is not of their calls, without their number."""
        if isinstance(value, str):
            return self._swept(value)
        if isinstance(value, Mapping):
            return {self._swept(str(name)): self.elsewhere(each) for name, each in value.items()}
        if isinstance(value, list | tuple):
            return [self.elsewhere(each) for each in value]
        return value

    def anew(self, number: str) -> str:
        """Another number for one of theirs."""
        if number in self.instead:
            return self.instead[number]
        return next(iter(self.instead.values())) if number else ""

    def is_theirs(self, number: str) -> bool:
        """Whether it is a spelling of their number."""
        return bool(number) and (number in self.instead or normal(number, self.country) == self.number)

    def _field(self, name: str, value: Any) -> Any:
        if not isinstance(value, str):
            return self.elsewhere(value)
        if name in NUMBERS:
            return self.anew(value)
        if name in TEXTS:
            return BLANK if value else ""
        if name in IDS:
            return value
        if name == "caller_name":
            return ""
        if name == "url":
            return _host_only(value)
        return self._swept(value)

    def _swept(self, text: str) -> str:
        if self.is_theirs(text):
            return self.anew(text)
        for spelling in sorted(self.instead, key=len, reverse=True):
            if len(spelling) >= _SHORTEST:
                text = text.replace(spelling, self.instead[spelling])
        return text


def _host_only(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return BLANK
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/{BLANK}" if parts.netloc else BLANK
