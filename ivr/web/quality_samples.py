"""Samples of talks to listen to: drawn by a seed, and read again."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field

from ivr.journal.shown import iso
from ivr.ports import Clock
from ivr.quality.access import Access
from ivr.quality.candidates import Candidates
from ivr.quality.choosing import Candidate
from ivr.quality.drawing import LARGEST, Draw, Wish, draw, watch_of
from ivr.quality.entry import CannotBe
from ivr.quality.samples import Pick, Sample, Samples
from ivr.quality.worker import Order
from ivr.settings import Settings
from ivr.web.answers import Complaint, TooMany, Unavailable, plainly, said
from ivr.web.moments import Between
from ivr.web.paging import Cursors, Limit, next_page, whole
from ivr.web.quality_asking import ask, getting, lead, not_an_agent, posting
from ivr.web.quality_risky import Failed, NotYet, risky
from ivr.web.quality_wanted import Who
from ivr.web.routes import WHOLE, Asked, Fields, Reply, Route

PATIENCE = 20.0
"""Seconds for which recordings are heard before an answer."""
SAMPLES, PICKS = Cursors("m"), Cursors("p", numbered=True)
_NONE = {404: "no such sample"}


class SamplesWanted(Fields):
    """Which samples: the newest first."""

    limit: Annotated[Limit, BeforeValidator(whole, json_schema_input_type=Limit)] = 50
    cursor: Annotated[str, SAMPLES.field(), AfterValidator(SAMPLES.checked)] = ""


class PicksWanted(Fields):
    """Which talks of a sample."""

    limit: Annotated[Limit, BeforeValidator(whole, json_schema_input_type=Limit)] = 50
    cursor: Annotated[str, PICKS.field(), AfterValidator(PICKS.checked)] = ""


class SampleGiven(Between):
    """`size` talks of recordings that began in the time, or all where there are fewer; the same `seed` draws
    the same. `strata`: each agent, queue or team has its share. `risk`: only talks with a risk. `by`: who
    draws; the token's name if left out."""

    seed: Annotated[str, Field(min_length=1, max_length=200)]
    size: Annotated[int, Field(ge=1, le=LARGEST), WHOLE] = 20
    strata: Literal["", "agent", "queue", "team"] = ""
    risk: bool = False
    by: Who = ""

    def wish(self, zone: ZoneInfo) -> Wish:
        """As the room is asked."""
        since, until = self.moments(zone)
        return Wish(since, until, self.size, self.seed, self.strata or None, self.risk)


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleShown:
    """A sample, and all that it was drawn by. `since` and `until`: when its recordings began; `candidates`:
    of how many talks it was drawn; `picks`: how many it has."""

    id: str
    made: str
    by: str
    since: str | None
    until: str | None
    size: int
    seed: str
    strata: str
    risk: bool
    candidates: int
    picks: int


@dataclass(frozen=True, slots=True)
class SamplePage:
    """Samples, newest first. `next` is the `cursor` for those behind them, null where there are none."""

    samples: tuple[SampleShown, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class PickPage:
    """A sample, and its talks in the order in which they are to be listened to. `reasons`: what makes a talk
    a risk, empty where that was not asked for. `next` as of samples."""

    sample: SampleShown
    picks: tuple[Pick, ...]
    next: str | None


class SamplesRoom:
    """The routes below `/quality/samples`. `database`: the address of the one that has the samples."""

    def __init__(self, database: str, settings: Settings, clock: Clock) -> None:
        self._database, self._clock, self._settings = database, clock, settings
        self._zone = ZoneInfo(settings.engine.timezone)
        self._hearing = asyncio.Lock()

    def routes(self) -> tuple[Route, ...]:
        busy = {503: "recordings are still to be heard: ask again, what was heard is kept"}
        return (
            getting("samples", "samples", "Samples that were drawn", self._list, SamplePage, SamplesWanted),
            getting(
                "samples/{id}", "sample", "The talks of a sample", self._one, PickPage, PicksWanted, _NONE
            ),
            replace(
                posting("samples", "draw", "Draw a sample", self._draw, SampleShown, SampleGiven, busy),
                status=HTTPStatus.CREATED,
            ),
        )

    async def _list(self, asked: Asked) -> Reply:
        not_an_agent(asked.client)
        wanted = asked.of(SamplesWanted)
        before = SAMPLES.position(wanted.cursor) if wanted.cursor else None
        found = await ask(self._database, lambda access: Samples(access).newest(wanted.limit + 1, before))
        page = found[: wanted.limit]
        cursor = SAMPLES.of(page[-1].made, page[-1].id) if len(found) > len(page) else None
        shown = tuple(self._shown(each) for each in page)
        headers = next_page("/quality/samples", wanted, cursor)
        return Reply(SamplePage(shown, cursor), headers=headers, lasting=True)

    async def _one(self, asked: Asked) -> Reply:
        not_an_agent(asked.client)
        wanted = asked.of(PicksWanted)
        after = int(PICKS.position(wanted.cursor)[1]) if wanted.cursor else 0

        def read(access: Access) -> tuple[Sample, list[Pick]]:
            samples = Samples(access)
            return _there(samples, asked.id), samples.picks(asked.id, after, wanted.limit + 1)

        sample, found = await ask(self._database, read)
        page = found[: wanted.limit]
        cursor = PICKS.of(0.0, str(page[-1].place)) if len(found) > len(page) else None
        headers = next_page(f"/quality/samples/{sample.id}", wanted, cursor)
        return Reply(PickPage(self._shown(sample), tuple(page), cursor), headers=headers, lasting=True)

    async def _draw(self, asked: Asked) -> Reply:
        not_an_agent(asked.client)
        given = asked.of(SampleGiven)
        wish, by = given.wish(self._zone), Draw(lead(asked.client, given.by), self._clock.now().timestamp())
        found = await self._risky(wish) if wish.risk else None

        def keep(access: Access) -> Sample:
            talks = Candidates(access).between(wish.since, wish.until) if found is None else found
            return draw(access, wish, talks, by, self._settings)

        return Reply(self._shown(await ask(self._database, keep)), HTTPStatus.CREATED)

    async def _risky(self, wish: Wish) -> list[Candidate]:
        if self._hearing.locked():
            raise TooMany(
                Complaint("risk", said("another sample by risk is being drawn", "正在抽取另一个风险样本")),
                headers={"Retry-After": f"{PATIENCE:.0f}"},
            )
        order = Order(self._database, wish.since, wish.until, watch_of(self._settings), PATIENCE)
        async with self._hearing:
            match await risky(order):
                case NotYet(left):
                    text = f"{left} recordings are still to be heard; ask again, what was heard is kept"
                    zh = f"还有 {left} 个录音未听；请再次提交，已听的会保留"
                    raise Unavailable(Complaint("risk", said(text, zh)), headers={"Retry-After": "1"})
                case Failed(en, zh):
                    raise plainly(Unavailable, en, zh)
                case found:
                    return found

    def _shown(self, sample: Sample) -> SampleShown:
        criteria: dict[str, Any] = dict(sample.criteria)
        return SampleShown(
            id=sample.id,
            made=iso(sample.made, self._zone) or "",
            by=sample.by,
            since=criteria.pop("from"),
            until=criteria.pop("to"),
            strata=criteria.pop("by"),
            picks=sample.picks,
            **criteria,
        )


def _there(samples: Samples, number: str) -> Sample:
    try:
        return samples.get(number)
    except CannotBe as fault:
        raise CannotBe(str(fault), fault.zh, "missing") from None
