"""Quality: scoring forms, scores of talks, appeals and decisions. Whatever is done is in the trail."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from http import HTTPStatus
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from ivr.document.model import Fault, Faults
from ivr.document.problems import nearest
from ivr.ports import Clock
from ivr.quality.access import Access
from ivr.quality.appeals import Appeals
from ivr.quality.entry import CannotBe, New, Person, Score
from ivr.quality.form import Form
from ivr.quality.forms import read_forms
from ivr.quality.judging import Answers, answered
from ivr.quality.scores import Scores
from ivr.settings import Settings
from ivr.settings.web import Right
from ivr.web.access import Client
from ivr.web.answers import (
    Complaint,
    Conflict,
    Invalid,
    NotAllowed,
    NotFound,
    plainly,
    printable,
    said,
)
from ivr.web.paging import next_page
from ivr.web.quality_shown import FormList, FormShown, ScorePage, ScoreShown, form_shown, score_shown
from ivr.web.quality_wanted import (
    AppealGiven,
    DecisionGiven,
    ScoreGiven,
    ScoresWanted,
    ScoreWanted,
    cursor_behind,
)
from ivr.web.routes import Asked, Fields, Handler, Nothing, Reply, Route

T = TypeVar("T")

QUALITY: frozenset[Right] = frozenset(("quality",))
_NONE = {404: "no such score, or none that may be seen yet"}


class QualityRoom:
    """The routes below `/quality`. `database`: the address of the one that has the scores."""

    def __init__(self, database: str, settings: Settings, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._folder = settings.path(settings.engine.quality.forms)
        self._within = settings.engine.quality.appeal
        self._zone = ZoneInfo(settings.engine.timezone)

    def routes(self) -> tuple[Route, ...]:
        final = "the talk cannot be scored, or the score is final"
        kept = "kept instead of the scorer's draft before"
        return (
            self._get("forms", "forms", "The scoring forms", self._forms, FormList),
            self._get("forms/{id}", "form", "A form by its fingerprint, as it was", self._form, FormShown),
            self._get("scores", "scores", "Scores that fit", self._list, ScorePage, ScoresWanted),
            self._get("scores/{id}", "get", "One score", self._one, ScoreShown, ScoreWanted),
            replace(
                self._post(
                    "scores",
                    "score",
                    "Score a talk: a draft, or final",
                    self._score,
                    ScoreGiven,
                    {409: final},
                ),
                status=HTTPStatus.CREATED,
                also={200: kept},
            ),
            self._post(
                "scores/{id}/appeal",
                "appeal",
                "The agent appeals against a final score",
                self._appeal,
                AppealGiven,
                {**_NONE, 409: "no final score, too late, or there was an appeal"},
            ),
            self._post(
                "scores/{id}/decision",
                "decide",
                "The score is upheld, or changed to other answers",
                self._decide,
                DecisionGiven,
                {**_NONE, 409: "no open appeal, or the decider gave the score"},
            ),
        )

    def _get(
        self,
        path: str,
        name: str,
        summary: str,
        handler: Handler,
        gives: Any,
        fields: type[Fields] = Nothing,
    ) -> Route:
        return Route(
            "GET",
            f"/quality/{path}",
            f"quality.{name}",
            summary,
            handler,
            gives,
            fields,
            QUALITY,
            refuses=_NONE if "{id}" in path else {},
            lasting=True,
        )

    def _post(
        self,
        path: str,
        name: str,
        summary: str,
        handler: Handler,
        fields: type[Fields],
        refuses: Mapping[int, str],
    ) -> Route:
        return Route(
            "POST",
            f"/quality/{path}",
            f"quality.{name}",
            summary,
            handler,
            ScoreShown,
            fields,
            QUALITY,
            refuses=refuses,
        )

    async def _forms(self, asked: Asked) -> Reply:
        found = await asyncio.to_thread(self._read)
        return Reply(FormList(tuple(form_shown(form) for form in found.values())), lasting=True)

    async def _form(self, asked: Asked) -> Reply:
        def find(access: Access) -> Form:
            now = {form.fingerprint: form for form in self._read().values()}
            return now[asked.id] if asked.id in now else Scores(access).form(asked.id)

        return Reply(form_shown(await self._ask(find)), lasting=True)

    async def _list(self, asked: Asked) -> Reply:
        wanted, person = asked.of(ScoresWanted), self._sees(asked, asked.of(ScoresWanted).seen_by)
        found = await self._ask(lambda access: Scores(access).find(wanted.fitting(self._zone), person))
        page = found[: wanted.limit]
        cursor = cursor_behind(page[-1].began, page[-1].id) if len(found) > len(page) else None
        shown = tuple(score_shown(score, self._zone) for score in page)
        headers = next_page("/quality/scores", wanted, cursor)
        return Reply(ScorePage(shown, cursor), headers=headers, lasting=True)

    async def _one(self, asked: Asked) -> Reply:
        number, person = _number(asked), self._sees(asked, asked.of(ScoreWanted).seen_by)
        score = await self._ask(lambda access: Scores(access).get(number, person))
        return Reply(score_shown(score, self._zone), lasting=True)

    async def _score(self, asked: Asked) -> Reply:
        _not_an_agent(asked.client)
        given, now = asked.of(ScoreGiven), self._clock.now().timestamp()
        person = _lead(asked.client, given.scorer)

        def save(access: Access) -> Score:
            form = self._named(given.form)
            answers = answered(form, given.answers)
            new = New(given.call, given.agent, form, answers, given.comment, final=given.final)
            return Scores(access).save(new, person, now)

        kept = await self._ask(save)
        status = HTTPStatus.CREATED if kept.made == now else HTTPStatus.OK
        return Reply(score_shown(kept, self._zone), status)

    async def _appeal(self, asked: Asked) -> Reply:
        given, number, now = asked.of(AppealGiven), _number(asked), self._clock.now().timestamp()
        agent = _whose(asked.client, given.agent)
        person = Person(agent, agent=agent, trail=_trail(asked.client))
        kept = await self._ask(
            lambda access: Appeals(access, self._within).appeal(number, given.text, person, now)
        )
        return Reply(score_shown(kept, self._zone))

    async def _decide(self, asked: Asked) -> Reply:
        _not_an_agent(asked.client)
        given, number, now = asked.of(DecisionGiven), _number(asked), self._clock.now().timestamp()
        person = _lead(asked.client, given.by)

        def decide(access: Access) -> Score:
            scores, answers = Scores(access), given.answers
            before = scores.get(number, person)
            new: Answers | None = None
            if answers is not None:
                new = answered(scores.form(before.version), answers)
            return Appeals(access, self._within).decide(number, given.reason, new, person, now)

        return Reply(score_shown(await self._ask(decide), self._zone))

    def _sees(self, asked: Asked, seen_by: str) -> Person:
        client = asked.client
        if client.agent:
            return Person(client.name, agent=client.agent)
        return Person(seen_by) if seen_by else _lead(client, "")

    def _read(self) -> Mapping[str, Form]:
        return read_forms(self._folder).forms

    def _named(self, name: str) -> Form:
        forms = self._read()
        if name not in forms:
            shown = name[:60]
            raise CannotBe(
                f"no form '{shown}'; {nearest(shown, forms)}",
                f"没有表单“{shown}”；{nearest(shown, forms, 'zh')}",
                "invalid",
                "form",
            )
        return forms[name]

    async def _ask(self, question: Callable[[Access], T]) -> T:
        """Raises Refused, DatabaseUnusable."""

        def run() -> T:
            with _told(), Access(self._database) as access:
                return question(access)

        return await asyncio.to_thread(run)


def _lead(client: Client, name: str) -> Person:
    return Person(name or client.name, lead=True, trail=_trail(client))


def _trail(client: Client) -> str:
    return f"token {client.name}"


def _not_an_agent(client: Client) -> None:
    if client.agent:
        raise plainly(
            NotAllowed,
            "this token is an agent's: it sees their scores and appeals, no more",
            "此令牌属于坐席：只能查看自己的得分并申诉",
        )


def _whose(client: Client, agent: str) -> str:
    if client.agent and agent not in ("", client.agent):
        raise plainly(
            NotAllowed, f"this token is {client.agent}'s", f"此令牌属于 {client.agent}", field="agent"
        )
    if not client.agent and not agent:
        raise plainly(Invalid, "say whose score it is", "请说明是谁的得分", field="agent")
    return client.agent or agent


def _number(asked: Asked) -> int:
    """0, which no score has, for what is none."""
    written = asked.id
    return int(written) if written.isascii() and written.isdigit() and len(written) < 16 else 0


@contextmanager
def _told() -> Iterator[None]:
    """What cannot be done, as the interface says it."""
    try:
        yield
    except Fault as fault:
        raise Invalid(_complaint(fault)) from None
    except Faults as faults:
        raise Invalid(*map(_complaint, faults.faults)) from None
    except CannotBe as fault:
        if fault.kind == "conflict":
            raise Conflict(str(fault), fault.zh) from None
        missing = fault.kind == "missing" and not fault.field
        raise plainly(NotFound if missing else Invalid, str(fault), fault.zh, fault.field) from None


def _complaint(fault: Fault) -> Complaint:
    """Faults of answers begin with the item."""
    field = ".".join(("answers", *(printable(str(part)[:60]) for part in fault.path)))
    return Complaint(field, said(str(fault), fault.zh))
