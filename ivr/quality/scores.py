"""Scores in the database: drafts, final ones, who sees which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    delete,
    exists,
    false,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.exc import IntegrityError

from ivr.document.model import Faults
from ivr.journal.database import insert_new
from ivr.journal.tables import quality_appeals, quality_forms, quality_scores, quality_sessions
from ivr.quality.access import Access, trace
from ivr.quality.entry import DRAFT, FINAL, Appeal, CannotBe, New, Person, Score, Talk, Wanted
from ivr.quality.form import Form
from ivr.quality.judging import Answer, Answers, judged, missing
from ivr.quality.talks import talk_of

_ROW = quality_scores.c


class Scores:
    """All methods raise `DatabaseUnusable`."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def save(self, new: New, person: Person, now: float) -> Score:
        """Keep a draft, in place of the scorer's last one, or the final score. Raises CannotBe, and Faults
        where a final score is not complete."""
        if new.final and (faults := missing(new.form, new.answers)):
            raise Faults(faults)
        if new.session:
            self._check_session(new, person)
        talk = talk_of(self._access, new.call, new.agent)
        try:
            with self._access.changing() as connection:
                number = _written(connection, new, person, talk, now)
        except IntegrityError:
            raise CannotBe(
                "this was saved at the same moment from elsewhere; look at it and save again",
                "同一时刻已从别处保存；请查看后再保存",
                "conflict",
            ) from None
        return self._one(number)

    def get(self, number: int, person: Person) -> Score:
        """The score with this number. Raises CannotBe where there is none that this person may see."""
        found = self._found(with_appeals().where(_ROW.id == number, _visible(person)))
        if not found and person.agent:
            raise CannotBe(
                f"agent {person.agent} has no final score {number}",
                f"坐席 {person.agent} 没有编号为 {number} 的定稿得分",
                "missing",
            )
        if not found:
            raise CannotBe(
                f"no score {number} that you may see; others' show when both are final",
                f"没有您可以查看的得分 {number}；他人的得分在双方都定稿后才显示",
                "missing",
            )
        return found[0]

    def discard(self, number: int, person: Person, now: float) -> None:
        """Drop a draft: one's own, or as a lead anybody's. Raises CannotBe."""
        own = [] if person.lead else [_ROW.scorer == person.name]
        with self._access.changing() as connection:
            dropped = connection.execute(
                delete(quality_scores).where(_ROW.id == number, _ROW.state == DRAFT, *own)
            )
            if not dropped.rowcount:
                raise CannotBe(
                    f"no draft {number} of yours; final scores stay",
                    f"没有您的草稿 {number}；定稿的得分不能删除",
                    "missing",
                )
            trace(connection, now, person, "discarded", f"score {number}")

    def hiding(self, wanted: Wanted, person: Person) -> list[tuple[int, str]]:
        """The drafts, by number and scorer, for which final scores that fit do not show to this person."""
        draft = quality_scores.alias()
        same = [draft.c[name] == _ROW[name] for name in ("call", "agent", "form", "session")]
        both = quality_scores.outerjoin(quality_appeals, quality_appeals.c.score == _ROW.id)
        query = select(draft.c.id, draft.c.scorer).select_from(both.join(draft, and_(*same)))
        hidden = (draft.c.state == DRAFT, _ROW.state == FINAL, ~_visible(person), *_conditions(wanted))
        return [(row.id, row.scorer) for row in self._access.rows(query.where(*hidden).distinct())]

    def names(self, of: str) -> list[str]:
        """The agents, queues, forms or scorers (the name of a column) that there are scores of."""
        return [row[0] for row in self._access.rows(select(_ROW[of]).distinct().order_by(_ROW[of]))]

    def find(self, wanted: Wanted, person: Person) -> list[Score]:
        """Those that this person may see."""
        query = with_appeals().where(_visible(person), *_conditions(wanted))
        return self._found(query.order_by(_ROW.began.desc(), _ROW.id.desc()).limit(wanted.limit))

    def form(self, version: str) -> Form:
        """The form as it was. Raises CannotBe."""
        query = select(quality_forms.c.content).where(quality_forms.c.version == version)
        for row in self._access.rows(query):
            return Form.model_validate(row.content)
        raise CannotBe(f"no form of version {version[:40]}", f"没有版本为 {version[:40]} 的表单", "missing")

    def _check_session(self, new: New, person: Person) -> None:
        query = select(quality_sessions).where(quality_sessions.c.id == new.session)
        for row in self._access.rows(query):
            if (row.call, row.agent, row.form) != (new.call, new.agent, new.form.form):
                raise CannotBe(
                    f"this calibration is about call {row.call}, agent {row.agent}, form {row.form}",
                    f"该校准会话针对通话 {row.call}、坐席 {row.agent}、表单 {row.form}",
                    "invalid",
                    "session",
                )
            break
        else:
            shown = new.session[:60]
            raise CannotBe(
                f"no calibration '{shown}'; the list of calibrations has their ids",
                f"没有校准会话“{shown}”；编号见校准会话列表",
                "missing",
                "session",
            )
        if new.master and not person.lead:
            raise CannotBe(
                "only a lead says what a calibration agreed on",
                "只有主管可以写入校准结论",
                "conflict",
                "master",
            )
        if self._agreed(new.session):
            raise CannotBe(
                "the calibration is over: what it agreed on is final",
                "该校准会话已结束：结论已定稿",
                "conflict",
                "session",
            )

    def _agreed(self, session: str) -> bool:
        query = select(_ROW.id).where(_ROW.session == session, _ROW.master == 1, _ROW.state == FINAL)
        return bool(self._access.rows(query))

    def _one(self, number: int) -> Score:
        return self._found(with_appeals().where(_ROW.id == number))[0]

    def _found(self, query: Select[Any]) -> list[Score]:
        return [score_of(row) for row in self._access.rows(query)]


