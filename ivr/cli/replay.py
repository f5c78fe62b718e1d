"""`ivr replay`: what would have been, had the settings been others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from ivr.cli.journal import ask, iso, names_of, zone_of
from ivr.cli.json_lines import json_line
from ivr.cli.language import LanguageOption, chosen
from ivr.cli.options import (
    DEFAULT_CONFIG,
    ConfigOption,
    err,
    say,
    settings_or_exit,
    show_problems,
    show_table,
    stop_with,
)
from ivr.cli.progress import stage_bar
from ivr.cli.staffing.figures import SHOWN, difference, formula, plain, shown
from ivr.cli.staffing.period import period
from ivr.cli.staffing.words import word
from ivr.document.problems import InvalidFiles
from ivr.journal.reader import JournalReader
from ivr.settings import Settings, load
from ivr.staffing.floors import floor
from ivr.staffing.logged import Logged
from ivr.staffing.reading import logged
from ivr.staffing.replay import Compared, Figures, Period, Replay
from ivr.staffing.replay import replay as replayed

FEW = 50
"""With fewer calls than that, a difference may well be chance."""
_ROWS = ("as_logged", "as_set", "as_changed")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is shown: the two settings, the time, and the language."""

    before: Settings
    after: Settings
    over: Period
    seed: int
    language: str


def replay(
    since: Annotated[str, typer.Option("--from", help="Since: 2026-11-24, today, 7d (ago). 起始时间。")],
    until: Annotated[
        str, typer.Option("--to", help="Until, the day included; else now. 截止时间（含当天），默认为现在。")
    ] = "",
    changed: Annotated[
        list[Path] | None,
        typer.Option("--with", help="A changed agents or queues file; may be repeated. 更改后的设置文件。"),
    ] = None,
    seed: Annotated[int, typer.Option(help="Chance; the same seed, the same result. 随机种子。")] = 1,
    as_lines: Annotated[
        bool, typer.Option("--json", help="One JSON object a queue and line. 每行一个JSON。")
    ] = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Replay logged calls under other settings, and tell the difference. 按更改后的设置重放通话并比较。

    The calls of that time go through the same router once more, in virtual time: first with the settings as
    they are, then with the changed files. Nothing is written, and the running engine is not touched.

        ivr replay --from yesterday --with config/queues-b.yaml\n
        ivr replay --from 2026-11-24 --to 2026-11-24 --with agents-b.yaml --with queues-b.yaml\n
        ivr replay --from 7d --seed 2 --json | jq .difference.service_level
    """
    words = chosen(language)
    before = settings_or_exit(config)
    after = _changed(config, changed or [], words)
    over = period(since, until, datetime.now(zone_of(before)), words)
    asked = _Asked(before, after, over, seed, words)
    found = _play(asked)
    if as_lines:
        for queue, compared in found.queues.items():
            print(json_line(_json(queue, compared, asked)))
        return
    show_table(_table(found.queues, asked))
    for line in _notes(found, asked):
        say(line)


def _play(asked: _Asked) -> Replay:
    day = datetime.fromtimestamp(asked.over.since, zone_of(asked.before)).date()
    floors = tuple(floor(each.agents, each.queues, day) for each in (asked.before, asked.after))
    with stage_bar(err) as show:

        async def read(reader: JournalReader) -> Logged:
            title = word("reading", asked.language)
            return await logged(
                reader, asked.over.since, asked.over.until, lambda done, total: show(title, done, total)
            )

        seen = ask(asked.before, read)
        title = word("replaying", asked.language)
        found = replayed(
            seen, asked.over, (floors[0], floors[1]), asked.seed, lambda done, total: show(title, done, total)
        )
    if not found.calls:
        since, until = _clocks(asked)
        stop_with(word("nothing_logged", asked.language, since=since, until=until))
    return found


def _clocks(asked: _Asked) -> tuple[str, str]:
    zone = zone_of(asked.before)
    since, until = (datetime.fromtimestamp(at, zone) for at in (asked.over.since, asked.over.until))
    return f"{since:%F %T}", f"{until:%F %T}"


def _changed(config: Path, files: Sequence[Path], language: str) -> Settings:
    """The settings with these files in the place of theirs; faults end the program, each with its line."""
    instead: dict[str, Path] = {}
    for file in files:
        kind = _kind(file)
        if kind is None:
            stop_with(word("neither_file", language, file=file))
        if kind in instead:
            stop_with(word("both_files", language, file=file, kind=kind))
        instead[kind] = file
    try:
        return load(config, instead)
    except InvalidFiles as faults:
        show_problems(faults.problems)
        raise typer.Exit(1) from None


def _kind(file: Path) -> str | None:
    try:
        text = file.read_bytes().decode("utf-8", errors="replace")
    except OSError as fault:
        stop_with(f"{file}: {fault.strerror or fault}")
    found = re.search(r"(?m)^['\"]?(agents|queues)['\"]?\s*[:：]", text)
    return found[1] if found else None


def _table(queues: Mapping[str, Compared], asked: _Asked) -> Table:
    names, language = names_of(asked.before, asked.language), asked.language
    headings = [word(name, language) for name in ("queue", "how", "entered", *SHOWN)]
    table = Table(*headings, box=None, pad_edge=False)
    for queue, compared in queues.items():
        rows = _rows(compared, asked)
        for place, (how, *cells) in enumerate(rows):
            first = names.get(queue, queue) if place == 0 else ""
            table.add_row(Text(first), Text(word(how, language)), *map(Text, cells))
        table.add_section()
    return table


def _rows(compared: Compared, asked: _Asked) -> Iterator[tuple[str, ...]]:
    language = asked.language
    sides = zip(_ROWS, (compared.logged, compared.replayed, compared.changed), strict=True)
    for how, figures in sides:
        if how == "as_changed" and asked.after == asked.before:
            return
        cells = (shown(name, getattr(figures, name), language) for name in SHOWN)
        yield how, str(figures.parts.entered), *cells
    old, new = compared.replayed, compared.changed
    cells = (difference(name, getattr(old, name), getattr(new, name), language) for name in SHOWN)
    yield "difference", "", *cells


def _notes(found: Replay, asked: _Asked) -> Iterator[str]:
    calls = sum(compared.replayed.parts.entered for compared in found.queues.values())
    since, until = _clocks(asked)
    yield word("replayed_calls", asked.language, calls=calls, since=since, until=until)
    if calls < FEW:
        yield word("few_calls", asked.language, few=FEW)
    for within in sorted({compared.within for compared in found.queues.values()}):
        yield formula(within, asked.language)
    yield word("trust", asked.language, seed=asked.seed)
    for queue, count in found.left_out.items():
        yield word("left_out", asked.language, queue=queue, count=count)
    if found.newcomers:
        yield word("newcomers", asked.language, agents=", ".join(found.newcomers))


def _json(queue: str, compared: Compared, asked: _Asked) -> dict[str, Any]:
    zone = zone_of(asked.before)
    sides = {"logged": compared.logged, "replayed": compared.replayed, "changed": compared.changed}
    return {
        "queue": queue,
        "from": iso(asked.over.since, zone),
        "to": iso(asked.over.until, zone),
        "formula": "D",
        "within": compared.within,
        "seed": asked.seed,
        **{name: plain(figures) for name, figures in sides.items()},
        "difference": _differences(compared.replayed, compared.changed),
    }


def _differences(old: Figures, new: Figures) -> dict[str, float | None]:
    found: dict[str, float | None] = {}
    for name in SHOWN:
        before, after = getattr(old, name), getattr(new, name)
        found[name] = None if before is None or after is None else round(after - before, 6)
    return found
