"""`ivr waits`: how accurate the waiting times were that callers were told."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from ivr.cli.journal import ask, names_of, zone_of
from ivr.cli.json_lines import json_line
from ivr.cli.language import LanguageOption, chosen
from ivr.cli.moments import time_range
from ivr.cli.options import DEFAULT_CONFIG, ConfigOption, JsonOption, out, settings_or_exit, show_table
from ivr.cli.texts import text
from ivr.measures.announced_waits import Accuracy, Kept, kept

_COLUMNS = {
    "zh": ("队列", "播报后接通", "在范围内", "更早", "更晚", "准确率"),
    "en": ("Queue", "Told and answered", "Inside", "Sooner", "Later", "Accuracy"),
}
_KINDS = ("wait_announced", "queue_left")


def waits(
    since: Annotated[
        str, typer.Option("--from", help="Since: today, 2026-11-22, 7d (ago). 起始时间。")
    ] = "7d",
    until: Annotated[str, typer.Option("--to", help="Until, that day included. 截止时间，含当天。")] = "",
    as_lines: JsonOption = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Show how many callers were answered inside the wait they were told. 预计等待时间的准确率。

    Counted are those who were told a wait and then answered, by the first wait they were told.

        ivr waits\n
        ivr waits --from today
    """
    settings = settings_or_exit(config)
    start, end = time_range(since, until, datetime.now(zone_of(settings)), language)
    events = ask(settings, lambda reader: reader.events_of_kinds(_KINDS, start, end))
    by_queue: dict[str, list[Kept]] = defaultdict(list)
    for each in kept(events):
        by_queue[each.queue].append(each)
    found = {queue: Accuracy.of(those) for queue, those in sorted(by_queue.items())}
    if as_lines:
        return _print_lines(found)
    words = chosen(language)
    names = names_of(settings, words)
    table = Table(*_COLUMNS[words], box=None, pad_edge=False)
    for queue, accuracy in found.items():
        table.add_row(*map(Text, _row(names.get(queue, queue), accuracy)))
    if found:
        show_table(table)
    else:
        out.print(text("no_waits", language))


def _row(name: str, found: Accuracy) -> tuple[str, ...]:
    share = "" if found.share is None else f"{found.share:.1%}"
    return name, str(found.told), str(found.inside), str(found.sooner), str(found.later), share


def _print_lines(found: dict[str, Accuracy]) -> None:
    for queue, each in found.items():
        counts = {"inside": each.inside, "sooner": each.sooner, "later": each.later, "accuracy": each.share}
        print(json_line({"queue": queue} | counts))
