"""`ivr recordings erase`: a caller who wants to be forgotten."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from typing import Annotated, Any

import orjson
import typer
from rich.text import Text

from ivr.archive.erasure import Eraser, Plan
from ivr.archive.intake import Intake
from ivr.cli.language import Language, LanguageOption
from ivr.cli.options import DEFAULT_CONFIG, ConfigOption, JsonOption, err, out, say, stop_with
from ivr.cli.outliving import database_of
from ivr.cli.progress import prompt_bar
from ivr.cli.recordings.keeping import DryRunOption, YesOption
from ivr.cli.recordings.listing import as_json
from ivr.cli.recordings.shared import Archive, opened
from ivr.cli.recordings.words import word
from ivr.journal.story import clean
from ivr.numbers import normal

_GOES = ("recordings", "calls", "elsewhere", "cases", "callbacks", "work", "kept", "scores")
_STAYS = ("held", "running", "open_work", "lists")


def erase(
    number: Annotated[str, typer.Option(help="The caller's, in any spelling. 主叫号码。")],
    note: Annotated[str, typer.Option(help="For the trail, such as the request's file. 备注。")] = "",
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    as_lines: JsonOption = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Erase a caller: audio, numbers, names and texts go, every count stays. 应要求删除来电者。

    What is under a legal hold stays, and is told.

        ivr recordings erase --number 13800138000 --dry-run

        ivr recordings erase --number +8613800138000 --note "request 12"
    """
    with opened(config) as archive:
        country = archive.settings.engine.country
        theirs = normal(number, country)
        if not theirs:
            stop_with(word("no_number", language, written=clean(number)))
        Intake(archive.index, archive.folder).take_in(time.time())
        url = database_of(archive.settings)
        with closing(Eraser(url, archive.index, archive.folder, country)) as eraser:
            plan = eraser.plan(theirs)
            _show(archive, plan, language, as_lines=as_lines)
            if plan.is_empty:
                err.print(word("nobody", language, number=theirs))
            elif not dry_run and (yes or typer.confirm(word("ask_erase", language, number=theirs), err=True)):
                _carry_out(archive, eraser, theirs, plan, language)
                counts = {name: len(getattr(plan, name)) for name in ("recordings", "calls")}
                archive.did(
                    "caller_erased", f"{counts['recordings']} recordings, {counts['calls']} calls {note}"
                )
                say(word("erased_now", language, **counts))


def _carry_out(archive: Archive, eraser: Eraser, number: str, plan: Plan, language: Language | None) -> None:
    with prompt_bar(err, word("pruning", language)) as show:
        try:
            eraser.erase(number, plan, time.time(), lambda done: show(done, len(plan.recordings)))
        except OSError as fault:
            stop_with(word("cannot_erase", language, fault=fault))


def _show(archive: Archive, plan: Plan, language: Language | None, *, as_lines: bool) -> None:
    """Everything by its id, also what stays."""
    for what, name in _parts(plan):
        found = getattr(plan, name)
        if as_lines:
            for each in found:
                print(orjson.dumps({"what": what, "of": name, **_plain(archive, name, each)}).decode())
        elif found:
            out.print(Text(f"{len(found):>6}  {word(f'{what}_{name}', language)}"), soft_wrap=True)
            for each in found:
                shown = " ".join(str(value) for value in _named(name, each))
                out.print(Text(f"        {clean(shown)}"), soft_wrap=True)


def _parts(plan: Plan) -> Iterator[tuple[str, str]]:
    yield from (("goes", name) for name in _GOES)
    yield from (("stays", name) for name in _STAYS)


def _named(name: str, each: Any) -> tuple[Any, ...]:
    if name == "recordings":
        return each.id, each.kind, each.file
    return each if name == "kept" else (each,)


def _plain(archive: Archive, name: str, each: Any) -> dict[str, Any]:
    if name == "recordings":
        return as_json(archive, each)
    return {"kind": each[0], "key": each[1]} if name == "kept" else {"id": each}