def score_of(row: Any) -> Score:
    """Of a row of scores and appeals together."""
    values = {column.name: row._mapping[column] for column in quality_scores.columns}
    appeal = {column.name: row._mapping[column] for column in quality_appeals.columns}
    values |= {
        "master": bool(values["master"]),
        "fatal": tuple(values["fatal"]),
        "answers": answers_of(values["answers"]),
        "appeal": Appeal(**appeal) if appeal["score"] is not None else None,
    }
    return Score(**values)


def answers_of(plain: Mapping[str, Mapping[str, str]]) -> dict[str, Answer]:
    """As the database has them."""
    return {item: Answer(**each) for item, each in plain.items()}


def plain(answers: Answers) -> dict[str, dict[str, str]]:
    """As the database keeps them."""
    return {item: asdict(each) for item, each in answers.items()}


def keep_form(connection: Connection, form: Form, now: float) -> None:
    """Nothing happens where it is kept already."""
    insert = insert_new(quality_forms, connection.dialect.name)
    values = {"version": form.fingerprint, "form": form.form, "since": now, "content": form.content}
    connection.execute(insert.values(**values))


def _written(connection: Connection, new: New, person: Person, talk: Talk, now: float) -> int:
    keep_form(connection, new.form, now)
    values = _values(new, now)
    mine = {
        "call": talk.call,
        "agent": talk.agent,
        "form": new.form.form,
        "session": new.session,
        "scorer": person.name,
        "master": int(new.master),
    }
    there = connection.execute(
        select(_ROW.id, _ROW.state).where(*(_ROW[name] == value for name, value in mine.items()))
    ).first()
    if there is None:
        made = {**mine, **values, "queue": talk.queue, "began": talk.began, "made": now}
        insert = quality_scores.insert().values(made).returning(_ROW.id)
        number = int(connection.execute(insert).scalar_one())
    elif there.state == FINAL:
        raise CannotBe(
            f"score {there.id} of this talk is final; only an appeal changes it",
            f"此通话的得分 {there.id} 已定稿；只有申诉才能更改",
            "conflict",
        )
    else:
        number = int(there.id)
        drafted = and_(_ROW.id == number, _ROW.state == DRAFT)
        connection.execute(update(quality_scores).where(drafted).values(values))
    what = "finalised" if new.final else "drafted"
    trace(connection, now, person, what, f"score {number} call {talk.call} agent {talk.agent}")
    return number


def _values(new: New, now: float) -> dict[str, Any]:
    result = judged(new.form, new.answers)
    return {
        "version": new.form.fingerprint,
        "state": FINAL if new.final else DRAFT,
        "final": now if new.final else None,
        "score": result.score,
        "fatal": list(result.fatal),
        "answers": plain(new.answers),
        "comment": new.comment,
    }


def with_appeals() -> Select[Any]:
    """The question for rows that `score_of` understands."""
    joined = quality_scores.outerjoin(quality_appeals, quality_appeals.c.score == _ROW.id)
    return select(quality_scores, quality_appeals).select_from(joined)


def _visible(person: Person) -> ColumnElement[bool]:
    """An agent sees what is final, of their own talks, and no calibration. A scorer sees their own, and those
    of others once every score of the talk is final, and theirs among them. A lead need not have scored, and
    sees what is appealed against."""
    if person.agent:
        return and_(_ROW.agent == person.agent, _ROW.state == FINAL, _ROW.session == "", _ROW.master == 0)
    other = quality_scores.alias()
    same = and_(
        other.c.call == _ROW.call,
        other.c.agent == _ROW.agent,
        other.c.form == _ROW.form,
        other.c.session == _ROW.session,
    )
    open_ones = exists().where(same, other.c.state == DRAFT)
    mine = exists().where(same, other.c.scorer == person.name, other.c.state == FINAL)
    agreed = exists().where(same, other.c.master == 1, other.c.state == FINAL)
    in_session = _ROW.session != ""
    seen = and_(
        _ROW.state == FINAL,
        or_(and_(in_session, agreed), and_(~in_session, ~open_ones, true() if person.lead else mine)),
    )
    appealed = and_(true() if person.lead else false(), quality_appeals.c.score.is_not(None))
    return or_(_ROW.scorer == person.name, seen, appealed)


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.since is not None:
        yield _ROW.began >= wanted.since
    if wanted.until is not None:
        yield _ROW.began < wanted.until
    if wanted.appeals:
        yield quality_appeals.c.outcome == ""
    if wanted.before is not None:
        began, number = wanted.before
        # The first part is in the others; it lets the database find its place by the index.
        yield (_ROW.began <= began) & ((_ROW.began < began) | (_ROW.id < number))
    yield _ROW.session == wanted.session
    for name in ("agent", "queue", "form", "scorer", "state", "call"):
        if value := getattr(wanted, name):
            yield _ROW[name] == value
