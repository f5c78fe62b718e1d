"""What the commands about recordings share: the index, the place of the files, which recordings are meant."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from ivr.archive.entry import Entry
from ivr.archive.index import Index
from ivr.cli.audit import audit, who
from ivr.cli.journal import zone_of
from ivr.cli.language import Language, chosen
from ivr.cli.moments import time_range
from ivr.cli.options import settings_or_exit, stop_with
from ivr.cli.outliving import database_of
from ivr.cli.recordings.words import word
from ivr.document.problems import nearest
from ivr.journal.database import DatabaseUnusable, migrate
from ivr.journal.story import clean
from ivr.settings import Settings

KINDS = ("conversation", "message", "suggestion", "comment", "voicemail")
KindOption = Annotated[
    str, typer.Option(help="conversation, message, suggestion, comment or voicemail. 类型。")
]
LineOption = Annotated[str, typer.Option(help="The number that was dialled. 被叫号码。")]
FromOption = Annotated[str, typer.Option("--from", help="Began then or later: today, 7d, 2026-11-22. 起始。")]
ToOption = Annotated[str, typer.Option("--to", help="Began before; a day is included. 截止。")]
IdArgument = Annotated[int, typer.Argument(metavar="ID", help="As `ivr recordings list` has it. 编号。")]


@dataclass(frozen=True, slots=True)
class Archive:
    """The index, opened, and the folder of the files."""

    settings: Settings
    index: Index
    folder: Path

    def entry(self, number: int, language: Language | None) -> tuple[Entry, bytes]:
        """The recording with this id and its peaks; without one the program ends."""
        found = self.index.get(number)
        if found is None:
            stop_with(word("no_such", language, id=number))
        return found

    def spellings(self, number: str) -> tuple[str, ...]:
        """How a caller's number is spelled in the log; none for ''."""
        return self.index.spellings(number, self.settings.engine.country) if number else ()

    def did(self, what: str, about: str) -> None:
        """Write it into the trail, with the account that gave the command."""
        self.index.trace(time.time(), who(), what, about)
        audit(what, about=about)


def known_kind(kind: str, language: Language | None) -> None:
    """A kind that recordings do not have ends the program with the nearest one."""
    if kind and kind not in KINDS:
        stop_with(word("no_kind", language, kind=clean(kind), nearest=nearest(kind, KINDS, chosen(language))))


@contextmanager
def opened(config: Path) -> Iterator[Archive]:
    """The recordings of these settings; a database that fails ends the program with what to do."""
    settings = settings_or_exit(config)
    try:
        url = database_of(settings)
        migrate(url)
        with Index(url) as index:
            yield Archive(settings, index, settings.path(settings.engine.recordings))
    except DatabaseUnusable as fault:
        stop_with(fault.said(chosen(None)))


def since_and_until(
    settings: Settings, since: str, until: str, language: Language | None
) -> tuple[float | None, float | None]:
    """What `--from` and `--to` mean; what cannot be a time ends the program."""
    return time_range(since, until, datetime.now(zone_of(settings)), language)
