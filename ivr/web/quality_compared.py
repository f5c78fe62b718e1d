"""Scores side by side: agreement of scorers, trends of agents, calibrations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from http import HTTPStatus
from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator

from ivr.journal.shown import iso
from ivr.ports import Clock
from ivr.quality.access import Access
from ivr.quality.entry import FINAL, CannotBe, Person, Score, Wanted
from ivr.quality.forms import read_forms
from ivr.quality.scorers import Compared, Trend, compared, trends
from ivr.quality.scores import Scores
from ivr.quality.sessions import Bias, Deviation, Session, Sessions, biases, deviations
from ivr.settings import Settings
from ivr.web.moments import Between
from ivr.web.paging import Cursors, Limit, behind, next_page, whole
from ivr.web.quality_asking import ask, getting, lead, named, not_an_agent, posting
from ivr.web.quality_wanted import Call, Named, Who
from ivr.web.routes import Asked, Fields, Reply, Route

T = TypeVar("T")

MOST = 20_000
"""Scores that are compared at once."""
PAIRS, AGENTS, CALIBRATIONS = Cursors("g"), Cursors("t"), Cursors("k")
_NONE = {404: "no such calibration"}


class AgreementWanted(Between):
    """Of scores of calls that began in the time; those of one `form`, or of all."""

    form: Named = ""
    limit: Annotated[Limit, BeforeValidator(whole, json_schema_input_type=Limit)] = 50
    cursor: Annotated[str, PAIRS.field(), AfterValidator(PAIRS.checked)] = ""


class TrendWanted(AgreementWanted):
    """Of one agent, or of all."""

    agent: Named = ""
    cursor: Annotated[str, AGENTS.field(), AfterValidator(AGENTS.checked)] = ""


class CalibrationsWanted(Fields):
    """Which calibrations: the newest first."""

    limit: Annotated[Limit, BeforeValidator(whole, json_schema_input_type=Limit)] = 50
    cursor: Annotated[str, CALIBRATIONS.field(), AfterValidator(CALIBRATIONS.checked)] = ""


class CalibrationGiven(Fields):
    """A talk that several are to score. `by`: who opens it; the token's name if left out."""

    call: Call
    agent: Named
    form: Named
    by: Who = ""


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """Pairs of scorers, by form. `whole` is over all items; kappa and weighted are null where chance alone
    would give the same. `next` is the `cursor` for those behind them, null where there are none."""

    pairs: tuple[Compared, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class TrendPage:
    """Agents by name. `slope`: points for each 30 days; `rises`: 1 rises, -1 falls, 0 steady; null with fewer
    than three scores. `next` as of the agreement."""

    trends: tuple[Trend, ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationShown:
    """A calibration. `over`: it has agreed, on a score of `agreed`, null also where nothing that counts
    applies."""

    id: str
    made: str
    by: str
    call: str
    agent: str
    form: str
    over: bool
    agreed: float | None


@dataclass(frozen=True, slots=True)
class CalibrationPage:
    """Calibrations, newest first. `next` as of the agreement."""

    calibrations: tuple[CalibrationShown, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class CalibrationWhole:
    """A calibration, and how far each scorer was from what it agreed on; nothing before it is over."""

    calibration: CalibrationShown
    deviations: tuple[Deviation, ...]


@dataclass(frozen=True, slots=True)
class BiasList:
    """Scorers by name, over the newest calibrations that are over."""

    scorers: tuple[Bias, ...]


class ComparedRoom:
    """The routes of what is told by comparing scores. `database`: the address of the one that has them."""

    def __init__(self, database: str, settings: Settings, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._folder = settings.path(settings.engine.quality.forms)
        self._zone = ZoneInfo(settings.engine.timezone)

    def routes(self) -> tuple[Route, ...]:
        cannot = {409: "the talk cannot be scored"}
        return (
            getting(
                "agreement",
                "agreement",
                "How far scorers agree",
                self._agreement,
                AgreementPage,
                AgreementWanted,
            ),
            getting("trend", "trend", "Does an agent get better?", self._trend, TrendPage, TrendWanted),
            getting(
                "calibrations",
                "calibrations",
                "Calibrations",
                self._calibrations,
                CalibrationPage,
                CalibrationsWanted,
            ),
            getting(
                "calibrations/{id}",
                "calibration",
                "One calibration",
                self._one,
                CalibrationWhole,
                refuses=_NONE,
            ),
            replace(
                posting(
                    "calibrations",
                    "calibrate",
                    "Open a calibration",
                    self._open,
                    CalibrationShown,
                    CalibrationGiven,
                    cannot,
                ),
                status=HTTPStatus.CREATED,
            ),
            getting("biases", "biases", "How lenient each scorer is", self._biases, BiasList),
        )

    async def _agreement(self, asked: Asked) -> Reply:
        not_an_agent(asked.client)
        wanted, person = asked.of(AgreementWanted), lead(asked.client)

        def find(access: Access) -> list[Compared]:
            scores = Scores(access)
            return [*compared(self._scores(scores, wanted, person), cache(scores.form))]

        found = await ask(self._database, find)
        names = [f"{each.form} {each.version} {each.first} {each.second}" for each in found]
        page, cursor = _page(found, names, wanted, PAIRS)
        headers = next_page("/quality/agreement", wanted, cursor)
        return Reply(AgreementPage(tuple(page), cursor), headers=headers, lasting=True)

    async def _trend(self, asked: Asked) -> Reply:
        wanted, client = asked.of(TrendWanted), asked.client
        person = Person(client.name, agent=client.agent) if client.agent else lead(client)
        found = await ask(
            self._database,
            lambda access: trends(self._scores(Scores(access), wanted, person, wanted.agent)),
        )
        page, cursor = _page(found, [each.agent for each in found], wanted, AGENTS)
        headers = next_page("/quality/trend", wanted, cursor)
        return Reply(TrendPage(tuple(page), cursor), headers=headers, lasting=True)

    def _scores(
        self, scores: Scores, wanted: AgreementWanted, person: Person, agent: str = ""
    ) -> list[Score]:
        since, until = wanted.moments(self._zone)
        fitting = Wanted(since, until, agent, form=wanted.form, state=FINAL, limit=MOST + 1)
        found = scores.find(fitting, person)
        if len(found) > MOST:
            raise CannotBe(
                f"more than {MOST:,} scores are compared; give a shorter time",
                f"得分超过 {MOST:,} 个，无法比较；请缩短时间范围",
                "invalid",
                "from",
            )
        return found

    async def _calibrations(self, asked: Asked) -> Reply:
        not_an_agent(asked.client)
        wanted, person = asked.of(CalibrationsWanted), lead(asked.client)
        before = CALIBRATIONS.position(wanted.cursor) if wanted.cursor else None

        def find(access: Access) -> list[tuple[Session, list[Score]]]:
            found = Sessions(access).newest(wanted.limit + 1, before)
            return [(each, _of(access, each, person)) for each in found]

        found = await ask(self._database, find)
        page = found[: wanted.limit]
        last = page[-1][0] if page else None
        cursor = CALIBRATIONS.of(last.made, last.id) if last and len(found) > len(page) else None
        shown = tuple(self._shown(*each) for each in page)
        headers = next_page("/quality/calibrations", wanted, cursor)
        return Reply(CalibrationPage(shown, cursor), headers=headers, lasting=True)

    async def _one(self, asked: Asked) -> Reply:
        not_an_agent(asked.client)
        person = lead(asked.client)

        def find(access: Access) -> tuple[Session, list[Score]]:
            session = _there(access, asked.id)
            return session, _of(access, session, person)

        session, scores = await ask(self._database, find)
        shown = CalibrationWhole(self._shown(session, scores), tuple(deviations(scores)))
        return Reply(shown, lasting=True)

    async def _open(self, asked: Asked) -> Reply:
        not_an_agent(asked.client)
        given, now = asked.of(CalibrationGiven), self._clock.now().timestamp()
        person = lead(asked.client, given.by)

        def open_one(access: Access) -> Session:
            form = named(given.form, read_forms(self._folder).forms)
            return Sessions(access).open((given.call, given.agent), form, person, now)

        return Reply(self._shown(await ask(self._database, open_one), ()), HTTPStatus.CREATED)

    async def _biases(self, asked: Asked) -> Reply:
        not_an_agent(asked.client)
        person = lead(asked.client)

        def find(access: Access) -> list[Bias]:
            of_each = (deviations(_of(access, each, person)) for each in Sessions(access).newest())
            return biases([each for found in of_each for each in found])

        return Reply(BiasList(tuple(await ask(self._database, find))), lasting=True)

    def _shown(self, session: Session, scores: Sequence[Score]) -> CalibrationShown:
        agreed = next((score for score in scores if score.master and score.state == FINAL), None)
        return CalibrationShown(
            id=session.id,
            made=iso(session.made, self._zone) or "",
            by=session.by,
            call=session.call,
            agent=session.agent,
            form=session.form,
            over=agreed is not None,
            agreed=agreed.score if agreed else None,
        )


def _of(access: Access, session: Session, person: Person) -> list[Score]:
    return Scores(access).find(Wanted(session=session.id), person)


def _there(access: Access, number: str) -> Session:
    try:
        return Sessions(access).get(number)
    except CannotBe as fault:
        raise CannotBe(str(fault), fault.zh, "missing") from None


def _page(
    found: Sequence[T], names: Sequence[str], wanted: AgreementWanted, cursors: Cursors
) -> tuple[Sequence[T], str | None]:
    rest = behind(cursors.position(wanted.cursor), names) if wanted.cursor else 0
    page = found[rest : rest + wanted.limit]
    last = rest + len(page) - 1
    return page, cursors.of(last, names[last]) if last + 1 < len(found) else None
