"""Lists in pages. A cursor says behind which one a page begins, and nothing of how many are before it, so
that what comes meanwhile moves nothing."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Annotated
from urllib.parse import urlencode

import orjson
from pydantic import AfterValidator, Field

from ivr.document.model import Fault
from ivr.web.answers import Complaint, Invalid, said
from ivr.web.routes import PREFIX, Fields

MOST = 200
"""On one page."""
_WHOLE = re.compile(r"[0-9]{1,6}", re.ASCII)
Limit = Annotated[int, Field(ge=1, le=MOST)]


def whole(written: object) -> object:
    """The number that a query has as a text."""
    return int(written) if isinstance(written, str) and _WHOLE.fullmatch(written) else written


def cursor_of(began: float, name: str) -> str:
    """Where something stands among all, for `cursor`."""
    return urlsafe_b64encode(orjson.dumps([began, name])).decode().rstrip("=")


def position(cursor: str) -> tuple[float, str]:
    """What `cursor_of` was made of. Raises Fault."""
    try:
        began, name = orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, TypeError):
        began, name = None, None
    if not isinstance(began, float) or not isfinite(began) or not isinstance(name, str):
        raise _foreign()
    return began, name


def numbered(cursor: str) -> str:
    """The cursor, of a list whose things have numbers. Raises Fault."""
    if cursor and not re.fullmatch(r"[0-9]{1,15}", position(cursor)[1], re.ASCII):
        raise _foreign()
    return cursor


def behind(cursor: str, names: Sequence[str]) -> int:
    """Where a page begins in a list that has the order of the settings. Raises Invalid."""
    if not cursor:
        return 0
    name = position(cursor)[1]
    if name not in names:
        raise Invalid(Complaint("cursor", said(str(_foreign()), _foreign().zh)))
    return names.index(name) + 1


def _is_ours(cursor: str) -> str:
    if cursor:
        position(cursor)
    return cursor


Cursor = Annotated[
    str,
    Field(
        max_length=1000,
        description="`next` of an answer: what comes behind it.",
        json_schema_extra={"pattern": "^[A-Za-z0-9_-]*$"},
    ),
    AfterValidator(_is_ours),
]


def next_page(path: str, asked: Fields, cursor: str | None) -> Mapping[str, str]:
    """The header that leads on, where there is more."""
    if cursor is None:
        return {}
    query: Mapping[str, object] = asked.model_dump(by_alias=True, exclude_defaults=True)
    return {"Link": f'<{PREFIX}{path}?{urlencode({**query, "cursor": cursor})}>; rel="next"'}


def _foreign() -> Fault:
    return Fault(
        "no cursor of ours; give the `next` of an answer as it came",
        zh="不是有效的游标；请原样填写应答中的 next",
    )
