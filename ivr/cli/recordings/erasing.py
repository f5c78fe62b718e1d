"""`ivr recordings erase`: a caller who wants to be forgotten."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.text import Text

from ivr.archive.digest import digest as digest_of
from ivr.archive.erasure import ERASED, Eraser, words
from ivr.archive.intake import Intake
from ivr.archive.plan import Plan
from ivr.cli.audit import audit, who
from ivr.cli.journal import zone_of
from ivr.cli.json_lines import json_line
from ivr.cli.language import Language, LanguageOption
from ivr.cli.options import DEFAULT_CONFIG, ConfigOption, JsonOption, err, out, say, stop_with
from ivr.cli.outliving import database_of
from ivr.cli.progress import prompt_bar
from ivr.cli.recordings.keeping import DryRunOption, YesOption
from ivr.cli.recordings.listing import as_json
from ivr.cli.recordings.shared import Archive, opened
from ivr.cli.recordings.words import word
from ivr.journal.opened import Trace
from ivr.journal.spool import FOLDER
from ivr.journal.story import clean
from ivr.numbers import normal

_GOES = ("recordings", "calls", "elsewhere", "cases", "callbacks", "work", "kept", "scores")
_STAYS = ("held", "damaged")
_FOLLOWS = ("running", "spooled", "open_work")

_ListsOption = Annotated[bool, typer.Option("--lists", help="Take them off all lists too. 同时移出名单。")]


def erase(
    number: Annotated[str, typer.Option(help="The caller's, in any spelling. 主叫号码。")],
    note: Annotated[str, typer.Option(help="For the trail, such as the request's file. 备注。")] = "",
    lists: _ListsOption = False,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    as_lines: JsonOption = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Erase a caller: audio, numbers, names and texts go, every count stays. 应要求删除来电者。

    What is under a legal hold stays, and so do lists without --lists: a block would end. All is told.

        ivr recordings erase --number 13800138000 --dry-run

        ivr recordings erase --number +8613800138000 --note "request 12"
    """
    with opened(config) as archive:
        theirs = normal(number, archive.settings.engine.country)
        if not theirs:
            stop_with(word("no_number", language, written=clean(number)))
        try:
            with closing(_eraser(archive)) as eraser:
                _Asked(archive, eraser, theirs, language, lists).go(note, _Mode(dry_run, yes, as_lines))
        except OSError as fault:
            stop_with(word("cannot_erase", language, fault=fault))


def _eraser(archive: Archive) -> Eraser:
    """Recordings that no round has taken in yet are taken in now, so that they are found."""
    Intake(archive.index, archive.folder).take_in(time.time())
    settings = archive.settings
    spool = settings.path(settings.engine.state) / FOLDER
    return Eraser(
        database_of(settings), archive.index, archive.folder, spool, country=settings.engine.country
    )


@dataclass(frozen=True, slots=True)
class _Mode:
    """How the command was given."""

    dry_run: bool
    yes: bool
    as_lines: bool


@dataclass(frozen=True, slots=True)
class _Asked:
    """To erase this number, and to take it off the `lists` or not."""

    archive: Archive
    eraser: Eraser
    number: str
    language: Language | None
    lists: bool

    def go(self, note: str, mode: _Mode) -> None:
        settings = self.archive.settings
        digest = digest_of(settings.path(settings.engine.state), self.number)
        plan = self.eraser.plan(self.number)
        _show(self.archive, plan, self.language, parts=list(self._parts()), as_lines=mode.as_lines)
        for asked in self.eraser.earlier(digest):
            at = f"{datetime.fromtimestamp(asked, zone_of(settings)):%F %T}"
            err.print(word("erased_before", self.language, at=at))
        if not (plan.is_empty and not plan.follows and not (self.lists and plan.lists)):
            if not mode.dry_run and (mode.yes or self._confirmed()):
                self._carry_out(digest, note)
        else:
            err.print(word("nobody", self.language, number=self.number))

    def _parts(self) -> Iterator[tuple[str, str]]:
        yield from (("goes", name) for name in _GOES)
        yield ("goes" if self.lists else "stays"), "lists"
        yield from (("follows", name) for name in _FOLLOWS)
        yield from (("stays", name) for name in _STAYS)

    def _confirmed(self) -> bool:
        return typer.confirm(word("ask_erase", self.language, number=self.number), err=True)

    def _carry_out(self, digest: str, note: str) -> None:
        request = self.eraser.ask(self.number, digest, time.time(), lists=self.lists)
        trace = Trace(time.time(), who(), ERASED, words(request, note))
        with prompt_bar(err, word("pruning", self.language)) as show:
            went = self.eraser.erase(request, trace, show=show)
        audit(ERASED, about=trace.about)
        counts = {name: len(getattr(went, name)) for name in ("recordings", "calls")}
        say(word("erased_now", self.language, **counts))
        if went.follows:
            say(word("erased_later", self.language))


def _show(
    archive: Archive,
    plan: Plan,
    language: Language | None,
    *,
    parts: Sequence[tuple[str, str]],
    as_lines: bool,
) -> None:
    """Everything by its id, also what stays; `parts`: what becomes of each, and its name in the plan."""
    for what, name in parts:
        found = getattr(plan, name)
        if as_lines:
            for each in found:
                print(json_line({"what": what, "of": name, **_plain(archive, name, each)}))
        elif found:
            out.print(Text(f"{len(found):>6}  {word(f'{what}_{name}', language)}"), soft_wrap=True)
            for each in found:
                shown = " ".join(str(value) for value in _named(name, each))
                out.print(Text(f"        {clean(shown)}"), soft_wrap=True)


def _named(name: str, each: Any) -> tuple[Any, ...]:
    if name == "recordings":
        return each.id, each.kind, each.file
    return each if name == "kept" else (each,)


def _plain(archive: Archive, name: str, each: Any) -> dict[str, Any]:
    if name == "recordings":
        return as_json(archive, each)
    return {"kind": each[0], "key": each[1]} if name == "kept" else {"id": each}
