"""What the commands about quality share: the database, the forms, who asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from ivr.cli.audit import who
from ivr.cli.language import Language, chosen
from ivr.cli.options import settings_or_exit, show_problems, shown, stop_with
from ivr.cli.outliving import database_of
from ivr.cli.quality.words import word
from ivr.document.model import Fault, Faults
from ivr.document.problems import nearest
from ivr.journal.database import DatabaseUnusable, migrate
from ivr.journal.story import clean
from ivr.quality.access import Access
from ivr.quality.entry import CannotBe, Person, Wanted
from ivr.quality.form import Form
from ivr.quality.forms import Forms, read_forms
from ivr.quality.scores import Scores
from ivr.settings import Settings

ScoreArgument = Annotated[
    int, typer.Argument(metavar="ID", min=1, max=2**62, help="As `ivr quality scores` has it. 编号。")
]
ByOption = Annotated[str, typer.Option(help="Who does it; else the account. 操作人，默认为当前账号。")]


@dataclass(frozen=True, slots=True)
class Room:
    """The database, opened, and what is asked in."""

    settings: Settings
    access: Access
    language: Language | None

    @property
    def scores(self) -> Scores:
        """Those in the database."""
        return Scores(self.access)

    @property
    def folder(self) -> Path:
        """Where the forms are."""
        return self.settings.path(self.settings.engine.quality.forms)

    def forms(self) -> Forms:
        """The forms there are; those with faults are told and left out."""
        found = read_forms(self.folder, Path(shown(self.folder)))
        show_problems(list(found.problems), self.language)
        return found

    def unknown(self, wanted: Wanted) -> list[str]:
        """What is asked for and is nowhere, neither in the settings nor in any score, with the nearest."""
        settings = self.settings
        known: Mapping[str, Iterable[str]] = {
            "agent": settings.agents.agents,
            "queue": settings.queues.queues,
            "form": read_forms(self.folder).forms,
            "scorer": (),
        }
        told = []
        for what, names in known.items():
            name, there = getattr(wanted, what), {*names, *self.scores.names(what)}
            if name and name not in there:
                hint = nearest(name, there, chosen(self.language))
                told.append(word(f"no_such_{what}", self.language, given=clean(name[:60]), nearest=hint))
        return told

    def form(self, name: str) -> Form:
        """The form with this name, the only one for ''; without one the program ends."""
        forms = self.forms().forms
        if not forms:
            stop_with(word("no_forms", self.language, folder=shown(self.folder)))
        if not name and len(forms) == 1:
            return next(iter(forms.values()))
        if name not in forms:
            hint = nearest(name, forms, chosen(self.language))
            stop_with(word("no_form", self.language, form=clean(name[:60]), nearest=hint))
        return forms[name]


@contextmanager
def opened(config: Path, language: Language | None) -> Iterator[Room]:
    """The scores of these settings; what cannot be ends the program with why."""
    settings = settings_or_exit(config)
    words = chosen(language)
    try:
        url = database_of(settings)
        migrate(url)
        with Access(url) as access:
            yield Room(settings, access, language)
    except DatabaseUnusable as fault:
        stop_with(fault.said(words))
    except CannotBe as fault:
        stop_with(clean(fault.said(words)))
    except Fault as fault:
        stop_with(_line(fault, words))
    except Faults as faults:
        stop_with("\n".join(_line(fault, words) for fault in faults.faults))


def _line(fault: Fault, words: str) -> str:
    return clean(f"{'.'.join(map(str, fault.path))}: {fault.zh if words == 'zh' else fault}")


def person(by: str = "", agent: str = "") -> Person:
    """Who gave the command: at the machine itself everybody is a lead, unless they speak for an agent."""
    account = who()
    return Person(by or account, lead=not agent, agent=agent, trail=account)
