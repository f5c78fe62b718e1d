"""Scores and scoring forms as the interface shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from ivr.journal.shown import iso
from ivr.quality.entry import Appeal, Score
from ivr.quality.form import Both, Form, Item

Words = dict[str, str]
"""A text in `zh` and `en`."""


@dataclass(frozen=True, slots=True)
class ChoiceShown:
    """What can be answered: `gains` of the weight, 0 to 1, null for not applicable; `name` of a choice."""

    answer: str
    gains: float | None
    name: Words | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemShown:
    """A question. `kind`: yes_no, scale or choice; `fatal`: an answer that gains nothing makes the score 0;
    `comment`: optional, where_lost or always."""

    id: str
    section: Words
    text: Words
    kind: str
    weight: float
    fatal: bool
    comment: str
    answers: tuple[ChoiceShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormShown:
    """A scoring form. `fingerprint` is what scores have as `version`; `label` is what the file calls it."""

    form: str
    fingerprint: str
    label: str
    title: Words
    items: tuple[ItemShown, ...]


@dataclass(frozen=True, slots=True)
class FormList:
    """The forms that can be scored on now."""

    forms: tuple[FormShown, ...]


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """`comment` is '' for none."""

    answer: str
    comment: str


@dataclass(frozen=True, slots=True)
class BeforeShown:
    """What a decision has changed."""

    score: float | None
    answers: dict[str, AnswerShown]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealShown:
    """`outcome`: upheld or changed, '' until somebody has decided; `before`: null where nothing changed."""

    at: str
    by: str
    text: str
    outcome: str
    decided: str | None
    decided_by: str
    reason: str
    before: BeforeShown | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreShown:
    """A score. `began`: the call; `version`: the fingerprint of the form; `state`: draft or final; `score`: 0
    to 100, null where nothing that counts applies; `fatal`: the items that made it 0. `session`: of which
    calibration, '' for none; `agreed`: it is what that agreed on."""

    id: int
    call: str
    agent: str
    queue: str
    began: str
    form: str
    version: str
    scorer: str
    state: str
    made: str
    final: str | None
    score: float | None
    fatal: tuple[str, ...]
    answers: dict[str, AnswerShown]
    comment: str
    session: str
    agreed: bool
    appeal: AppealShown | None


@dataclass(frozen=True, slots=True)
class ScorePage:
    """Scores, those of the newest calls first. `next` is the `cursor` for those behind them, null where there
    are none."""

    scores: tuple[ScoreShown, ...]
    next: str | None


def form_shown(form: Form) -> FormShown:
    """The form for whoever scores."""
    return FormShown(
        form=form.form,
        fingerprint=form.fingerprint,
        label=form.version,
        title=_words(form.title),
        items=tuple(_item(item, part.title) for part in form.sections for item in part.items),
    )


def score_shown(score: Score, zone: ZoneInfo) -> ScoreShown:
    """The score, with times of this zone."""
    return ScoreShown(
        id=score.id,
        call=score.call,
        agent=score.agent,
        queue=score.queue,
        began=iso(score.began, zone) or "",
        form=score.form,
        version=score.version,
        scorer=score.scorer,
        state=score.state,
        made=iso(score.made, zone) or "",
        final=iso(score.final, zone),
        score=score.score,
        fatal=score.fatal,
        answers={item: AnswerShown(each.answer, each.comment) for item, each in score.answers.items()},
        comment=score.comment,
        session=score.session,
        agreed=score.master,
        appeal=_appeal(score.appeal, zone) if score.appeal else None,
    )


def _appeal(appeal: Appeal, zone: ZoneInfo) -> AppealShown:
    return AppealShown(
        at=iso(appeal.at, zone) or "",
        by=appeal.by,
        text=appeal.text,
        outcome=appeal.outcome,
        decided=iso(appeal.decided, zone),
        decided_by=appeal.decided_by,
        reason=appeal.reason,
        before=_before(appeal.before) if appeal.before else None,
    )


def _before(before: Mapping[str, Any]) -> BeforeShown:
    answers = {item: AnswerShown(**each) for item, each in before["answers"].items()}
    return BeforeShown(before["score"], answers)


def _item(item: Item, section: Both) -> ItemShown:
    return ItemShown(
        id=item.id,
        section=_words(section),
        text=_words(item.text),
        kind=item.kind,
        weight=item.weight,
        fatal=item.fatal,
        comment=item.comment,
        answers=tuple(_choice(item, answer) for answer in item.answers),
    )


def _choice(item: Item, answer: str) -> ChoiceShown:
    name = _words(item.choices[answer].name) if answer in item.choices else None
    return ChoiceShown(answer, item.gains(answer), name)


def _words(both: Both) -> Words:
    return {"zh": both.zh, "en": both.en}
