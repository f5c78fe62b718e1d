"""Samples as they were drawn: they are kept, with all that they were drawn by."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from ivr.journal.tables import quality_picks, quality_samples
from ivr.quality.access import Access, trace
from ivr.quality.choosing import Candidate
from ivr.quality.entry import CannotBe, Person


@dataclass(frozen=True, slots=True)
class Sample:
    """`criteria`: from, to, size, seed, by, risk, and of how many `candidates`. `picks`: how many it has."""

    id: str
    made: float
    by: str
    criteria: Mapping[str, Any]
    picks: int


@dataclass(frozen=True, slots=True)
class Pick:
    """A talk of a sample, at its `place` from 1. `reasons`: of risk, empty where it was not asked for."""

    place: int
    recording: int
    call: str
    agent: str
    stratum: str
    reasons: Mapping[str, float | str]


class Samples:
    """All methods raise `DatabaseUnusable`."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def keep(
        self, criteria: Mapping[str, Any], picks: Sequence[Candidate], person: Person, now: float
    ) -> Sample:
        """Keep what was drawn. Raises CannotBe where the person is no lead, or nothing was."""
        if not person.lead:
            raise CannotBe("only a lead draws samples", "只有主管可以抽样", "conflict")
        if not picks:
            raise CannotBe(
                "no recorded talk fits, so no sample was drawn; widen the time, or ask for any talks",
                "没有符合条件的录音，未抽样；请放宽时间范围，或不限于有风险的通话",
                "invalid",
            )
        sample = Sample(secrets.token_hex(4), now, person.name, criteria, len(picks))
        with self._access.changing() as connection:
            values = {"id": sample.id, "made": now, "by": person.name, "criteria": dict(criteria)}
            connection.execute(quality_samples.insert().values(values))
            rows = [_row(sample.id, place, each) for place, each in enumerate(picks, 1)]
            connection.execute(quality_picks.insert(), rows)
            trace(connection, now, person, "sampled", f"sample {sample.id}: {len(picks)} talks")
        return sample

    def get(self, number: str) -> Sample:
        """The sample with this id. Raises CannotBe."""
        found = self._found(_query().where(quality_samples.c.id == number))
        if not found:
            shown = number[:60]
            raise CannotBe(
                f"no sample '{shown}'; the list of samples has their ids",
                f"没有样本“{shown}”；编号见样本列表",
                "missing",
                "sample",
            )
        return found[0]

    def newest(self, limit: int, before: tuple[float, str] | None = None) -> list[Sample]:
        """The newest first; with (`made`, `id`) of one those behind it."""
        own, query = quality_samples.c, _query()
        if before is not None:
            made, number = before
            query = query.where((own.made < made) | ((own.made == made) & (own.id > number)))
        return self._found(query.order_by(own.made.desc(), own.id).limit(limit))

    def picks(self, number: str, after: int = 0, limit: int | None = None) -> list[Pick]:
        """The talks of a sample behind a place, in the order in which they are to be listened to."""
        own = quality_picks.c
        columns = [column for column in quality_picks.columns if column.name != "sample"]
        query = select(*columns).where(own.sample == number, own.place > after)
        return [Pick(**row._mapping) for row in self._access.rows(query.order_by(own.place).limit(limit))]

    def _found(self, query: Select[Any]) -> list[Sample]:
        return [Sample(*row) for row in self._access.rows(query)]


def _query() -> Select[Any]:
    own = quality_samples.c
    count = select(func.count()).where(quality_picks.c.sample == own.id).scalar_subquery()
    return select(own.id, own.made, own.by, own.criteria, count)


def _row(sample: str, place: int, each: Candidate) -> dict[str, Any]:
    return {
        "sample": sample,
        "place": place,
        "recording": each.recording,
        "call": each.call,
        "agent": each.agent,
        "stratum": each.stratum,
        "reasons": dict(each.reasons),
    }
