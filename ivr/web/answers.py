"""What the interface answers: JSON, and for what cannot be done one exception for each kind of no.

Refused
├── NotKnown       401  no token, or nobody's
├── NotAllowed     403  the token is not for that
├── NotFound       404  no such agent, work or address
├── Conflict       409  not in this state; `possible` are the moves that are
├── Unreadable     400  not JSON
├── TooLarge       413
├── NotJson        415  said to be something else than JSON
├── Invalid        422  a field, or several, make no sense
├── TooMany        429  more listeners, or requests, than there is room for
└── Unavailable    503  the database is away
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, ClassVar

import orjson
from aiohttp import web

_ALWAYS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}

Said = Mapping[str, str]
"""A text in both languages."""


def said(en: str, zh: str) -> Said:
    """In both languages. Safe to show: what a request had in it is repeated without control characters."""
    return {"en": printable(en), "zh": printable(zh)}


def printable(text: str) -> str:
    """Without control characters."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with one field, named as a path: `skills.seller`."""

    field: str
    message: Said


class Refused(Exception):
    """Nothing was changed. `errors` says why, in both languages."""

    status: ClassVar[int] = 400

    def __init__(self, *errors: Complaint, headers: Mapping[str, str] | None = None) -> None:
        super().__init__("; ".join(error.message["en"] for error in errors))
        self.errors = errors
        self.headers = dict(headers or {})

    def to_plain(self) -> dict[str, Any]:
        """As it is answered."""
        return {"errors": [{"field": e.field, "message": dict(e.message)} for e in self.errors]}


class NotKnown(Refused):
    status = 401


class NotAllowed(Refused):
    status = 403


class NotFound(Refused):
    status = 404


class Conflict(Refused):
    status = 409

    def __init__(self, en: str, zh: str, state: str = "", possible: Sequence[str] = ()) -> None:
        super().__init__(Complaint("", said(en, zh)))
        self._more = {"state": state, "possible": list(possible)} if state else {}

    def to_plain(self) -> dict[str, Any]:
        return super().to_plain() | self._more


class Unreadable(Refused):
    pass


class TooLarge(Refused):
    status = 413


class NotJson(Refused):
    status = 415


class Invalid(Refused):
    status = 422


class TooMany(Refused):
    status = 429


class Unavailable(Refused):
    status = 503


def plainly(error: type[Refused], en: str, zh: str, field: str = "") -> Refused:
    """A refusal with one thing to say."""
    return error(Complaint(field, said(en, zh)))


def lacking(rights: Iterable[str], field: str = "") -> Refused:
    """What is said to a token that has none of these."""
    names = sorted(rights)
    return plainly(
        NotAllowed,
        f"this token may not do that; it needs one of: {', '.join(names)}",
        f"此令牌无权这样做；需要以下权限之一：{'、'.join(names)}",
        field,
    )


def answer(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """JSON, which nobody on the way keeps or takes for a page."""
    response = web.Response(body=_json(value), status=status, content_type="application/json")
    response.headers.update(_ALWAYS | dict(headers or {}))
    return response


def _json(value: object) -> bytes:
    try:
        return orjson.dumps(value)
    except TypeError:  # the log keeps also what is broken Unicode
        return json.dumps(value, default=_plain).encode()


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    return str(value)


def refusal(error: Refused) -> web.Response:
    """The answer that says no."""
    return answer(error.to_plain(), error.status, error.headers)
