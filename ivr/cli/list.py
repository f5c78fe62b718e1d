"""`ivr list`: the lists of numbers that the step `list` asks, edited while the engine runs."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text
from typer.core import TyperGroup

from ivr.cli.audit import audit
from ivr.cli.journal import iso, zone_of
from ivr.cli.json_lines import json_line
from ivr.cli.language import Language, LanguageOption, chosen
from ivr.cli.list_file import read_entries, write_entries
from ivr.cli.options import (
    DEFAULT_CONFIG,
    ConfigOption,
    JsonOption,
    err,
    say,
    settings_or_exit,
    show_problems,
    show_table,
    stop_with,
)
from ivr.cli.outliving import begins_at, dialplans_of, ends_at, with_store
from ivr.cli.texts import text
from ivr.document.problems import InvalidFiles, suggestion
from ivr.journal.story import clean
from ivr.memory.lists import ListStore
from ivr.numbers import pattern
from ivr.ports import Listed
from ivr.settings import Settings
from ivr.steps.list import List

HELP = """Lists of numbers, such as vip and blocked. A change counts from the next call on. 号码名单。

    ivr list                                 all lists 全部名单

    ivr list vip                             the entries of one 某个名单的内容

    ivr list vip add 13800138000 --note 金卡 --until 2026-12-31

    ivr list blocked add 021555xxxxx         x: any digit; x表示任意一位数字

    ivr list blocked remove 13800138000

    ivr list vip import vip.csv

    ivr list vip export > vip.csv
"""


class _OptionsBehindTheName(TyperGroup):
    """Takes `ivr list vip --lang zh` as `ivr list --lang zh vip`: a group's options end at its argument."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        name_first = len(args) > 1 and args[1].startswith("-") and not args[0].startswith("-")
        return super().parse_args(ctx, [*args[1:], args[0]] if name_first else args)


lists = typer.Typer(
    cls=_OptionsBehindTheName,
    invoke_without_command=True,
    help=HELP,
    subcommand_metavar="[add|remove|import|export] ...",
)

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")
_COLUMNS = {"zh": ("号码", "备注", "生效", "有效期至"), "en": ("Number", "Note", "From", "Until")}

Name = Annotated[str, typer.Argument(help="The list, as in the dialplans. 名单的名称。", show_default=False)]


