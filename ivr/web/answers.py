"""What the interface answers: JSON, and for what cannot be done one exception for each kind of no, which is
answered as a problem (RFC 9457).

Refused                 400  not HTTP as it should be
├── Unreadable          400  not JSON
├── NotKnown            401  no token, or nobody's
├── NotAllowed          403  the token is not for that
├── NotFound            404  no such agent, work or address
├── NotThatWay          405  not with this method
├── TooSlow             408  not whole, or not answered, in time
├── Conflict            409  not in this state; `possible` are the moves that are
├── Changed             412  it is no longer as whoever asks has it
├── TooLarge            413
├── NotJson             415  said to be something else than JSON
├── OutOfRange          416  no such part of the sound
├── Invalid             422  a field, or several, make no sense
├── TooMany             429  more listeners, or requests, than there is room for
├── Broken              500  a fault of the engine
└── Unavailable         503  the database is away
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, ClassVar

import orjson
from aiohttp import web

from ivr.web.routes import PREFIX

JSON, PROBLEM = "application/json", "application/problem+json"
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
    """Nothing was changed. `errors` says why, in both languages; `title` names the kind of no."""

    status: ClassVar[int] = 400
    title: ClassVar[Said] = said("The request cannot be read", "无法读取请求")

    def __init__(self, *errors: Complaint, headers: Mapping[str, str] | None = None) -> None:
        super().__init__("; ".join(error.message["en"] for error in errors))
        self.errors = errors
        self.headers = dict(headers or {})

    def reasons(self) -> list[dict[str, Any]]:
        """Each complaint, as it is answered."""
        return [{"field": each.field, "message": dict(each.message)} for each in self.errors]

    def to_plain(self, language: str) -> dict[str, Any]:
        """As it is answered; title and detail are in this language."""
        return {
            "type": f"{PREFIX}/openapi.json#/components/responses/{type(self).__name__}",
            "title": self.title[language],
            "status": self.status,
            "detail": _SEPARATORS[language].join(_detail(each, language) for each in self.errors),
            "errors": self.reasons(),
        }


_SEPARATORS = {"en": "; ", "zh": "；"}


def _detail(error: Complaint, language: str) -> str:
    return f"{error.field}: {error.message[language]}" if error.field else error.message[language]


class Unreadable(Refused):
    title = said("The body is not JSON", "请求正文不是JSON")


class NotKnown(Refused):
    status = 401
    title = said("No token, or nobody's", "没有令牌，或令牌无效")


class NotAllowed(Refused):
    status = 403
    title = said("The token is not for that", "令牌无此权限")


class NotFound(Refused):
    status = 404
    title = said("Not found", "未找到")


class NotThatWay(Refused):
    status = 405
    title = said("Not with this method", "不支持此方法")


class TooSlow(Refused):
    status = 408
    title = said("It took too long", "超时")


class Conflict(Refused):
    status = 409
    title = said("Not possible in this state", "当前状态下不可行")

    def __init__(self, en: str, zh: str, state: str = "", possible: Sequence[str] = ()) -> None:
        super().__init__(Complaint("", said(en, zh)))
        self._more = {"state": state, "possible": list(possible)} if state else {}

    def to_plain(self, language: str) -> dict[str, Any]:
        return super().to_plain(language) | self._more


class Changed(Refused):
    status = 412
    title = said("It has changed", "内容已改变")


class TooLarge(Refused):
    status = 413
    title = said("The body is too large", "请求正文过大")


class NotJson(Refused):
    status = 415
    title = said("The body is not said to be JSON", "请求正文未声明为JSON")


class OutOfRange(Refused):
    status = 416
    title = said("There is no such part of it", "没有这一部分")


class Invalid(Refused):
    status = 422
    title = said("Fields or parameters make no sense", "字段或参数无效")


class TooMany(Refused):
    status = 429
    title = said("Too often, or too many at once", "请求过于频繁，或同时过多")


class Broken(Refused):
    status = 500
    title = said("A fault of the engine", "引擎出错")


class Unavailable(Refused):
    status = 503
    title = said("Not now; try again", "暂不可用，请稍后再试")


KINDS: tuple[type[Refused], ...] = (
    *(Refused, Unreadable, NotKnown, NotAllowed, NotFound, NotThatWay, TooSlow, Conflict, Changed),
    *(TooLarge, NotJson, OutOfRange, Invalid, TooMany, Broken, Unavailable),
)


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


def answer(
    value: object, status: int = 200, headers: Mapping[str, str] | None = None, kind: str = JSON
) -> web.Response:
    """JSON, which nobody on the way keeps or takes for a page."""
    response = web.Response(body=_json(value), status=status, content_type=kind)
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


def refusal(error: Refused, language: str) -> web.Response:
    """The answer that says no."""
    headers = {"Content-Language": language, **error.headers}
    return answer(error.to_plain(language), error.status, headers, PROBLEM)
