"""Quality: scoring forms, scores of talks, appeals and decisions. Whatever is done is in the trail."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import TypeVar
from zoneinfo import ZoneInfo

from ivr.ports import Clock
from ivr.quality.access import Access
from ivr.quality.appeals import Appeals
from ivr.quality.entry import New, Person, Score
from ivr.quality.form import Form
from ivr.quality.forms import read_forms
from ivr.quality.judging import Answers, answered
from ivr.quality.scores import Scores
from ivr.settings import Settings
from ivr.web.access import Client
from ivr.web.answers import Invalid, NotAllowed, plainly
from ivr.web.named import check_names
from ivr.web.paging import next_page
from ivr.web.quality_asking import ask, getting, lead, named, not_an_agent, posting, trail
from ivr.web.quality_shown import FormList, FormShown, ScorePage, ScoreShown, form_shown, score_shown
from ivr.web.quality_wanted import (
    AppealGiven,
    DecisionGiven,
    ScoreGiven,
    ScoresWanted,
    ScoreWanted,
    cursor_behind,
)
from ivr.web.routes import Asked, Reply, Route

T = TypeVar("T")

_NONE = {404: "no such score, or none that may be seen yet"}


class QualityRoom:
    """The routes below `/quality`. `database`: the address of the one that has the scores."""

    def __init__(self, database: str, settings: Settings, clock: Clock) -> None:
        self._database, self._clock, self._settings = database, clock, settings
        self._folder = settings.path(settings.engine.quality.forms)
        self._within = settings.engine.quality.appeal
        self._zone = ZoneInfo(settings.engine.timezone)

    def routes(self) -> tuple[Route, ...]:
        final = "the talk cannot be scored, or the score is final"
        no_appeal = "no final score, too late, or there was an appeal"
        no_decision = "no open appeal, or the decider gave the score"
        return (
            getting("forms", "forms", "The scoring forms", self._forms, FormList),
            getting(
                "forms/{id}",
                "form",
                "A form by its fingerprint, as it was",
                self._form,
                FormShown,
                refuses=_NONE,
            ),
            getting("scores", "scores", "Scores that fit", self._list, ScorePage, ScoresWanted),
            getting("scores/{id}", "get", "One score", self._one, ScoreShown, ScoreWanted, _NONE),
            replace(
                posting(
                    "scores",
                    "score",
                    "Score a talk: a draft, or final",
                    self._score,
                    ScoreShown,
                    ScoreGiven,
                    {409: final},
                ),
                status=HTTPStatus.CREATED,
                also={200: "kept instead of the scorer's draft before"},
            ),
            posting(
                "scores/{id}/appeal",
                "appeal",
                "The agent appeals against a final score",
                self._appeal,
                ScoreShown,
                AppealGiven,
                {**_NONE, 409: no_appeal},
            ),
            posting(
                "scores/{id}/decision",
                "decide",
                "The score is upheld, or changed to other answers",
                self._decide,
                ScoreShown,
                DecisionGiven,
                {**_NONE, 409: no_decision},
            ),
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
        if not found:
            check_names({"agent": wanted.agent, "queue": wanted.queue}, self._settings)
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
        not_an_agent(asked.client)
        given, now = asked.of(ScoreGiven), self._clock.now().timestamp()
        person = lead(asked.client, given.scorer)

        def save(access: Access) -> Score:
            form = named(given.form, self._read())
            answers = answered(form, given.answers)
            final = given.final or given.agreed
            of = (given.call, given.agent, form, answers, given.comment, given.session)
            new = New(*of, master=given.agreed, final=final)
            return Scores(access).save(new, person, now)

        kept = await self._ask(save)
        status = HTTPStatus.CREATED if kept.made == now else HTTPStatus.OK
        return Reply(score_shown(kept, self._zone), status)

    async def _appeal(self, asked: Asked) -> Reply:
        given, number, now = asked.of(AppealGiven), _number(asked), self._clock.now().timestamp()
        agent = _whose(asked.client, given.agent)
        person = Person(agent, agent=agent, trail=trail(asked.client))
        kept = await self._ask(
            lambda access: Appeals(access, self._within).appeal(number, given.text, person, now)
        )
        return Reply(score_shown(kept, self._zone))

    async def _decide(self, asked: Asked) -> Reply:
        not_an_agent(asked.client)
        given, number, now = asked.of(DecisionGiven), _number(asked), self._clock.now().timestamp()
        person = lead(asked.client, given.by)

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
        return Person(seen_by) if seen_by else lead(client)

    def _read(self) -> Mapping[str, Form]:
        return read_forms(self._folder).forms

    async def _ask(self, question: Callable[[Access], T]) -> T:
        return await ask(self._database, question)


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