@lists.callback()
def show(
    context: typer.Context,
    name: Name = "",
    as_lines: JsonOption = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    if name and not _NAME.fullmatch(name):
        stop_with(text("list_name", language, list=name))
    context.obj = name
    if context.invoked_subcommand is None:
        settings = settings_or_exit(config)
        if as_lines:
            _print_lines(settings, name)
        elif name:
            _show_entries(settings, name, language)
        else:
            _show_lists(settings, language)


@lists.command()
def add(
    context: typer.Context,
    numbers: Annotated[
        list[str], typer.Argument(metavar="NUMBER...", help="x stands for any digit. x表示任意一位数字。")
    ],
    until: Annotated[
        str, typer.Option("--until", help="Its end: 2026-12-31 (included), '2026-12-31 18:00', 7d. 有效期。")
    ] = "",
    since: Annotated[str, typer.Option("--from", help="Its beginning: 2026-12-01. 生效时间。")] = "",
    note: Annotated[str, typer.Option("--note", help="What the dialplan reads as `note`. 备注。")] = "",
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Put numbers on the list; one that is on it already gets the new note and end. 添加号码。

    ivr list vip add 13800138000 --note 金卡 --until 2026-12-31
    ivr list vip add 13800138000 --from 2026-12-01
    ivr list blocked add 13900000000 021555xxxxx
    """
    settings = settings_or_exit(config)
    end, begin = ends_at(settings, until, language), begins_at(settings, since, language)
    if begin and end and begin >= end:
        stop_with(text("list_backwards", language))
    entries = [Listed(_number(settings, number, language), note, end, begin) for number in numbers]
    with_store(settings, lambda access: ListStore(access).add(context.obj, entries))
    spelled = [entry.number for entry in entries]
    audit("list_added", list=context.obj, numbers=spelled, note=note, since=since, until=until)
    say(text("list_added", language, list=context.obj, count=len(entries)))
    _warn_if_unused(settings, context.obj, language)


@lists.command()
def remove(
    context: typer.Context,
    numbers: Annotated[list[str], typer.Argument(metavar="NUMBER...", help="As listed. 名单中的写法。")],
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Take numbers off the list. 移除号码。

    ivr list blocked remove 13900000000
    """
    settings = settings_or_exit(config)
    spelled = [_number(settings, number, language) for number in numbers]
    there = with_store(settings, lambda access: ListStore(access).remove(context.obj, spelled))
    if there:
        audit("list_removed", list=context.obj, numbers=there)
    say(text("list_removed", language, list=context.obj, count=len(there)))
    if missing := [number for number in spelled if number not in there]:
        stop_with(text("list_not_there", language, list=context.obj, numbers=", ".join(missing)))


@lists.command("import")
def import_file(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE.csv", help="Columns number, note, from, until. CSV文件。")
    ],
    replace: Annotated[
        bool, typer.Option("--replace", help="Take off whoever is not in the file. 以文件内容替换整个名单。")
    ] = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Put the numbers of a CSV file on the list: all of them or, with a fault in any line, none. 导入CSV。

    The first line names the columns: number, and if you like note, from, until. Faults are told by line.

        ivr list vip import vip.csv
        ivr list vip import vip.csv --replace
    """
    settings = settings_or_exit(config)
    try:
        entries = read_entries(file, settings.engine.country, zone_of(settings))
    except InvalidFiles as faults:
        show_problems(faults.problems, language)
        stop_with(text("list_nothing_imported", language))
    with_store(settings, lambda access: ListStore(access).add(context.obj, entries, replace=replace))
    audit("list_imported", list=context.obj, file=str(file), entries=len(entries), replaced=replace)
    say(text("list_added", language, list=context.obj, count=len(entries)))
    _warn_if_unused(settings, context.obj, language)


@lists.command()
def export(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE.csv", help="Without it: to the terminal. CSV文件。")
    ] = None,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Write the list as CSV, as `import` reads it. 导出CSV。

    ivr list vip export > vip.csv
    ivr list vip export vip.csv
    """
    settings = settings_or_exit(config)
    entries = with_store(settings, lambda access: ListStore(access).entries(context.obj))
    if file is None:
        write_entries(sys.stdout, entries, zone_of(settings))
        return
    try:
        with file.open("w", encoding="utf-8-sig", newline="") as target:
            write_entries(target, entries, zone_of(settings))
    except OSError as fault:
        stop_with(f"{file}: {fault.strerror}")
    say(text("list_exported", language, list=context.obj, count=len(entries), file=file))


def _print_lines(settings: Settings, name: str) -> None:
    """For programs: the entries of a list, or without a name how many each list has."""
    if not name:
        for found, count in with_store(settings, lambda access: ListStore(access).names()).items():
            typer.echo(json_line({"list": found, "valid": count}))
        return
    zone, now = zone_of(settings), datetime.now(UTC)
    for entry in with_store(settings, lambda access: ListStore(access).entries(name)):
        since, until = (iso(at.timestamp() if at else None, zone) for at in (entry.since, entry.until))
        row = {"number": entry.number, "note": entry.note, "from": since, "until": until}
        typer.echo(json_line(row | {"valid": entry.valid(now)}))


def _show_lists(settings: Settings, language: Language | None) -> None:
    names = with_store(settings, lambda access: ListStore(access).names())
    for name in sorted({*names, *_used(settings)}):
        say(text("list_has", language, list=name, count=names.get(name, 0)))
    if not names and not _used(settings):
        say(text("list_none", language))


def _show_entries(settings: Settings, name: str, language: Language | None) -> None:
    entries = with_store(settings, lambda access: ListStore(access).entries(name))
    shown = Table(*_COLUMNS[chosen(language)], box=None, pad_edge=False)
    for entry in entries:
        now = datetime.now(zone_of(settings))
        begin = _shown(
            entry.since, now, "list_to_come" if entry.since and entry.since > now else "", language
        )
        end = _shown(entry.until, now, "list_over" if entry.until and entry.until <= now else "", language)
        shown.add_row(entry.number, Text(clean(entry.note)), begin, end)
    if entries:
        show_table(shown)
    else:
        say(text("list_has", language, list=name, count=0))
        _warn_if_unused(settings, name, language)


def _shown(at: datetime | None, now: datetime, mark: str, language: Language | None) -> Text:
    """A moment in the zone of `now`, marked where it makes the entry invalid."""
    written = f"{at.astimezone(now.tzinfo):%Y-%m-%d %H:%M}" if at else ""
    return Text(f"{written} {text(mark, language)}", "dim") if mark else Text(written)


def _number(settings: Settings, written: str, language: Language | None) -> str:
    """As the list has it; what is no number ends the program."""
    number = pattern(written, settings.engine.country)
    if not number:
        stop_with(text("list_no_number", language, written=written))
    return number


def _used(settings: Settings) -> Sequence[str]:
    """The lists that a dialplan asks."""
    steps = (step for plan in dialplans_of(settings) for _, step in plan.steps())
    return sorted({step.name for step in steps if isinstance(step, List)})


def _warn_if_unused(settings: Settings, name: str, language: Language | None) -> None:
    used = _used(settings)
    if name not in used:
        hint = suggestion(name, used, chosen(language))
        told = text("list_unused", language, list=name, hint=hint, used=", ".join(used) or "-")
        err.print(told, style="yellow", markup=False, soft_wrap=True)
