"""What the commands about cases share: the store, and what a change that does not fit is told as."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from ivr.cli.audit import who
from ivr.cli.cases.words import status_word, word
from ivr.cli.language import Language, chosen
from ivr.cli.options import settings_or_exit, stop_with
from ivr.cli.outliving import database_of
from ivr.hotline.case import Case
from ivr.hotline.cases import CaseStore, NoSuchCase
from ivr.hotline.changes import Change, Unfit
from ivr.hotline.reference import is_reference
from ivr.hotline.states import NoSuchMove
from ivr.hotline.terms import Promises
from ivr.journal.database import migrate
from ivr.journal.story import clean
from ivr.journal.unusable import DatabaseUnusable
from ivr.settings import Settings

T = TypeVar("T")

ReferenceArgument = Annotated[
    str, typer.Argument(metavar="REFERENCE", help="The number that the caller was given. 受理编号。")
]
ByOption = Annotated[str, typer.Option(help="Who does it; else the account. 操作人，默认为当前账号。")]


@dataclass(frozen=True, slots=True)
class Room:
    """The settings, and the language of the answer."""

    settings: Settings
    language: Language | None

    @classmethod
    def of(cls, config: Path, language: Language | None) -> Room:
        """Faults of the settings end the program."""
        return cls(settings_or_exit(config), language)

    def ask(self, question: Callable[[CaseStore], Awaitable[T]]) -> T:
        """What the store says; what cannot be ends the program with why."""
        try:
            url = database_of(self.settings)
            migrate(url)
            return asyncio.run(self._asked(url, question))
        except DatabaseUnusable as fault:
            stop_with(fault.said(chosen(self.language)))
        except NoSuchCase as fault:
            stop_with(self._missing(str(fault)))
        except Unfit as fault:
            stop_with(fault.zh if chosen(self.language) == "zh" else str(fault))
        except NoSuchMove as fault:
            stop_with(self._no_move(fault))

    async def _asked(self, url: str, question: Callable[[CaseStore], Awaitable[T]]) -> T:
        store = CaseStore(url, terms=Promises(self.settings.hotline))
        try:
            return await question(store)
        finally:
            await store.close()

    def change(self, reference: str, change: Change, by: str) -> Case:
        """The case after this happened to it."""
        return self.ask(lambda store: store.change(digits(reference), change, by or who()))

    def _missing(self, reference: str) -> str:
        shown = clean(reference[:30])
        known = is_reference(reference)
        return word("no_case" if known else "no_reference", self.language, reference=shown)

    def _no_move(self, fault: NoSuchMove) -> str:
        possible = ", ".join(word(f"move_{move}", self.language) for move in fault.possible)
        return word(
            "no_move",
            self.language,
            status=status_word(fault.status, self.language),
            move=word(f"move_{fault.move}", self.language),
            possible=possible,
        )


def digits(reference: str) -> str:
    """A number as people write it down: 4081 7265."""
    return "".join(reference.split())
