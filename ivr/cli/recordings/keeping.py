"""`ivr recordings prune`, `hold` and `release`."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Annotated

import typer

from ivr.archive.entry import Entry
from ivr.archive.index import Wanted
from ivr.archive.retention import RETENTION, Retention, due, ids, remove
from ivr.cli.json_lines import json_line
from ivr.cli.language import Language, LanguageOption, chosen
from ivr.cli.options import DEFAULT_CONFIG, ConfigOption, JsonOption, err, say, show_table, stop_with
from ivr.cli.progress import prompt_bar
from ivr.cli.recordings.listing import as_json, table
from ivr.cli.recordings.shared import Archive, opened
from ivr.cli.recordings.words import word

DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help="Only list what would be done. 只列出，不执行。")
]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask. 不询问。")]
_Ids = Annotated[list[int] | None, typer.Argument(metavar="[ID]...", help="The recordings. 录音编号。")]
_Call = Annotated[str, typer.Option(help="All of a call. 某通话的全部录音。")]
_Number = Annotated[str, typer.Option(help="All of a caller, by number. 某主叫的全部录音。")]


def prune(
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    as_lines: JsonOption = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Remove what has been kept long enough, as the engine does once a day. 清理到期录音。

    How long that is, is said by `archive` in config/ivr.yaml. What is held stays.

        ivr recordings prune --dry-run

        ivr recordings prune --yes
    """
    with opened(config) as archive:
        settings, now = archive.settings.engine.archive, time.time()
        found = due(archive.index, Retention.of(settings), now)
        told = {"count": len(found), "size": f"{sum(entry.bytes for entry in found) / 1e6:.1f}"}
        show_all(archive, found, language, as_lines=as_lines)
        if not found:
            err.print(word("nothing_goes" if settings.keep or settings.lines else "no_keep", language))
        elif dry_run:
            err.print(word("would_go", language, **told))
        elif yes or typer.confirm(word("ask_prune", language, **told), err=True):
            removed(archive, found, RETENTION, language)
            archive.did("recordings_pruned", ids(found))
            err.print(word("pruned", language, **told))


def removed(archive: Archive, entries: Sequence[Entry], why: str, language: Language | None) -> None:
    """Remove their files, with a bar; a disk that fails ends the program, and what is gone is told."""
    with prompt_bar(err, word("pruning", language)) as show:
        for done, entry in enumerate(entries):
            show(done, len(entries))
            try:
                remove(archive.index, archive.folder, [entry], time.time(), why)
            except OSError as fault:
                if done:
                    archive.did("recordings_erased", ids(entries[:done]))
                stop_with(word("not_pruned", language, count=done, fault=fault))


def show_all(
    archive: Archive, entries: Sequence[Entry], language: Language | None, *, as_lines: bool
) -> None:
    """All of them, as a table or for programs."""
    if as_lines:
        for entry in entries:
            print(json_line(as_json(archive, entry)))
    elif entries:
        show_table(table(archive, entries, chosen(language)))


def hold(
    numbers: _Ids = None,
    call: _Call = "",
    number: _Number = "",
    note: Annotated[str, typer.Option(help="Why, such as the file of a court. 原因。")] = "",
    dry_run: DryRunOption = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Put recordings under a legal hold: nothing removes them, nor erases their calls. 法律保全。

    ivr recordings hold 1234 --note "court 2026-117"

    ivr recordings hold --number 13800138000 --note "complaint 88"
    """
    with opened(config) as archive:
        found = _meant(archive, numbers or [], call, number, language)
        fresh = [entry for entry in found if entry.erased is None]
        if dry_run:
            show_all(archive, fresh, language, as_lines=False)
            return say(word("would_hold", language, count=len(fresh)))
        _hold(archive, fresh, note)
        if fresh:
            archive.did("recordings_held", ids(fresh))
        say(word("hold_now", language, count=len(fresh)))


def _hold(archive: Archive, entries: Sequence[Entry], note: str) -> None:
    """What is held already keeps the time of its hold, and its note unless there is another one."""
    new = [entry.id for entry in entries if entry.held is None]
    archive.index.change(new, held=time.time(), note=note)
    if note:
        archive.index.change([entry.id for entry in entries if entry.held is not None], note=note)


def release(
    numbers: _Ids = None,
    call: _Call = "",
    number: _Number = "",
    dry_run: DryRunOption = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """End the legal hold of recordings. 解除法律保全。

    ivr recordings release 1234
    """
    with opened(config) as archive:
        found = _meant(archive, numbers or [], call, number, language)
        held = [entry for entry in found if entry.held is not None]
        if dry_run:
            show_all(archive, held, language, as_lines=False)
            return say(word("would_release", language, count=len(held)))
        archive.index.change([entry.id for entry in held], held=None, note="")
        if held:
            archive.did("recordings_released", ids(held))
        say(word("released", language, count=len(held)))


def _meant(
    archive: Archive, numbers: Sequence[int], call: str, number: str, language: Language | None
) -> list[Entry]:
    """The recordings that were named; none at all, or one that is not there, ends the program."""
    if not (numbers or call or number):
        stop_with(word("hold_which", language))
    found = [archive.entry(each, language)[0] for each in numbers]
    if call:
        found += archive.index.find(Wanted(call=call))
    if number:
        found += archive.index.find(Wanted(numbers=archive.spellings(number)))
    if not found:
        stop_with(word("none", language))
    return list({entry.id: entry for entry in found}.values())
