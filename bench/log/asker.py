"""Asks a store of the project as the REST interface and the commands do, from the query to the answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from bench.cpu import cpu_seconds
from bench.log.centre import ZONE
from bench.log.grown import NOW
from ivr.journal.address import is_file, parse
from ivr.journal.reader import AmbiguousCall, Filter, JournalReader
from ivr.reports.asking import Written, asked_of
from ivr.reports.report import report_of
from ivr.settings import Settings
from ivr.settings.web import Limit
from ivr.web.access import RIGHTS, Client
from ivr.web.answers import answer
from ivr.web.calls import CallsRoom
from ivr.web.complaints import filled
from ivr.web.routes import Asked, Route

MOMENT = datetime.fromtimestamp(NOW, ZoneInfo(ZONE))
"""At which everything is asked."""
TODAY = MOMENT.replace(hour=0)
Clock = Callable[[], float]
_EVERYTHING = Client("bench", RIGHTS, Limit())


class Asker:
    """Asks one store."""

    def __init__(self, url: str, reader: JournalReader, settings: Settings) -> None:
        self._reader, self._settings = reader, settings
        self._server = not is_file(parse(url))
        self._routes: Mapping[str, Route] = {each.name: each for each in CallsRoom(reader, settings).routes()}

    async def clock(self) -> Clock:
        """Tells CPU seconds of this process, and of the server's one that answers it."""
        server = 0
        if self._server:
            server = int((await self._reader.rows(select(func.pg_backend_pid())))[0][0])
        return lambda: time.process_time() + (cpu_seconds(server) if server else 0.0)

    async def get(self, route: str, call: str = "") -> bytes:
        """The body of the answer about one call."""
        return await self._answer(route, call, {})

    async def page(self, **query: str) -> bytes:
        """The body of `GET /calls`; `since` and `until` are `from` and `to`."""
        names = {"since": "from", "until": "to"}
        return await self._answer(
            "calls.list", "", {names.get(key, key): text for key, text in query.items()}
        )

    async def shown(self, beginning: str) -> None:
        """`ivr calls show`."""
        with suppress(AmbiguousCall):
            record = await self._reader.call(beginning)
            assert record is not None, beginning
            await self._reader.events_of(record.id)

    async def spelled(self, number: str) -> None:
        """`ivr calls --number`."""
        numbers = await self._reader.spellings(number, self._settings.engine.country)
        assert await self._reader.calls(Filter(numbers=numbers, limit=20)), number

    async def report(self, name: str, since: datetime, until: datetime, by: str) -> None:
        """`ivr report`, up to its sheet."""
        await self._report(Written(name=name, since=since, until=until, by=by))

    async def wallboard(self) -> None:
        """What the agents do, and the figures of today by queue."""
        await self._reader.agent_states()
        await self._report(Written(name="queue", since=TODAY, until=MOMENT, by="queue"))

    async def _report(self, written: Written) -> None:
        await report_of(self._reader, asked_of(written, self._settings, MOMENT), lambda done, total: None)

    async def _answer(self, name: str, call: str, query: Mapping[str, str]) -> bytes:
        route = self._routes[name]
        reply = await route.handler(Asked(_EVERYTHING, call, filled(route.fields, query), {}))
        body = answer(reply.value, reply.status, reply.headers).body
        assert isinstance(body, bytes)
        return body
