"""Appeals: once, in time, with a text; upheld or changed by somebody else, with a reason."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, update
from sqlalchemy.exc import IntegrityError

from ivr.document.model import Faults
from ivr.journal.tables import quality_appeals, quality_scores
from ivr.quality.access import Access, trace
from ivr.quality.entry import FINAL, CannotBe, Person, Score
from ivr.quality.judging import Answers, judged, missing
from ivr.quality.scores import Scores, plain

_DAY = 86_400.0


class Appeals:
    """`within`: seconds after a score became final. All methods raise CannotBe and `DatabaseUnusable`."""

    def __init__(self, access: Access, within: float) -> None:
        self._access, self._within = access, within
        self._scores = Scores(access)

    def appeal(self, number: int, text: str, person: Person, now: float) -> Score:
        """The agent says what they have against a score."""
        score = self._scores.get(number, person)
        if not text:
            raise CannotBe("say what is wrong with the score", "请说明得分有何问题", "invalid", "text")
        if score.state != FINAL or score.final is None or score.session or score.master:
            raise CannotBe("only a final score can be appealed against", "只有定稿的得分才能申诉", "conflict")
        if score.appeal:
            raise CannotBe("there was an appeal already", "该得分已申诉过", "conflict")
        if now > score.final + self._within:
            days = f"{self._within / _DAY:g}"
            raise CannotBe(
                f"too late: an appeal is possible for {days} days",
                f"已过期：定稿后 {days} 天内可以申诉",
                "conflict",
            )
        try:
            with self._access.changing() as connection:
                row = {"score": number, "at": now, "by": person.name, "text": text}
                rest: dict[str, Any] = {
                    "outcome": "",
                    "decided": None,
                    "decided_by": "",
                    "reason": "",
                    "before": {},
                }
                connection.execute(quality_appeals.insert().values(**row, **rest))
                trace(connection, now, person, "appealed", f"score {number}")
        except IntegrityError:
            raise CannotBe("there was an appeal already", "该得分已申诉过", "conflict") from None
        return self._scores.get(number, person)

    def decide(self, number: int, reason: str, answers: Answers | None, person: Person, now: float) -> Score:
        """Uphold the score, or change it to these answers. Raises Faults where they are not complete."""
        score = self._scores.get(number, person)
        self._check(score, reason, person)
        values: dict[str, Any] | None = None
        if answers is not None:
            form = self._scores.form(score.version)
            if faults := missing(form, answers):
                raise Faults(faults)
            if answers == score.answers:
                raise CannotBe(
                    "these are the answers it has; leave them out to uphold the score",
                    "答案与原来相同；如维持得分，请不要附答案",
                    "invalid",
                    "answers",
                )
            result = judged(form, answers)
            values = {"score": result.score, "fatal": list(result.fatal), "answers": plain(answers)}
        with self._access.changing() as connection:
            _decided(connection, score, values, (person, reason, now))
        return self._scores.get(number, person)

    def _check(self, score: Score, reason: str, person: Person) -> None:
        if score.appeal is None:
            raise CannotBe("there is no appeal against this score", "该得分没有申诉", "conflict")
        if score.appeal.outcome:
            raise CannotBe(f"the appeal is decided: {score.appeal.outcome}", "该申诉已有结论", "conflict")
        if score.scorer == person.name:
            raise CannotBe(
                "nobody decides about their own score; somebody else has to",
                "不能裁决自己打的分；请由他人裁决",
                "conflict",
            )
        if not reason:
            raise CannotBe("say why", "请说明理由", "invalid", "reason")


def _decided(
    connection: Connection, score: Score, values: dict[str, Any] | None, by: tuple[Person, str, float]
) -> None:
    person, reason, now = by
    outcome = "upheld" if values is None else "changed"
    before = {} if values is None else {"score": score.score, "answers": plain(score.answers)}
    row = quality_appeals.c
    open_one = (row.score == score.id, row.outcome == "")
    told = {
        "outcome": outcome,
        "decided": now,
        "decided_by": person.name,
        "reason": reason,
        "before": before,
    }
    if not connection.execute(update(quality_appeals).where(*open_one).values(told)).rowcount:
        raise CannotBe("the appeal was decided this moment", "该申诉刚刚已有结论", "conflict")
    if values is not None:
        connection.execute(update(quality_scores).where(quality_scores.c.id == score.id).values(values))
    trace(
        connection, now, person, outcome, f"score {score.id}: {score.score} to {values and values['score']}"
    )
