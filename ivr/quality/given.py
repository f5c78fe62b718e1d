"""All scores of a time, for the reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from ivr.journal.reader import JournalReader
from ivr.journal.tables import quality_forms, quality_scores
from ivr.quality.entry import DRAFT, FINAL, Score
from ivr.quality.form import Form
from ivr.quality.scores import score_of, with_appeals


@dataclass(frozen=True, slots=True)
class Given:
    """`final` scores, how many are still `drafts`, and the `forms` of the final ones by their versions. A
    score of a talk that somebody else still scores is not among them, unless there was an appeal: it is not
    to be seen yet."""

    final: tuple[Score, ...]
    drafts: int
    forms: Mapping[str, Form]


async def given_between(reader: JournalReader, since: float, until: float) -> Given:
    """Those of calls that began in [`since`, `until`), without calibrations. Raises `DatabaseUnusable`."""
    row = quality_scores.c
    fits = (row.began >= since, row.began < until, row.session == "", row.master == 0)
    found = await reader.rows(with_appeals().where(*fits).order_by(row.began, row.id))
    scores = [score_of(each) for each in found]
    drafts = Counter(_talk(score) for score in scores if score.state == DRAFT)
    final = tuple(
        score for score in scores if score.state == FINAL and (score.appeal or _talk(score) not in drafts)
    )
    return Given(final, drafts.total(), await _forms(reader, {score.version for score in final}))


def _talk(score: Score) -> tuple[str, str, str]:
    return score.call, score.agent, score.form


async def _forms(reader: JournalReader, versions: set[str]) -> dict[str, Form]:
    columns = (quality_forms.c.version, quality_forms.c.content)
    found = await reader.rows(select(*columns).where(quality_forms.c.version.in_(versions)))
    return {row.version: Form.model_validate(row.content) for row in found}
