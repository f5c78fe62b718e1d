"""Calibration: several scorers score one talk, a lead says what they agreed on, and each sees how far off."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from statistics import fmean

from sqlalchemy import select

from ivr.journal.tables import quality_sessions
from ivr.quality.access import Access, trace
from ivr.quality.entry import FINAL, CannotBe, Person, Score
from ivr.quality.form import Form
from ivr.quality.talks import talk_of

NEWEST = 1000
"""So many calibrations are looked at, of any number there were."""


@dataclass(frozen=True, slots=True)
class Session:
    """One talk to calibrate on, made by whom and when (seconds since 1970)."""

    id: str
    made: float
    by: str
    call: str
    agent: str
    form: str


@dataclass(frozen=True, slots=True)
class Deviation:
    """How far one scorer was from what a session agreed on. `points`: the score minus the agreed one, None
    where one of them is none; `items`: the ids of those answered otherwise, None for another version of the
    form."""

    session: str
    scorer: str
    score: float | None
    agreed: float | None
    points: float | None
    items: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Bias:
    """One scorer over `sessions` in which there are points to compare. `bias`: the mean of the deviations,
    above 0 for who is more lenient than agreed; `off`: the mean of their sizes."""

    scorer: str
    sessions: int
    bias: float
    off: float


class Sessions:
    """All methods raise `DatabaseUnusable`."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def open(self, talk: tuple[str, str], form: Form, person: Person, now: float) -> Session:
        """A session about this call and agent. Raises CannotBe where nobody can listen to it."""
        if not person.lead:
            raise CannotBe("only a lead opens a calibration", "只有主管可以发起校准", "conflict")
        call, agent = talk
        talk_of(self._access, call, agent)
        session = Session(secrets.token_hex(4), now, person.name, call, agent, form.form)
        with self._access.changing() as connection:
            connection.execute(quality_sessions.insert().values(asdict(session)))
            about = f"session {session.id} call {call} agent {agent}"
            trace(connection, now, person, "calibration_opened", about)
        return session

    def get(self, number: str) -> Session:
        """The session with this id. Raises CannotBe."""
        found = self._access.rows(select(quality_sessions).where(quality_sessions.c.id == number))
        if not found:
            shown = number[:60]
            raise CannotBe(
                f"no calibration '{shown}'; the list of calibrations has their ids",
                f"没有校准会话“{shown}”；编号见校准会话列表",
                "missing",
                "session",
            )
        return Session(**found[0]._mapping)

    def newest(self, limit: int = NEWEST, before: tuple[float, str] | None = None) -> list[Session]:
        """The newest first; with (`made`, `id`) of one those behind it."""
        own, query = quality_sessions.c, select(quality_sessions)
        if before is not None:
            made, number = before
            query = query.where((own.made < made) | ((own.made == made) & (own.id > number)))
        return [
            Session(**row._mapping)
            for row in self._access.rows(query.order_by(own.made.desc(), own.id).limit(limit))
        ]


def deviations(scores: Iterable[Score]) -> list[Deviation]:
    """Of the final scores of one session; none before it agreed."""
    final = [score for score in scores if score.state == FINAL]
    master = next((score for score in final if score.master), None)
    if master is None:
        return []
    own = sorted((score for score in final if not score.master), key=lambda score: score.scorer)
    return [_deviation(score, master) for score in own]


def biases(found: Sequence[Deviation]) -> list[Bias]:
    """Each scorer over all sessions."""
    points: dict[str, list[float]] = defaultdict(list)
    for each in found:
        if each.points is not None:
            points[each.scorer].append(each.points)
    return [
        Bias(scorer, len(own), fmean(own), fmean(map(abs, own))) for scorer, own in sorted(points.items())
    ]


def _deviation(score: Score, master: Score) -> Deviation:
    known = score.score is not None and master.score is not None
    points = (score.score or 0.0) - (master.score or 0.0) if known else None
    items = None
    if score.version == master.version:
        pairs = ((item, score.answers.get(item), answer) for item, answer in master.answers.items())
        items = tuple(item for item, one, other in pairs if one is None or one.answer != other.answer)
    return Deviation(score.session, score.scorer, score.score, master.score, points, items)
