"""Recordings: which there are, and their sound. Every download and every play is in the trail."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, TypeVar
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field

from ivr.archive.entry import Entry
from ivr.archive.index import Index, Wanted
from ivr.archive.verify import stored
from ivr.journal.shown import iso
from ivr.ports import Clock
from ivr.settings import Settings
from ivr.settings.web import Right
from ivr.web.answers import NotAllowed, NotFound, plainly
from ivr.web.calls import NUMBERS
from ivr.web.moments import Between
from ivr.web.named import check_names
from ivr.web.paging import Cursors, Limit, next_page, whole
from ivr.web.plays import Plays
from ivr.web.routes import Asked, Fields, Reply, Route
from recordings.place import Outside

T = TypeVar("T")

HEAR: frozenset[Right] = frozenset(("recordings",))
TYPES = {"wav": "audio/wav", "flac": "audio/flac", "opus": "audio/ogg"}
"""Content types, by the format on disk."""
Kind = Literal["", "conversation", "message", "suggestion", "comment", "voicemail"]
CURSORS = Cursors("r", numbered=True)
Named = Annotated[str, Field(max_length=40)]


class RecordingsWanted(Between):
    """Which recordings, newest first. What is '' does not matter."""

    call: Annotated[str, Field(max_length=150, description="The id of a call.")] = ""
    kind: Kind = ""
    line: Annotated[Named, Field(description="The number that was dialled.")] = ""
    queue: Named = ""
    agent: Named = ""
    number: Annotated[Named, Field(description="The caller's, however it is spelled.")] = ""
    limit: Annotated[Limit, BeforeValidator(whole, json_schema_input_type=Limit)] = 50
    cursor: Annotated[str, CURSORS.field(), AfterValidator(CURSORS.checked)] = ""

    def fitting(self, zone: ZoneInfo, numbers: tuple[str, ...]) -> Wanted:
        """As the index is asked, for one more than fits on the page; times without a zone are of this one.
        `numbers`: the spellings of the caller's."""
        since, until = self.moments(zone)
        began, number = CURSORS.position(self.cursor) if self.cursor else (0.0, "")
        return Wanted(
            since,
            until,
            self.kind,
            self.line,
            self.queue,
            self.agent,
            self.call,
            numbers,
            limit=self.limit + 1,
            before=(began, int(number)) if self.cursor else None,
        )


