"""Calls, running and over: the list, the record of each, its journey, and why it got its agent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from ivr.document.problems import nearest
from ivr.events import CallEvent, ChoiceExplained
from ivr.journal.reader import JournalReader
from ivr.journal.record import CallRecord
from ivr.journal.shown import names_of
from ivr.journal.story import Teller
from ivr.journal.why import Why
from ivr.settings import Settings
from ivr.settings.web import Right
from ivr.web.access import Client
from ivr.web.answers import Invalid, NotAllowed, NotFound, plainly
from ivr.web.calls_shown import (
    CallPage,
    CallShown,
    JourneyShown,
    WhyShown,
    event_shown,
    shown,
    story,
    without_the_person,
)
from ivr.web.calls_wanted import CURSORS, CallsWanted
from ivr.web.paging import next_page
from ivr.web.routes import PREFIX, Asked, Handler, Reply, Route

READ: frozenset[Right] = frozenset(("read",))
NUMBERS: Right = "numbers"


@dataclass(frozen=True, slots=True)
class _Found:
    """A call with its journey, as far as the client may see it."""

    record: CallRecord
    events: Sequence[CallEvent]

    @property
    def over(self) -> bool:
        return self.record.ended is not None


class CallsRoom:
    """The routes `/calls` that read the log."""

    def __init__(self, log: JournalReader, settings: Settings) -> None:
        self._log, self._settings = log, settings
        self._zone = ZoneInfo(settings.engine.timezone)
        self._tellers = {word: Teller(word, self._zone, names_of(settings, word)) for word in ("zh", "en")}

    def routes(self) -> tuple[Route, ...]:
        return (
            Route(
                "GET",
                "/calls",
                "calls.list",
                "Calls that fit, newest first",
                self._list,
                CallPage,
                CallsWanted,
                READ,
            ),
            self._of_one("", "get", "One call", self._get, CallShown),
            self._of_one("/journey", "journey", "All that happened in a call", self._journey, JourneyShown),
            self._of_one("/why", "why", "Why it got its agent, or had to wait", self._why, WhyShown),
        )

    def _of_one(self, path: str, name: str, summary: str, handler: Handler, gives: Any) -> Route:
        return Route(
            "GET",
            f"/calls/{{id}}{path}",
            f"calls.{name}",
            summary,
            handler,
            gives,
            rights=READ,
            refuses={404: "no such call"},
            lasting=True,
        )

    async def _list(self, asked: Asked) -> Reply:
        wanted = asked.of(CallsWanted)
        if wanted.number and NUMBERS not in asked.client.may:
            raise plainly(
                NotAllowed,
                f"this token may not look for numbers; it needs: {NUMBERS}",
                f"此令牌无权按号码查找；需要以下权限：{NUMBERS}",
                "number",
            )
        found = await self._log.calls(wanted.fitting(self._zone))
        if not found:
            self._check_names(wanted)
        calls = found[: wanted.limit]
        cursor = CURSORS.of(calls[-1].began, calls[-1].id) if len(found) > len(calls) else None
        shown_calls = tuple(self._shown(each, asked.client) for each in calls)
        return Reply(CallPage(shown_calls, cursor), headers=next_page("/calls", wanted, cursor))

    def _check_names(self, wanted: CallsWanted) -> None:
        """Raises Invalid for what no call has, and the settings have not either."""
        known: Mapping[str, tuple[str, Sequence[str]]] = {
            "agent": (wanted.agent, list(self._settings.agents.agents)),
            "queue": (wanted.queue, list(self._settings.queues.queues)),
            "disposition": (wanted.disposition, self._dispositions()),
        }
        for field, (name, names) in known.items():
            if name and name not in names:
                raise plainly(
                    Invalid,
                    f"no call has '{name}', and the settings do not; {nearest(name, names)}",
                    f"没有通话含“{name}”，配置中也没有；{nearest(name, names, 'zh')}",
                    field,
                )

    def _dispositions(self) -> list[str]:
        queues = self._settings.queues
        return list(dict.fromkeys(each.code for name in queues.queues for each in queues.outcomes(name)))

    async def _get(self, asked: Asked) -> Reply:
        record = await self._record(asked.id)
        return Reply(self._shown(record, asked.client), lasting=record.ended is not None)

    async def _journey(self, asked: Asked) -> Reply:
        found = await self._found(asked)
        told = story(found.events, lambda language, events: self._tellers[language].journey(events))
        events = tuple(event_shown(event, self._zone) for event in found.events)
        return Reply(JourneyShown(found.record.id, events, told), lasting=found.over)

    async def _why(self, asked: Asked) -> Reply:
        found = await self._found(asked)
        choices = [event for event in found.events if isinstance(event, ChoiceExplained)]
        told = story(choices, self._reasons)
        events = tuple(event_shown(event, self._zone) for event in choices)
        return Reply(WhyShown(found.record.id, events, told), lasting=found.over)

    def _reasons(self, language: str, choices: Sequence[CallEvent]) -> list[str]:
        tells = Why(self._tellers[language])
        return [line for each in choices if isinstance(each, ChoiceExplained) for line in tells.lines(each)]

    async def _found(self, asked: Asked) -> _Found:
        record = await self._record(asked.id)
        events: Sequence[CallEvent] = await self._log.events_of(record.id)
        if NUMBERS not in asked.client.may:
            events = without_the_person(record, events, self._settings.engine.country)
        return _Found(record, events)

    async def _record(self, call: str) -> CallRecord:
        record = await self._log.exactly(call)
        if record is None:
            raise plainly(
                NotFound,
                f"no call '{call[:60]}'; {PREFIX}/calls lists the ids",
                f"没有通话“{call[:60]}”；编号见 {PREFIX}/calls",
            )
        return record

    def _shown(self, record: CallRecord, client: Client) -> CallShown:
        return shown(record, self._zone, numbers=NUMBERS in client.may)
