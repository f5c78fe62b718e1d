"""One line of Asterisk's own records: CEL, what happened on a channel, and CDR, one leg of a call.

Both are written as `cel_custom-callwright.conf.j2` and `cdr_custom-callwright.conf.j2` of `config/asterisk`
say: CSV, each field in quotes. Names and numbers come from the line and may hold anything, line ends too.
Asterisk doubles each quote in them, so only a real record begins a line with a quote, a time and a quote:
damage costs that record alone.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

import orjson

_BEGINNING = re.compile(rb'"([0-9]{1,12}\.[0-9]{1,6})","')
_LONGEST = 64_000
"""Bytes of a record; what is longer is none."""


@dataclass(frozen=True, slots=True)
class Cel:
    """Something that happened on a channel `at` seconds since 1970. `kind` as Asterisk names it (HANGUP),
    `id` and `linked` its uniqueid and linkedid, `extra` what Asterisk adds for this kind."""

    at: float
    kind: str
    channel: str
    id: str
    linked: str
    number: str
    name: str
    exten: str
    context: str
    app: str
    data: str
    extra: Mapping[str, Any]

    @classmethod
    def of(cls, fields: list[str]) -> Self | None:
        """The event of a record, None for one that is damaged."""
        if len(fields) != len(cls.__dataclass_fields__):
            return None
        at, *texts, extra = fields
        return cls(float(at), *texts, extra=_object(extra))  # type: ignore[arg-type,misc]


@dataclass(frozen=True, slots=True)
class Cdr:
    """One leg of a call by Asterisk's count, in seconds since 1970; `answered` 0 when it was not."""

    ended: float
    began: float
    answered: float
    linked: str
    id: str
    channel: str
    other: str
    number: str
    dialled: str
    disposition: str
    app: str

    @classmethod
    def of(cls, fields: list[str]) -> Self | None:
        """The leg of a record, None for one that is damaged."""
        if len(fields) != len(cls.__dataclass_fields__):
            return None
        try:
            ended, began, answered = (float(text or 0) for text in fields[:3])
        except ValueError:
            return None
        return cls(ended, began, answered, *fields[3:])


def begins(line: bytes) -> float | None:
    """The time of the record that begins with this line, None if none begins here."""
    found = _BEGINNING.match(line)
    return float(found[1]) if found else None


def rows(lines: Iterable[bytes]) -> Iterator[list[str]]:
    """The fields of each record in these lines. What comes before the first beginning is left out; of a
    damaged record there come too few or too many."""
    held: list[bytes] = []
    for line in lines:
        if begins(line) is not None:
            if held:
                yield _fields(held)
            held = [line]
        elif held:
            held.append(line)
    if held:
        yield _fields(held)


def _fields(lines: list[bytes]) -> list[str]:
    text = b"".join(lines)[:_LONGEST].decode(errors="replace").replace("\0", "")
    if not text.rstrip("\r\n").endswith('"'):
        return []
    try:
        return next(csv.reader([text], strict=True), [])
    except csv.Error:
        return []


def _object(text: str) -> Mapping[str, Any]:
    try:
        found = orjson.loads(text) if text else {}
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}
