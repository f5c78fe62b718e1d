"""`ivr versions`: which versions of the dialplans are in use, and which were."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from ivr.cli.journal import iso
from ivr.cli.json_lines import json_line
from ivr.cli.kept import Kept, readable
from ivr.cli.language import LanguageOption, chosen
from ivr.cli.options import DEFAULT_CONFIG, ConfigOption, JsonOption, err, say, settings_or_exit, show_table
from ivr.journal.database import DatabaseUnusable, absolute_url
from ivr.journal.reader import JournalReader
from ivr.journal.story import clean
from ivr.versions.judge import Verdict
from ivr.versions.store import Change

Counts = Mapping[tuple[str, str], int]

What = Annotated[
    str,
    typer.Argument(
        metavar="[DIALPLAN|VERSION]",
        help="A dialplan: its history; a version, or its beginning: its text. 拨号方案名或版本号。",
    ),
]


def versions(
    what: What = "",
    as_lines: JsonOption = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """The versions of the dialplans: in use, since when, by whom, with how many calls. 拨号方案的版本。

    Without a name it tells what is in use of each dialplan, and which files have errors and whose they are.

        ivr versions                 all dialplans 全部
        ivr versions main            the history of one, newest first 某方案的历史
        ivr versions 02730b12        the text of a version 某版本的内容
    """
    kept = Kept(settings_or_exit(config), chosen(language))
    with readable(kept):
        if what in kept.store.dialplans():
            _show_history(kept, what, as_lines)
        elif what:
            typer.echo(kept.text(kept.version(what)), nl=False)
        else:
            _show_all(kept, as_lines)


def _show_all(kept: Kept, as_lines: bool) -> None:
    verdict, counts = kept.verdict(), _counts(kept)
    in_use = kept.store.in_use()
    states = {name: _state(kept, verdict, change) for name, change in in_use.items()}
    if as_lines:
        return _print(
            [_plain(kept, each, counts) | {"file_is": states[name][0]} for name, each in in_use.items()]
        )
    if in_use:
        shown = _table(kept, "dialplan", "version", "since", "by", "calls", "file")
        for name, each in in_use.items():
            row = (name, each.version, kept.when(each), each.by, _count(counts, each), states[name][1])
            shown.add_row(*map(Text, map(clean, row)))
        show_table(shown)
    else:
        err.print(kept.say("none"))
    for trial in kept.store.trials():
        say(kept.say("trial", **asdict(trial) | {"since": kept.moment(trial.since)}))
    for refused in verdict.refused:
        err.print()
        kept.show_refused(refused)


def _show_history(kept: Kept, dialplan: str, as_lines: bool) -> None:
    history, counts = kept.history(dialplan)[::-1], _counts(kept)
    if as_lines:
        return _print([_plain(kept, each, counts) for each in history])
    shown = _table(kept, "number", "version", "since", "by", "calls", "comment")
    for each in history:
        version = each.version or kept.say("out_of_use")
        if each is history[0] and each.version:
            version += f" ({kept.say('in_use')})"
        row = (str(each.number), version, kept.when(each), each.by, _count(counts, each), each.comment)
        shown.add_row(*map(Text, map(clean, row)))
    show_table(shown)


def _state(kept: Kept, verdict: Verdict, change: Change) -> tuple[str, str]:
    """How the file of a dialplan in use is beside it: a word for programs, and words for people."""
    refused = next((r for r in verdict.refused if change.dialplan in {p.name for p in r.kept}), None)
    if refused:
        return "broken", f"{refused.file.name} {kept.say('broken', owner=refused.owner)}"
    plan = next((plan for plan in verdict.plans if plan.name == change.dialplan), None)
    if plan is None:
        return "missing", f"{change.file} {kept.say('missing')}"
    if plan.version != change.version:
        return "changed", f"{Path(plan.file).name} {kept.say('changed')}"
    return "same", Path(plan.file).name


def _counts(kept: Kept) -> Counts:
    """How many calls each version had; none where there is no call log."""

    async def count() -> Counts:
        settings = kept.settings
        async with JournalReader(absolute_url(settings.engine.database, settings.root)) as journal:
            return await journal.calls_on_versions()

    try:
        return asyncio.run(count())
    except DatabaseUnusable:
        return {}


def _count(counts: Counts, change: Change) -> str:
    return str(counts.get((change.dialplan, change.version), 0)) if change.version else ""


def _plain(kept: Kept, change: Change, counts: Counts) -> dict[str, Any]:
    calls = counts.get((change.dialplan, change.version), 0)
    return asdict(change) | {"at": iso(change.at, kept.zone), "calls": calls}


def _table(kept: Kept, *columns: str) -> Table:
    shown = Table(box=None, pad_edge=False, padding=(0, 1))
    for name in columns:
        shown.add_column(kept.say(name), justify="right" if name == "calls" else "left", overflow="fold")
    return shown


def _print(rows: Iterator[dict[str, Any]] | list[dict[str, Any]]) -> None:
    for row in rows:
        print(json_line(row), flush=True)
