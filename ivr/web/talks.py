"""Talks that go on: sending the caller on, and the recording."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from ivr.ports import Mode, NoSuchTalk, NotThere, Talks
from ivr.settings.web import Right
from ivr.web.answers import Conflict, NotFound, plainly
from ivr.web.routes import Asked, Fields, Handler, Reply, Route

CHANGE: frozenset[Right] = frozenset(("agents",))
_REFUSES = {
    404: "no such call goes on, or there is no such phone; `field` says which",
    409: "no agent talks with this caller now, or this one cannot do it; the message says why",
}


class Transfer(Fields):
    """`to`: a phone, the extension of a queue, or an outside number that may be dialled."""

    to: Annotated[str, Field(pattern=r"^\+?[0-9*#]{1,40}$")]


class Recording(Fields):
    """`paused`: no for going on with it."""

    paused: bool


class Supervisor(Fields):
    """`phone`: that of a supervisor in config/agents.yaml, which is rung."""

    phone: Annotated[str, Field(pattern=r"^[0-9]{2,8}$")]


MODES: Mapping[Mode, str] = {
    "listen": "Ring a supervisor's phone, to listen to a talk",
    "whisper": "Ring a supervisor's phone, to speak to the agent of a talk alone",
    "join": "Ring a supervisor's phone, to speak to both sides of a talk",
    "take_over": "Ring a supervisor's phone, to take the agent's place in a talk",
}


@dataclass(frozen=True, slots=True)
class Done:
    """The call, as its id in the log says."""

    call: str


class TalksRoom:
    """The routes below `/calls`."""

    def __init__(self, talks: Talks) -> None:
        self._talks = talks

    def routes(self) -> tuple[Route, ...]:
        return (
            self._change("transfer", "Send the caller of a talk on", self._transfer, Transfer),
            *(
                self._change(mode.replace("_", "-"), told, self._as(mode), Supervisor)
                for mode, told in MODES.items()
            ),
            self._change("recording", "Pause a talk's recording, or go on", self._recording, Recording),
        )

    def _change(self, what: str, summary: str, handler: Handler, fields: type[Fields]) -> Route:
        path, name = f"/calls/{{id}}/{what}", f"calls.{what}"
        return Route("POST", path, name, summary, handler, Done, fields, CHANGE, refuses=_REFUSES)

    def _as(self, mode: Mode) -> Handler:
        async def handle(asked: Asked) -> Reply:
            with _told():
                await self._talks.supervise(asked.id, mode, asked.of(Supervisor).phone)
            return Reply(Done(asked.id))

        return handle

    async def _transfer(self, asked: Asked) -> Reply:
        with _told():
            await self._talks.transfer(asked.id, asked.of(Transfer).to)
        return Reply(Done(asked.id))

    async def _recording(self, asked: Asked) -> Reply:
        with _told():
            await self._talks.pause_recording(asked.id, asked.of(Recording).paused)
        return Reply(Done(asked.id))


@contextmanager
def _told() -> Iterator[None]:
    """Say to the program why not. Raises NotFound, Conflict."""
    try:
        yield
    except NotThere as no:
        raise plainly(NotFound, str(no), no.zh, no.field) from None
    except NoSuchTalk as no:
        raise Conflict(str(no), no.zh) from None
