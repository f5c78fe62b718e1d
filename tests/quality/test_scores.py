"""Scores: drafts and final ones, blind until both are final, of the form as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ivr.document.model import Faults
from ivr.quality.access import Access
from ivr.quality.entry import CannotBe, Person, Wanted
from ivr.quality.judging import Answer
from ivr.quality.scores import Scores
from tests.quality.conftest import ANN, BOB, LEAD, LI, NOW, erased, new, scored
from tests.quality.forms import FORM, form


def seen(scores: Scores, person: Person) -> list[tuple[str, str]]:
    return [(score.call, score.scorer) for score in scores.find(Wanted(), person)]


def refusal(scores: Scores, person: Person = ANN, **given: object) -> CannotBe:
    with pytest.raises(CannotBe) as refused:
        scored(scores, person, **given)  # type: ignore[arg-type]
    assert refused.value.zh != str(refused.value)
    return refused.value


def test_a_draft_is_kept_and_becomes_final(scores: Scores) -> None:
    draft = scores.save(new(final=False, greeting="no"), ANN, NOW)
    assert (draft.state, draft.score, draft.final) == ("draft", 87.5, None)
    final = scores.save(new(), ANN, NOW + 60)
    assert (final.id, final.state, final.score, final.final) == (draft.id, "final", 100.0, NOW + 60)
    assert (final.queue, final.scorer, final.form) == ("support", "ann", "calls")


def test_a_draft_may_have_gaps_and_a_final_score_may_not(scores: Scores) -> None:
    given = replace(new(final=False), answers={"greeting": Answer("yes")})
    assert scores.save(given, ANN, NOW).score == 100.0
    with pytest.raises(Faults, match="not answered"):
        scores.save(replace(given, final=True), ANN, NOW)


def test_what_is_final_stays(scores: Scores) -> None:
    scored(scores)
    told = refusal(scores, greeting="no")
    assert told.kind == "conflict"
    assert "only an appeal changes it" in str(told)


def test_answers_and_comments_come_back_as_they_were_given(scores: Scores) -> None:
    why = {"answer": "2", "comment": "太快 👩‍💻\n“再慢一点”"}
    score = scored(scores, clarity=why)
    assert scores.get(score.id, ANN).answers["clarity"] == Answer("2", "太快 👩‍💻\n“再慢一点”")


@pytest.mark.parametrize(
    ("call", "agent", "kind", "field", "said"),
    [
        ("c-9", "li", "missing", "call", "no call 'c-9'"),
        ("c-1\0", "li", "missing", "call", "no call"),
        ("c-1", "wang", "invalid", "agent", "'wang' did not talk in this call; it was: li"),
        ("c-4", "li", "conflict", "call", "this call goes on"),
    ],
)
def test_a_talk_that_cannot_be_scored_is_refused(
    scores: Scores, call: str, agent: str, kind: str, field: str, said: str
) -> None:
    told = refusal(scores, call=call, agent=agent)
    assert (told.kind, told.field) == (kind, field)
    assert said in str(told)


def test_a_talk_whose_recording_was_erased_cannot_be_scored_any_more(scores: Scores, log: str) -> None:
    before = scored(scores)
    erased(log)
    assert "was erased" in str(refusal(scores, BOB))
    assert scores.get(before.id, ANN).score == 100.0


def test_two_scorers_do_not_see_each_other_until_both_are_final(scores: Scores) -> None:
    one = scored(scores, ANN)
    assert seen(scores, BOB) == []
    scores.save(new(final=False), BOB, NOW)
    for person in (ANN, BOB, LEAD):
        assert seen(scores, person) == ([] if person is LEAD else [("c-1", person.name)])
    with pytest.raises(CannotBe, match="others' show when both are final"):
        scores.get(one.id, BOB)
    scored(scores, BOB, greeting="no")
    for person in (ANN, BOB, LEAD):
        assert sorted(seen(scores, person)) == [("c-1", "ann"), ("c-1", "bob")]


def test_an_agent_sees_their_own_final_scores_alone(scores: Scores) -> None:
    scored(scores, call="c-1")
    scores.save(new(call="c-2", final=False), ANN, NOW)
    scored(scores, call="c-3", agent="wang")
    assert seen(scores, LI) == [("c-1", "ann")]


def test_scores_are_found_by(scores: Scores) -> None:
    first, last = scored(scores, call="c-1"), scored(scores, BOB, call="c-3", agent="wang")
    for wanted in (
        Wanted(agent="wang"),
        Wanted(scorer="bob"),
        Wanted(call="c-3"),
        Wanted(since=first.began + 1),
        Wanted(limit=1),
    ):
        assert [score.id for score in scores.find(wanted, LEAD)] == [last.id]
    assert [score.id for score in scores.find(Wanted(before=(last.began, last.id)), LEAD)] == [first.id]
    for wanted in (Wanted(form="others"), Wanted(queue="vip"), Wanted(state="draft"), Wanted(appeals=True)):
        assert scores.find(wanted, LEAD) == []


def test_a_form_that_changes_alters_no_score_and_is_kept_as_it_was(scores: Scores) -> None:
    before = scored(scores, call="c-1", result="noted")
    changed = form(FORM.replace("gains: 50", "gains: 0"))
    after = scores.save(replace(new(call="c-2", result="noted"), form=changed), ANN, NOW)
    assert (scores.get(before.id, ANN).score, after.score) == (75.0, 50.0)
    assert scores.form(before.version) == form()
    assert scores.form(after.version) == changed
    with pytest.raises(CannotBe, match="no form of version"):
        scores.form("0" * 16)


def test_all_that_is_done_is_in_the_trail(scores: Scores, access: Access) -> None:
    draft = scores.save(new(final=False), Person("ann", trail="token ann"), NOW)
    scores.save(new(), ANN, NOW + 1)
    about = f"score {draft.id} call c-1 agent li"
    assert [(trace.at, trace.who, trace.what, trace.about) for trace in access.trail(9)] == [
        (NOW + 1, "ann", "quality_finalised", about),
        (NOW, "token ann", "quality_drafted", about),
    ]


class TestDiscarding:
    def test_a_draft_goes_and_is_in_the_trail(self, scores: Scores, access: Access) -> None:
        draft = scored(scores, ANN, final=False)
        scores.discard(draft.id, ANN, NOW)
        assert scores.find(Wanted(), ANN) == []
        (line, *_) = access.trail(5)
        assert (line.what, line.about) == ("quality_discarded", f"score {draft.id}")

    def test_that_of_another_only_by_a_lead(self, scores: Scores) -> None:
        draft = scored(scores, ANN, final=False)
        with pytest.raises(CannotBe, match=f"no draft {draft.id} of yours"):
            scores.discard(draft.id, BOB, NOW)
        scores.discard(draft.id, LEAD, NOW)

    def test_a_final_score_stays(self, scores: Scores) -> None:
        final = scored(scores, ANN)
        with pytest.raises(CannotBe, match="final scores stay"):
            scores.discard(final.id, LEAD, NOW)
        assert scores.get(final.id, ANN) == final


class TestHiding:
    def test_the_draft_is_told_for_which_final_scores_do_not_show(self, scores: Scores) -> None:
        scored(scores, ANN)
        draft = scored(scores, BOB, final=False)
        assert scores.find(Wanted(), LEAD) == []
        assert scores.hiding(Wanted(), LEAD) == [(draft.id, "bob")]
        assert scores.hiding(Wanted(agent="wang"), LEAD) == []
        assert scores.hiding(Wanted(), ANN) == []

    def test_without_a_draft_nothing_is_hidden(self, scores: Scores) -> None:
        scored(scores, ANN)
        scored(scores, BOB)
        assert scores.hiding(Wanted(), LEAD) == []


def test_an_agent_is_told_that_there_is_no_final_score_of_theirs(scores: Scores) -> None:
    draft = scored(scores, ANN, final=False)
    with pytest.raises(CannotBe, match=f"agent li has no final score {draft.id}"):
        scores.get(draft.id, LI)
