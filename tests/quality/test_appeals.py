"""Appeals: once, in time, decided by somebody else, with a reason."""

from __future__ import annotations

import pytest

from ivr.document.model import Faults
from ivr.quality.access import Access
from ivr.quality.appeals import Appeals
from ivr.quality.entry import CannotBe, Person, Score, Wanted
from ivr.quality.judging import answered
from ivr.quality.scores import Scores
from tests.quality.conftest import ANN, BOB, LEAD, LI, NOW, new, scored
from tests.quality.forms import GOOD, form

WITHIN = 14 * 86_400.0


@pytest.fixture
def appeals(access: Access) -> Appeals:
    return Appeals(access, WITHIN)


@pytest.fixture
def score(scores: Scores) -> Score:
    """Of li, who lost a half by one answer."""
    return scored(scores, result="left")


def test_an_agent_appeals_and_a_lead_upholds(appeals: Appeals, score: Score) -> None:
    appealed = appeals.appeal(score.id, "我解决了问题", LI, NOW + 5).appeal
    assert appealed
    assert (appealed.text, appealed.by, appealed.outcome) == ("我解决了问题", "desk-li", "")
    after = appeals.decide(score.id, "录音中未解决", None, LEAD, NOW + 9)
    assert after.appeal
    assert (after.score, after.appeal.outcome, after.appeal.reason) == (50.0, "upheld", "录音中未解决")


def test_a_change_scores_anew_and_keeps_what_was(appeals: Appeals, score: Score) -> None:
    appeals.appeal(score.id, "solved at 0:20", LI, NOW + 5)
    after = appeals.decide(score.id, "it is", answered(form(), GOOD), LEAD, NOW + 9)
    assert after.appeal
    assert (after.score, after.answers["result"].answer) == (100.0, "solved")
    assert after.appeal.outcome == "changed"
    assert (after.appeal.before["score"], after.appeal.before["answers"]["result"]["answer"]) == (
        50.0,
        "left",
    )


def test_a_change_needs_all_answers(appeals: Appeals, score: Score) -> None:
    appeals.appeal(score.id, "no", LI, NOW)
    with pytest.raises(Faults, match="not answered"):
        appeals.decide(score.id, "it is", answered(form(), {"greeting": "yes"}), LEAD, NOW)


def test_the_same_answers_change_nothing(appeals: Appeals, score: Score) -> None:
    appeals.appeal(score.id, "no", LI, NOW)
    with pytest.raises(CannotBe, match="leave them out to uphold"):
        appeals.decide(score.id, "it is", score.answers, LEAD, NOW)


def test_an_appeal_is_made_once(appeals: Appeals, score: Score) -> None:
    appeals.appeal(score.id, "no", LI, NOW)
    with pytest.raises(CannotBe, match="there was an appeal already"):
        appeals.appeal(score.id, "still no", LI, NOW)


@pytest.mark.parametrize(("late", "possible"), [(WITHIN, True), (WITHIN + 1, False)])
def test_an_appeal_is_made_in_time(appeals: Appeals, score: Score, late: float, possible: bool) -> None:
    if possible:
        assert appeals.appeal(score.id, "no", LI, NOW + late).appeal
        return
    with pytest.raises(CannotBe, match="too late: an appeal is possible for 14 days"):
        appeals.appeal(score.id, "no", LI, NOW + late)


def test_nobody_appeals_for_others_nor_against_a_draft(
    appeals: Appeals, scores: Scores, score: Score
) -> None:
    with pytest.raises(CannotBe, match="agent wang has no final score"):
        appeals.appeal(score.id, "no", Person("desk-wang", agent="wang"), NOW)
    draft = scores.save(new("c-2", final=False), ANN, NOW)
    with pytest.raises(CannotBe, match="only a final score"):
        appeals.appeal(draft.id, "no", ANN, NOW)


def test_an_appeal_says_what_is_wrong_and_a_decision_why(appeals: Appeals, score: Score) -> None:
    with pytest.raises(CannotBe, match="say what is wrong"):
        appeals.appeal(score.id, "", LI, NOW)
    appeals.appeal(score.id, "no", LI, NOW)
    with pytest.raises(CannotBe, match="say why"):
        appeals.decide(score.id, "", None, LEAD, NOW)


def test_nobody_decides_about_their_own_score(appeals: Appeals, score: Score) -> None:
    appeals.appeal(score.id, "no", LI, NOW)
    with pytest.raises(CannotBe, match="nobody decides about their own score"):
        appeals.decide(score.id, "I was right", None, Person(ANN.name, lead=True), NOW)


def test_what_is_decided_is_decided(appeals: Appeals, score: Score) -> None:
    with pytest.raises(CannotBe, match="there is no appeal"):
        appeals.decide(score.id, "no", None, LEAD, NOW)
    appeals.appeal(score.id, "no", LI, NOW)
    appeals.decide(score.id, "no", None, LEAD, NOW)
    with pytest.raises(CannotBe, match="the appeal is decided: upheld"):
        appeals.decide(score.id, "yes", None, LEAD, NOW)


def test_open_appeals_are_found_also_while_another_scores_the_talk(
    appeals: Appeals, scores: Scores, score: Score
) -> None:
    appeals.appeal(score.id, "no", LI, NOW)
    scores.save(new(final=False), BOB, NOW)
    assert [each.id for each in scores.find(Wanted(appeals=True), LEAD)] == [score.id]
    appeals.decide(score.id, "no", None, LEAD, NOW)
    assert scores.find(Wanted(appeals=True), LEAD) == []


def test_every_step_is_in_the_trail(appeals: Appeals, access: Access, score: Score) -> None:
    appeals.appeal(score.id, "no", LI, NOW)
    appeals.decide(score.id, "it is", answered(form(), GOOD), LEAD, NOW)
    assert [(trace.who, trace.what, trace.about) for trace in access.trail(2)] == [
        ("lead", "quality_changed", f"score {score.id}: 50.0 to 100.0"),
        ("desk-li", "quality_appealed", f"score {score.id}"),
    ]
