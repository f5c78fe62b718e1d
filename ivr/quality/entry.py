"""What is kept: scores, appeals, and who asks for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ivr.quality.form import Form
from ivr.quality.judging import Answers

DRAFT, FINAL = "draft", "final"
Outcome = Literal["upheld", "changed"]


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks. `lead`: may make samples and decide appeals. `agent`: sees only this agent's own scores.
    `trail` is how the trail calls them."""

    name: str
    lead: bool = False
    agent: str = ""
    trail: str = ""

    @property
    def traced(self) -> str:
        """Their name in the trail."""
        return self.trail or self.name


@dataclass(frozen=True, slots=True)
class Talk:
    """What is scored: a call and one of its agents. `began`: when the call did."""

    call: str
    agent: str
    queue: str
    began: float


@dataclass(frozen=True, slots=True)
class New:
    """A score as it is given. `session` of calibration, '' for none; `master`: what it agreed on."""

    call: str
    agent: str
    form: Form
    answers: Answers
    comment: str = ""
    session: str = ""
    master: bool = False
    final: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """What the agent says against a score, and what became of it: `outcome` '' until it is decided.
    `before`: `score` and `answers` as they were where it was changed. Times in seconds since 1970."""

    score: int
    at: float
    by: str
    text: str
    outcome: str = ""
    decided: float | None = None
    decided_by: str = ""
    reason: str = ""
    before: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A score as it is kept. `version`: the fingerprint of its form; `score` 0 to 100 or None; `fatal`: the
    items that made it 0; `began`: the call; `final`: since when it is."""

    id: int
    call: str
    agent: str
    queue: str
    began: float
    form: str
    version: str
    session: str
    scorer: str
    master: bool
    state: str
    made: float
    final: float | None
    score: float | None
    fatal: tuple[str, ...]
    answers: Answers
    comment: str
    appeal: Appeal | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which scores: of calls that began in [`since`, `until`) and fit all that is not ''; at most `limit`,
    the newest call first. `before` is (`began`, `id`) of one: only those behind it. `appeals`: those with
    an open appeal. `session`: those of one, '' for none but those without."""

    since: float | None = None
    until: float | None = None
    agent: str = ""
    queue: str = ""
    form: str = ""
    scorer: str = ""
    state: str = ""
    call: str = ""
    session: str = ""
    appeals: bool = False
    limit: int | None = None
    before: tuple[float, int] | None = None


class CannotBe(Exception):
    """Nothing was changed. `kind`: missing (there is none), conflict (not in this state), invalid (a value
    makes no sense; `field` says which)."""

    def __init__(
        self, text: str, zh: str, kind: Literal["missing", "conflict", "invalid"], field: str = ""
    ) -> None:
        super().__init__(text)
        self.zh, self.kind, self.field = zh, kind, field

    def said(self, language: str) -> str:
        """In zh or en."""
        return self.zh if language == "zh" else str(self)
