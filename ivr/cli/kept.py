"""What the commands about versions share: the versions that are kept, and the engine that runs."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from ivr.cli.journal import zone_of
from ivr.cli.language import Language
from ivr.cli.options import err, show_problems, stop_with
from ivr.cli.version_words import words
from ivr.control.answers import EngineAway, Refusal, Said
from ivr.control.client import ask
from ivr.document.problems import Problem
from ivr.flow.site import Site
from ivr.settings import Settings
from ivr.steps import CATALOGUE
from ivr.versions.judge import Refused, Rules, Verdict, judge, look
from ivr.versions.keeper import good_versions
from ivr.versions.store import Change, UnknownVersion, VersionStore


@dataclass(frozen=True, slots=True)
class Kept:
    """The versions of a site, in the language of who looks at them."""

    settings: Settings
    language: str

    @property
    def store(self) -> VersionStore:
        return VersionStore(self.state / "versions")

    @property
    def state(self) -> Path:
        return self.settings.path(self.settings.engine.state)

    @property
    def folder(self) -> Path:
        """Where the dialplans are."""
        return self.settings.path(self.settings.engine.dialplans)

    @property
    def zone(self) -> ZoneInfo:
        return zone_of(self.settings)

    @property
    def rules(self) -> Rules:
        return Rules(CATALOGUE, Site.of(self.settings))

    def say(self, name: str, **values: object) -> str:
        return words(name, self.language, **values)

    def moment(self, at: float) -> str:
        """A time as people read it."""
        return f"{datetime.fromtimestamp(at, self.zone):%Y-%m-%d %H:%M:%S}"

    def when(self, change: Change) -> str:
        return self.moment(change.at)

    def verdict(self) -> Verdict:
        """What the files are beside what is in use."""
        return judge(look(self.folder), good_versions(self.store, self.folder, self.rules), self.rules)

    def history(self, dialplan: str) -> list[Change]:
        """Its changes, oldest first; a name that there never was ends the program."""
        found = self.store.history(dialplan) if dialplan in self.store.dialplans() else []
        if not found:
            stop_with(self.say("unknown", asked=dialplan, known=", ".join(self.store.dialplans()) or "-"))
        return found

    def version(self, asked: str) -> str:
        """The version that begins like this; none or several end the program."""
        try:
            return self.store.find(asked)
        except UnknownVersion as unknown:
            if unknown.found:
                stop_with(self.say("several", asked=asked, found=", ".join(unknown.found[:6])))
            stop_with(self.say("unknown", asked=asked, known=", ".join(self.store.dialplans()) or "-"))

    def text(self, version: str) -> str:
        """The text of a version; one that is lost ends the program."""
        text = self.store.text(version)
        if text is None:
            stop_with(self.say("lost", version=version))
        return text

    def show(self, problems: Sequence[Problem]) -> None:
        """The problems on standard error, in the language of the command."""
        show_problems(list(problems), Language(self.language))

    def show_refused(self, refused: Refused) -> None:
        """What is wrong with a file that is not taken into use, and that the version before stays."""
        self.show(refused.problems)
        told = self.say("broken", owner=refused.owner)
        err.print(f"{refused.file}: {told}", style="yellow", markup=False, soft_wrap=True)

    def ask(self, name: str, said: Said) -> Said | None:
        """The engine's answer, None when none is running; what it refuses ends the program."""
        try:
            return asyncio.run(ask(self.state, name, said))
        except EngineAway:
            return None
        except PermissionError as fault:
            stop_with(self.say("cannot_read", fault=f"{fault.filename}: {fault.strerror}"))
        except Refusal as refusal:
            self.show(refusal.problems)
            stop_with(refusal.said(self.language))


@contextmanager
def readable(kept: Kept) -> Iterator[None]:
    """Files of the versions that we may not read end the program with what is wrong."""
    try:
        yield
    except OSError as fault:
        stop_with(kept.say("cannot_read", fault=f"{fault.filename}: {fault.strerror}"))
