"""Lists in pages. A cursor says behind which one a page begins, and nothing of how many are before it, so
that what comes meanwhile moves nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from pydantic import Field
from pydantic.fields import FieldInfo

from ivr.document.model import Fault
from ivr.web.routes import PREFIX, Fields

MOST = 200
"""On one page."""
_WHOLE = re.compile(r"[0-9]{1,6}", re.ASCII)
Limit = Annotated[int, Field(ge=1, le=MOST)]


def whole(written: object) -> object:
    """The number that a query has as a text."""
    return int(written) if isinstance(written, str) and _WHOLE.fullmatch(written) else written


@dataclass(frozen=True, slots=True)
class Cursors:
    """Those of one list: when the last one on a page began, and its name. The `letter` is the list's own, so
    that none of another list is taken for one of it; `numbered`: all names are numbers."""

    letter: str
    numbered: bool = False

    def of(self, began: float, name: str) -> str:
        """Where something stands among all, for `cursor`."""
        return f"{self.letter}{float(began)!r}_{name.encode('utf-8', 'replace').hex()}"

    def position(self, cursor: str) -> tuple[float, str]:
        """What it was made of. Raises Fault."""
        if not re.fullmatch(self._one, cursor, re.ASCII):
            raise Fault(
                "no cursor of this list; give the `next` of its answer as it came, or none to begin anew",
                zh="不是此列表的游标；请原样填写应答中的 next，或不写以从头开始",
            )
        began, _, name = cursor[1:].partition("_")
        return float(began), bytes.fromhex(name).decode("utf-8", "replace")

    def checked(self, cursor: str) -> str:
        """The cursor, '' for the beginning. Raises Fault."""
        if cursor:
            self.position(cursor)
        return cursor

    def field(self) -> FieldInfo:
        """How it is described."""
        described: FieldInfo = Field(
            max_length=500,
            description="`next` of an answer: what comes behind it.",
            json_schema_extra={"pattern": f"^({self._one})?$"},
        )
        return described

    @property
    def _one(self) -> str:
        name = "(?:3[0-9]){1,15}" if self.numbered else "(?:[0-9a-f]{2})*"
        return rf"{self.letter}[0-9]{{1,12}}\.[0-9]{{1,20}}_{name}"


def behind(position: tuple[float, str], names: Sequence[str]) -> int:
    """Where a page begins in a list that has the order of the settings; the position is the place in it and
    the name of the last one before, which may be gone since."""
    place, name = position
    return names.index(name) + 1 if name in names else int(min(place, len(names)))


def next_page(path: str, asked: Fields, cursor: str | None) -> Mapping[str, str]:
    """The header that leads on, where there is more."""
    if cursor is None:
        return {}
    query: Mapping[str, object] = asked.model_dump(by_alias=True, exclude_defaults=True)
    return {"Link": f'<{PREFIX}{path}?{urlencode({**query, "cursor": cursor})}>; rel="next"'}
