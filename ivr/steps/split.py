"""Send a share of the calls another way, for a trial; the journey tells which way each call took.

`shares` names flows (or `continue`) with their share in percent; together they are 100. By `number` a caller
goes the same way in every call, as long as the name and the order of the flows stay: to give a trial more
callers without moving those who are in it, name it first and raise its share. By `call` each call is drawn
anew, as are those of callers who withhold their number.

```yaml
- split:
    name: short_menu
    by: number
    shares: {short_menu: 20%, main_menu: 80%}
```
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from ivr.document.model import Fault
from ivr.events import ShareDrawn
from ivr.flow.session import Session
from ivr.flow.step import Next, Place, Step, Target, towards
from ivr.settings import Name

from .shared.outliving import number_of

_WHOLE = 100


def _percent(written: object) -> object:
    return written.strip().removesuffix("%").rstrip() if isinstance(written, str) else written


def _together(shares: Mapping[str, int]) -> Mapping[str, int]:
    total = sum(shares.values())
    if total != _WHOLE:
        raise Fault(
            f"the shares add up to {total}%, not {_WHOLE}%", zh=f"各份额相加是{total}%，应为{_WHOLE}%"
        )
    return shares


Percent = Annotated[
    int,
    BeforeValidator(_percent, json_schema_input_type=Annotated[str, Field(pattern=r"^\s*\d+\s*%?\s*$")]),
    Field(ge=0, le=_WHOLE, description="whole percent, such as `20%`"),
]


class Split(Step):
    verb: ClassVar[str] = "split"

    name: Name
    by: Literal["number", "call"] = "call"
    shares: Annotated[Mapping[Target, Percent], AfterValidator(_together)]

    def otherwise(self) -> str:
        return ""

    async def run(self, session: Session) -> Next:
        number = number_of(session) if self.by == "number" else ""
        way = self._way(number or session.caller.call.id)
        session.log(ShareDrawn, split=self.name, way=way, by="number" if number else "call")
        return towards(way)

    def links(self) -> Iterator[tuple[str, str]]:
        return ((f"shares {flow}", flow) for flow in self.shares)

    def place_of(self, label: str) -> Place:
        """A flow is named by the key of its share."""
        return super().place_of(f"{label}:" if label.startswith("shares ") else label)

    def _way(self, of: str) -> str:
        """The way of a number or a call, always the same for the same one."""
        digest = hashlib.blake2b(f"{self.name} {of}".encode(), digest_size=8).digest()
        place = int.from_bytes(digest) % _WHOLE
        ends = accumulate(self.shares.values())
        return next(flow for flow, end in zip(self.shares, ends, strict=True) if place < end)
