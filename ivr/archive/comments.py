"""What was written about an erased caller's talks: comments and appeals may repeat what was said. Every score
and every answer stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select, update

from ivr.archive.blanking import BLANK
from ivr.journal.tables import quality_appeals, quality_scores

_PORTION = 500


def scores_of(connection: Connection, calls: Iterable[str]) -> list[int]:
    """The numbers of the scores of these calls."""
    found: list[int] = []
    ids = list(calls)
    for begin in range(0, len(ids), _PORTION):
        theirs = quality_scores.c.call.in_(ids[begin : begin + _PORTION])
        found += connection.execute(select(quality_scores.c.id).where(theirs)).scalars()
    return sorted(found)


def blank(connection: Connection, score: int) -> None:
    """`*` in place of each text about this score."""
    row = quality_scores.c
    found = connection.execute(select(row.answers, row.comment).where(row.id == score)).one()
    values = {"answers": _without(found.answers), "comment": _blank(found.comment)}
    connection.execute(update(quality_scores).where(row.id == score).values(values))
    appeal = quality_appeals.c
    texts = select(appeal.text, appeal.reason, appeal.before).where(appeal.score == score)
    for said in connection.execute(texts).all():
        before = said.before
        if before:
            before = {**before, "answers": _without(before["answers"])}
        told = {"text": _blank(said.text), "reason": _blank(said.reason), "before": before}
        connection.execute(update(quality_appeals).where(appeal.score == score).values(told))


def _without(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {item: {**each, "comment": _blank(each.get("comment", ""))} for item, each in answers.items()}


def _blank(text: str) -> str:
    return BLANK if text else ""