class Hearing(Fields):
    """How the sound is had."""

    download: Annotated[Literal["", "1"], Field(description="1: to keep it, also by ranges.")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingShown:
    """A recording. `seconds` long; `held`: since when it is under a legal hold; `erased`: when its sound
    went, and `why`: retention or request; `problem`: what is wrong with the file, '' for nothing. `audio`:
    the address of its sound, null where there is none."""

    id: int
    call: str
    kind: str
    line: str
    queue: str
    agent: str
    began: str
    seconds: float
    channels: int
    format: str
    bytes: int
    sha256: str
    problem: str
    held: str | None
    erased: str | None
    why: str
    audio: str | None


@dataclass(frozen=True, slots=True)
class RecordingPage:
    """Recordings, newest first. `next` is the `cursor` for those behind them, null where there are none."""

    recordings: tuple[RecordingShown, ...]
    next: str | None


class RecordingsRoom:
    """The routes below `/recordings`. `database`: the address of the one that has the index."""

    def __init__(self, database: str, settings: Settings, clock: Clock) -> None:
        self._database, self._clock, self._settings = database, clock, settings
        self._plays = Plays(clock.monotonic)
        self._folder = settings.path(settings.engine.recordings)
        self._country = settings.engine.country
        self._zone = ZoneInfo(settings.engine.timezone)

    def routes(self) -> tuple[Route, ...]:
        none = {404: "no such recording, or its sound is gone"}
        return (
            Route(
                "GET",
                "/recordings",
                "recordings.list",
                "Recordings that fit, newest first",
                self._list,
                RecordingPage,
                RecordingsWanted,
                HEAR,
            ),
            Route(
                "GET",
                "/recordings/{id}",
                "recordings.get",
                "One recording",
                self._get,
                RecordingShown,
                rights=HEAR,
                refuses=none,
            ),
            Route(
                "GET",
                "/recordings/{id}/audio",
                "recordings.audio",
                "The sound of a recording, whole or a range of it; each download and play is in the trail",
                self._audio,
                bytes,
                Hearing,
                HEAR,
                refuses=none,
                media=tuple(TYPES.values()),
                ranges=True,
            ),
        )

    async def _list(self, asked: Asked) -> Reply:
        wanted = asked.of(RecordingsWanted)
        if wanted.number and NUMBERS not in asked.client.may:
            raise plainly(
                NotAllowed,
                f"this token may not look for numbers; it needs: {NUMBERS}",
                f"此令牌无权按号码查找；需要以下权限：{NUMBERS}",
                "number",
            )
        found = await self._ask(lambda index: self._fitting(index, wanted))
        if not found:  # an agent or a queue of former times has recordings
            check_names({"agent": wanted.agent, "queue": wanted.queue}, self._settings)
        page = found[: wanted.limit]
        cursor = CURSORS.of(page[-1].began, str(page[-1].id)) if len(found) > len(page) else None
        shown = tuple(self._shown(entry) for entry in page)
        return Reply(RecordingPage(shown, cursor), headers=next_page("/recordings", wanted, cursor))

    def _fitting(self, index: Index, wanted: RecordingsWanted) -> list[Entry]:
        numbers = index.spellings(wanted.number, self._country) if wanted.number else ()
        return index.find(wanted.fitting(self._zone, numbers))

    async def _get(self, asked: Asked) -> Reply:
        return Reply(self._shown(await self._entry(asked.id)))

    async def _audio(self, asked: Asked) -> Reply:
        entry = await self._entry(asked.id)
        path = await asyncio.to_thread(self._file, entry)
        if path is None:
            raise plainly(
                NotFound,
                f"the sound of recording {entry.id} is gone; 'erased' and 'problem' say why",
                f"录音 {entry.id} 的声音已不在；原因见 erased 和 problem",
            )
        keeps = "Range" not in asked.headers or asked.of(Hearing).download
        if keeps and not asked.head:
            await self._trace(asked, "recording_downloaded", entry)
        elif not asked.head:
            async with self._plays.asked(asked.client.name, entry.id) as begins:
                if begins:
                    await self._trace(asked, "recording_played", entry)
        shown = "attachment" if keeps else "inline"
        headers = {
            "Content-Type": TYPES[entry.format],
            "Content-Disposition": f'{shown}; filename="{entry.id}.{entry.format}"',
            "Cache-Control": "private, no-cache",
        }
        return Reply(path, headers=headers)

    async def _trace(self, asked: Asked, what: str, entry: Entry) -> None:
        at, who = self._clock.now().timestamp(), f"token {asked.client.name}"
        await self._ask(lambda index: index.trace(at, who, what, str(entry.id)))

    def _file(self, entry: Entry) -> Path | None:
        """Where the sound is, None for nowhere."""
        try:
            path = stored(self._folder, entry)
        except Outside:
            return None
        return path if entry.erased is None and path.is_file() and not path.is_symlink() else None

    async def _entry(self, written: str) -> Entry:
        number = int(written) if written.isascii() and written.isdigit() and len(written) < 16 else 0
        found = await self._ask(lambda index: index.get(number))
        if found is None:
            raise plainly(
                NotFound,
                f"no recording '{written[:60]}'; /api/v1/recordings lists the ids",
                f"没有录音“{written[:60]}”；编号见 /api/v1/recordings",
            )
        return found[0]

    async def _ask(self, question: Callable[[Index], T]) -> T:
        """Raises DatabaseUnusable."""

        def run() -> T:
            with Index(self._database) as index:
                return question(index)

        return await asyncio.to_thread(run)

    def _shown(self, entry: Entry) -> RecordingShown:
        return RecordingShown(
            id=entry.id,
            call=entry.call,
            kind=entry.kind,
            line=entry.line,
            queue=entry.queue,
            agent=entry.agent,
            began=iso(entry.began, self._zone) or "",
            seconds=entry.seconds,
            channels=entry.channels,
            format=entry.format,
            bytes=entry.bytes,
            sha256=entry.sha256,
            problem=entry.problem,
            held=iso(entry.held, self._zone),
            erased=iso(entry.erased, self._zone),
            why=entry.why,
            audio=None if entry.erased else f"/api/v1/recordings/{entry.id}/audio",
        )
