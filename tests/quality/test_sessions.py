"""Calibration: many scorers, one talk, what they agreed on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ivr.quality.access import Access
from ivr.quality.entry import CannotBe, New, Person, Score, Wanted
from ivr.quality.judging import answered
from ivr.quality.scores import Scores
from ivr.quality.sessions import Bias, Session, Sessions, biases, deviations
from tests.quality.conftest import ANN, BOB, LEAD, NOW, erased, scored
from tests.quality.forms import GOOD, form


@pytest.fixture
def sessions(access: Access) -> Sessions:
    return Sessions(access)


@pytest.fixture
def session(sessions: Sessions) -> Session:
    return sessions.open(("c-1", "li"), form(), LEAD, NOW)


def agreed(scores: Scores, session: Session, **more: Any) -> Score:
    of = form()
    answers = answered(of, {**GOOD, **more})
    new = New(session.call, session.agent, of, answers, session=session.id, master=True, final=True)
    return scores.save(new, LEAD, NOW)


def of(scores: Scores, session: Session, person: Person = LEAD) -> list[Score]:
    return scores.find(Wanted(session=session.id), person)


class TestOpened:
    def test_it_is_found_by_its_id_and_among_the_newest(self, sessions: Sessions, session: Session) -> None:
        assert sessions.get(session.id) == session
        assert sessions.newest() == [session]

    def test_and_is_in_the_trail(self, access: Access, session: Session) -> None:
        (line,) = access.trail(5)
        assert (line.who, line.what) == ("lead", "quality_calibration_opened")
        assert session.id in line.about

    def test_only_a_lead_may(self, sessions: Sessions) -> None:
        with pytest.raises(CannotBe, match="only a lead"):
            sessions.open(("c-1", "li"), form(), ANN, NOW)

    def test_not_about_a_talk_that_nobody_can_hear(self, sessions: Sessions, log: str) -> None:
        erased(log)
        with pytest.raises(CannotBe, match="erased"):
            sessions.open(("c-1", "li"), form(), LEAD, NOW)

    def test_none_of_another_id(self, sessions: Sessions) -> None:
        with pytest.raises(CannotBe, match="no calibration 'none'"):
            sessions.get("none")


class TestDeviation:
    def test_is_the_points_and_the_items_that_differ_from_what_was_agreed(
        self, scores: Scores, session: Session
    ) -> None:
        scored(scores, ANN, session=session.id)
        scored(scores, BOB, session=session.id, result="left", greeting="no")
        agreed(scores, session, result="noted")
        ann, bob = deviations(of(scores, session))
        assert (ann.scorer, ann.score, ann.agreed, ann.points, ann.items) == ("ann", 100, 75, 25, ("result",))
        assert (bob.scorer, bob.points, bob.items) == ("bob", -37.5, ("greeting", "result"))

    def test_nobody_sees_any_before_it_agreed(self, scores: Scores, session: Session) -> None:
        scored(scores, ANN, session=session.id)
        scored(scores, BOB, session=session.id)
        assert deviations(of(scores, session)) == []
        assert [score.scorer for score in of(scores, session, ANN)] == ["ann"]

    def test_where_a_score_is_none_there_are_no_points(self, scores: Scores, session: Session) -> None:
        scored(scores, ANN, session=session.id)
        agreed(scores, session)
        found = [each if each.master else replace(each, score=None) for each in of(scores, session)]
        (ann,) = deviations(found)
        assert (ann.score, ann.points) == (None, None)


class TestBias:
    def test_is_the_mean_over_sessions_and_off_is_how_far(self, sessions: Sessions, scores: Scores) -> None:
        found = []
        for call, results in (("c-1", ("solved", "noted")), ("c-2", ("left", "noted"))):
            session = sessions.open((call, "li"), form(), LEAD, NOW)
            scored(scores, ANN, call, session=session.id, result=results[0])
            agreed(scores, session, result=results[1])
            found += deviations(of(scores, session))
        assert biases(found) == [Bias("ann", 2, 0.0, 25.0)]
