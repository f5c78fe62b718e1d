"""What `GET /calls` is asked for: which calls, and from where on."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field

from ivr.document.model import Fault
from ivr.document.problems import nearest
from ivr.journal.reader import Filter
from ivr.journal.record import OUTCOMES
from ivr.web.moments import Between
from ivr.web.paging import Cursors, Limit, whole


def _is_an_outcome(text: str) -> str:
    if text and text not in OUTCOMES:
        raise Fault(
            f"found '{text}'; {nearest(text, OUTCOMES)}",
            zh=f"实际为“{text}”；{nearest(text, OUTCOMES, 'zh')}",
        )
    return text


Named = Annotated[str, Field(max_length=40)]
CURSORS = Cursors("c")
_OUTCOMES = {"enum": ["", *OUTCOMES]}


class CallsWanted(Between):
    """Which calls, newest first. What is '' does not matter."""

    number: Annotated[str, Field(max_length=40, description="The caller's; * stands for anything.")] = ""
    agent: Annotated[Named, Field(description="Talked with the caller.")] = ""
    queue: Annotated[Named, Field(description="The last one.")] = ""
    outcome: Annotated[str, AfterValidator(_is_an_outcome), Field(json_schema_extra=_OUTCOMES)] = ""
    disposition: Annotated[Named, Field(description="The id of one in config/queues.yaml.")] = ""
    line: Annotated[Named, Field(description="The number that was dialled.")] = ""
    limit: Annotated[Limit, BeforeValidator(whole, json_schema_input_type=Limit)] = 50
    cursor: Annotated[str, CURSORS.field(), AfterValidator(CURSORS.checked)] = ""

    def fitting(self, zone: ZoneInfo) -> Filter:
        """As the log is asked, for one more than fits on the page; times without a zone are of this one."""
        since, until = self.moments(zone)
        return Filter(
            since=since,
            until=until,
            number=self.number,
            agent=self.agent,
            queue=self.queue,
            outcome=self.outcome,
            disposition=self.disposition,
            line=self.line,
            before=CURSORS.position(self.cursor) if self.cursor else None,
            limit=self.limit + 1,
        )
