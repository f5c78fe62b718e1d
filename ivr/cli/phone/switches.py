"""The parts of the world that are changed in the middle of a call: the clock, web services, sources."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from ivr.flow.virtual import LoopClock, real_time
from ivr.ports import Answer, Http, HttpRequest, Lookup, Sources
from ivr.stories.surroundings import Answers, Rows

from .commands import HttpIs, SourceIs


class MovableClock(LoopClock):
    """A clock on the loop's time that can be put to another moment; what is timed goes on as before."""

    def move_to(self, moment: datetime) -> float:
        """The seconds by which it was put on; negative: back."""
        jump = (moment - self.now()).total_seconds()
        self._start += timedelta(seconds=jump)
        return jump


class SwitchedHttp:
    """Answers as it was told, the last word first; else it really asks, in real time."""

    def __init__(self, real: Http) -> None:
        self._real = real
        self._said: list[HttpIs] = []

    def switch(self, said: HttpIs) -> None:
        self._said = [said, *(each for each in self._said if each.url != said.url)]
        if said.url == "*":
            self._said = [said]

    async def fetch(self, request: HttpRequest) -> tuple[int, Any]:
        for said in self._said:
            if said.answer and said.answer.is_for(request.url):
                return await Answers((said.answer,)).fetch(request)
        with real_time():
            return await self._real.fetch(request)


class SwitchedSources:
    """As `SwitchedHttp`, for the sources of look-ups. A source over HTTP that nobody spoke of is asked
    through `SwitchedHttp`."""

    def __init__(self, real: Sources) -> None:
        self._real = real
        self._said: dict[str, Rows] = {}

    def switch(self, said: SourceIs) -> None:
        self._said.pop(said.name, None)
        if said.rows is not None:
            self._said[said.name] = Rows({said.name: said.rows})  # type: ignore[dict-item]

    async def ask(self, lookup: Lookup) -> Answer:
        if lookup.source in self._said:
            return await self._said[lookup.source].ask(lookup)
        with real_time():
            return await self._real.ask(lookup)
