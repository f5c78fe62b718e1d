"""One voice case, and what happened to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ivr.hotline.states import OPEN, UNANSWERED, Status
from ivr.ports.cases import Kind


@dataclass(frozen=True, slots=True)
class Charge:
    """What a party pays for a complaint: `amount` in the company's currency with at most two decimals."""

    party: str
    amount: str
    note: str


@dataclass(frozen=True, slots=True)
class Case:
    """A case as it is now. Moments are seconds since 1970, None for what has not happened or is not due.

    `opened` to `by` are as `ivr.ports.NewCase` has them. `version` counts the changes, from 0. `owner` and
    `department` have it, '' for nobody. `answer_due` is when it must have an answer, `close_due` when it must
    be closed. `answered` is when it got its first answer, `answer` the latest one in words and `answer_file`
    spoken. `helped`: what the caller said of it. `responsible` is who caused a complaint. `text` is what was
    said, in words. `remind_at` is when somebody is to be told next that it is due, `told` how many of those
    were told.
    """

    reference: str
    opened: float
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
    version: int = 0
    status: Status = "new"
    changed: float = 0.0
    owner: str = ""
    department: str = ""
    answer_due: float | None = None
    close_due: float | None = None
    answered: float | None = None
    answer: str = ""
    answer_file: str = ""
    closed: float | None = None
    reason: str = ""
    reopened: int = 0
    helped: bool | None = None
    merged_into: str = ""
    responsible: str = ""
    charges: Sequence[Charge] = ()
    text: str = ""
    remind_at: float | None = None
    told: int = 0

    @property
    def due(self) -> float | None:
        """What has to happen next is due then: an answer, or the end."""
        if self.status in UNANSWERED:
            return self.answer_due
        return self.close_due if self.status in OPEN else None


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened to a case: `what` is the name of a change, `data` its fields, `number` counts
    from 1 in the case. `who` is an agent, the name of a token, `caller` or `engine`."""

    reference: str
    number: int
    at: float
    who: str
    what: str
    data: Mapping[str, Any]
