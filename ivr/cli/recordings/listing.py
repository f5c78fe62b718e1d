"""`ivr recordings list`, `show` and `audit`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from ivr.archive.entry import Entry
from ivr.archive.index import Wanted
from ivr.archive.verify import stored
from ivr.cli.calls_table import View
from ivr.cli.journal import iso, names_of, zone_of
from ivr.cli.json_lines import json_line
from ivr.cli.language import LanguageOption, chosen, duration
from ivr.cli.naming import agent_named, known_or_exit, queue_named
from ivr.cli.options import DEFAULT_CONFIG, ConfigOption, JsonOption, err, out, show_table
from ivr.cli.recordings.shared import (
    Archive,
    FromOption,
    IdArgument,
    KindOption,
    LineOption,
    ToOption,
    known_kind,
    opened,
    since_and_until,
)
from ivr.cli.recordings.words import WORDS, word
from ivr.cli.trail_words import done
from ivr.journal.story import clean
from recordings.place import Outside

_COLUMNS = ("id", "began", "kind", "line", "queue", "agent", "seconds", "size", "state", "call")
_FACTS = ("id", "began", "kind", "call", "line", "queue", "agent", "seconds", "channels", "size", "format")
_BARS = " ▁▂▃▄▅▆▇█"
_WAVE = 60  # columns


def list_recordings(
    kind: KindOption = "",
    line: LineOption = "",
    queue: Annotated[str, typer.Option(help="By the name in queues.yaml. 队列。")] = "",
    agent: Annotated[str, typer.Option(help="By the name in agents.yaml. 坐席。")] = "",
    number: Annotated[str, typer.Option(help="The caller's. 主叫号码。")] = "",
    call: Annotated[str, typer.Option(help="The id of a call. 通话编号。")] = "",
    held: Annotated[bool, typer.Option("--held", help="Only under a legal hold. 只列法律保全的。")] = False,
    since: FromOption = "",
    until: ToOption = "",
    limit: Annotated[int, typer.Option(min=1, max=1_000_000, help="At most so many. 最多条数。")] = 20,
    as_lines: JsonOption = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """List recordings, the newest first. 列出录音。

    ivr recordings list --from today --queue support

    ivr recordings list --number 13800138000 --json
    """
    with opened(config) as archive:
        begin, end = since_and_until(archive.settings, since, until, language)
        theirs = archive.spellings(number)
        agent, queue = agent_named(agent, archive.settings), queue_named(queue, archive.settings)
        wanted = Wanted(begin, end, kind, line, queue, agent, call, theirs, held, limit=limit)
        found = archive.index.find(wanted)
        if as_lines:
            for entry in found:
                print(json_line(as_json(archive, entry)))
        elif found:
            show_table(table(archive, found, chosen(language)))
        else:
            known_or_exit(archive.settings, agent, queue, language)
            known_kind(kind, language)
            err.print(word("none_yet", language), soft_wrap=True)


def show(
    number: IdArgument,
    as_lines: JsonOption = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Tell all that is known of a recording, with its wave. 查看一个录音。

    ivr recordings show 1234
    """
    with opened(config) as archive:
        entry, peaks = archive.entry(number, language)
        if as_lines:
            sides = [list(each) for each in _sides(peaks, entry.channels)]
            print(json_line(as_json(archive, entry) | {"peaks": sides}))
            return
        words = chosen(language)
        row = dict(zip(_COLUMNS, _row(entry, _view(archive, words)), strict=True))
        row |= {"channels": str(entry.channels), "format": entry.format}
        shown = {name: row[name] for name in _FACTS}
        shown |= {"sha256": entry.sha256, "file": _where(archive, entry), "state": row["state"]}
        shown["note"] = clean(entry.note)
        for name, value in shown.items():
            if value:
                out.print(Text(f"{WORDS[name][words]:>9}  {value}"), soft_wrap=True)
        for side in _sides(peaks, entry.channels):
            out.print(Text(f"{WORDS['wave'][words]:>9}  {_wave(side)}"), soft_wrap=True)


def trail(
    limit: Annotated[int, typer.Option(min=1, max=1_000_000, help="At most so many. 最多条数。")] = 50,
    as_lines: JsonOption = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Tell who did what with which recording, the newest first. 操作记录。

    ivr recordings audit
    """
    with opened(config) as archive:
        found = archive.index.trail(limit)
        zone, words = zone_of(archive.settings), chosen(language)
        if as_lines:
            for trace in found:
                print(json_line(asdict(trace) | {"at": iso(trace.at, zone)}))
        elif found:
            shown = Table(*(WORDS[name][words] for name in ("began", "who", "what", "about")), box=None)
            view = _view(archive, words)
            for trace in found:
                shown.add_row(
                    *map(
                        Text,
                        (view.when(trace.at), clean(trace.who), done(trace.what, words), clean(trace.about)),
                    )
                )
            show_table(shown)
        else:
            err.print(word("no_trail", language))


def table(archive: Archive, found: Sequence[Entry], words: str) -> Table:
    """Recordings for people."""
    shown = Table(*(WORDS[name][words] for name in _COLUMNS), box=None, pad_edge=False)
    view = _view(archive, words)
    for entry in found:
        shown.add_row(*map(Text, _row(entry, view)))
    return shown


def as_json(archive: Archive, entry: Entry) -> dict[str, Any]:
    """A recording for programs: times are ISO 8601, `path` is where it lies now, '' for nowhere."""
    zone = zone_of(archive.settings)
    times = {name: iso(getattr(entry, name), zone) for name in ("began", "held", "erased")}
    return asdict(entry) | times | {"path": _where(archive, entry)}


def _view(archive: Archive, words: str) -> View:
    return View(words, zone_of(archive.settings), names_of(archive.settings, words))


def _row(entry: Entry, view: View) -> tuple[str, ...]:
    kind = WORDS[entry.kind][view.language] if entry.kind in WORDS else clean(entry.kind)
    return (
        str(entry.id),
        view.when(entry.began),
        kind,
        clean(entry.line),
        view.named(entry.queue),
        view.named(entry.agent),
        duration(entry.seconds),
        _size(entry.bytes),
        _state(entry, view.language),
        clean(entry.call),
    )


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{count / 1e3:.0f} kB"


def _state(entry: Entry, words: str) -> str:
    states = (
        "erased" if entry.erased else entry.problem,
        "held" if entry.held else "",
    )
    return ", ".join(WORDS[state][words] for state in states if state in WORDS)


def _where(archive: Archive, entry: Entry) -> str:
    if entry.erased:
        return ""
    try:
        return str(stored(archive.folder, entry))
    except Outside:
        return ""


def _sides(peaks: bytes, channels: int) -> list[bytes]:
    width = len(peaks) // channels if channels else 0
    return [peaks[at * width : (at + 1) * width] for at in range(channels)] if width else []


def _wave(side: bytes) -> str:
    step = max(1, len(side) / _WAVE)
    loudest = [
        max(side[int(at * step) : max(int(at * step) + 1, int((at + 1) * step))])
        for at in range(min(_WAVE, len(side)))
    ]
    return "".join(_BARS[peak * (len(_BARS) - 1) // 255] for peak in loudest)
