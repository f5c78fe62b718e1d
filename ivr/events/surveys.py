"""What callers think."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.events.event import CallEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyBegan(CallEvent):
    """The caller is asked so many `questions`; those who hang up before the end answer fewer."""

    survey: str
    questions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyAnswered(CallEvent):
    """One question. `kind`: csat (1 to 5), nps (0 to 10), yes_no (1 and 0) or choice; `outcome`: answered,
    skipped or no_input. `answer` is the score, `yes`, `no` or the choice's name, `score` its number (of a
    choice: the key); without an answer '' and None."""

    survey: str
    question: str
    kind: str
    outcome: str
    answer: str = ""
    score: int | None = None
