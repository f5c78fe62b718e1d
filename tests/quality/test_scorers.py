"""Scores side by side: pairs of scorers, and the trend of an agent."""

from __future__ import annotations

import pytest

from ivr.quality.access import Access
from ivr.quality.appeals import Appeals
from ivr.quality.entry import FINAL, Score, Wanted
from ivr.quality.judging import answered
from ivr.quality.scorers import Compared, compared, trends
from ivr.quality.scores import Scores
from tests.quality.conftest import ANN, BOB, LEAD, LI, NOW, scored
from tests.quality.forms import GOOD, form

DAY = 86_400.0


def between(scores: Scores) -> list[Compared]:
    return [*compared(scores.find(Wanted(), LEAD), scores.form)]


class TestTwoScorers:
    def test_are_compared_on_the_talks_that_both_scored(self, scores: Scores) -> None:
        scored(scores, BOB, result="noted")
        scored(scores, ANN)
        scored(scores, ANN, "c-2")
        (found,) = between(scores)
        assert (found.form, found.first, found.second, found.talks) == ("calls", "ann", "bob", 1)
        assert found.whole.pairs == 4
        assert found.whole.same == pytest.approx(0.75)
        assert (found.items["result"].same, found.items["greeting"].same) == (0.0, 1.0)

    def test_on_an_item_they_always_answer_alike_have_no_kappa(self, scores: Scores) -> None:
        for person in (ANN, BOB):
            scored(scores, person)
        (found,) = between(scores)
        assert (found.whole.same, found.whole.kappa) == (1.0, None)

    def test_are_compared_by_what_they_said_and_not_by_what_an_appeal_made_of_it(
        self, scores: Scores, access: Access
    ) -> None:
        theirs = scored(scores, ANN, result="left")
        scored(scores, BOB, result="left")
        appeals = Appeals(access, DAY)
        appeals.appeal(theirs.id, "solved at 0:20", LI, NOW)
        appeals.decide(theirs.id, "it was", answered(form(), GOOD), LEAD, NOW)
        (found,) = between(scores)
        assert found.items["result"].same == 1.0

    def test_drafts_and_calibrations_are_not_compared(self, scores: Scores) -> None:
        scored(scores, ANN)
        scored(scores, BOB, final=False)
        assert between(scores) == []


def on(days: float, points: float | None) -> Score:
    """A final score of li."""
    return Score(
        id=1,
        call="c-1",
        agent="li",
        queue="support",
        began=NOW + days * DAY,
        form="calls",
        version="1",
        session="",
        scorer="ann",
        master=False,
        state=FINAL,
        made=NOW,
        final=NOW,
        score=points,
        fatal=(),
        answers={},
        comment="",
    )


class TestTrend:
    @pytest.mark.parametrize(
        ("points", "slope", "rises"),
        [
            ([70, 75, 80, 85], 50.0, 1),
            ([85, 80, 75, 70], -50.0, -1),
            ([80, 80, 80, 80], 0.0, 0),
            ([80, 60, 80, 61], -37.0, 0),
            ([70, 85], None, None),
        ],
    )
    def test_is_the_slope_in_thirty_days_and_whether_it_is_clear(
        self, points: list[float], slope: float | None, rises: int | None
    ) -> None:
        (found,) = trends(on(3 * at, value) for at, value in enumerate(points))
        assert (found.agent, found.scores, found.rises) == ("li", len(points), rises)
        assert found.slope == (slope if slope is None else pytest.approx(slope))

    def test_talks_without_a_score_are_left_out(self) -> None:
        (found,) = trends([on(0, 100), on(1, None)])
        assert (found.scores, found.mean) == (1, 100.0)
