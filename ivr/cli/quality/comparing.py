"""`ivr quality agreement` and `trend`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import cache
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from ivr.cli.journal import names_of
from ivr.cli.json_lines import json_line
from ivr.cli.language import LanguageOption, chosen
from ivr.cli.naming import agent_named
from ivr.cli.options import DEFAULT_CONFIG, ConfigOption, JsonOption, err, show_table
from ivr.cli.quality.comparing_words import WORDS, word
from ivr.cli.quality.shared import Room, opened, person
from ivr.cli.recordings.shared import FromOption, ToOption, since_and_until
from ivr.journal.story import clean
from ivr.quality.agreement import Agreement
from ivr.quality.entry import FINAL, Wanted
from ivr.quality.scorers import Compared, Trend, compared, trends

_AGREEMENT = ("form", "pair", "item", "talks", "same", "kappa", "weighted")
_TREND = ("agent", "scores", "mean", "slope", "direction")


def agreement(
    form: Annotated[str, typer.Option(help="Of this form. 表单。")] = "",
    items: Annotated[bool, typer.Option("--items", help="Each item as well. 同时列出各项目。")] = False,
    since: FromOption = "",
    until: ToOption = "",
    as_lines: JsonOption = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Tell how far two scorers agree who scored the same talks: Cohen's kappa. 评分一致性。

    ivr quality agreement --from 90d --items
    """
    with opened(config, language) as room:
        begin, end = since_and_until(room.settings, since, until, language)
        wanted = Wanted(begin, end, form=form, state=FINAL)
        scores = room.scores.find(wanted, person())
        found = [*compared(scores, cache(room.scores.form))]
        if as_lines:
            for each in found:
                print(json_line(asdict(each)))
        elif found:
            rows = [row for each in found for row in _rows(each, room, items)]
            show_table(table(_AGREEMENT, rows, room))
        else:
            _nothing(room, wanted, "no_pairs")


def trend(
    agent: Annotated[str, typer.Option(help="By the name in agents.yaml. 坐席。")] = "",
    form: Annotated[str, typer.Option(help="Of this form. 表单。")] = "",
    since: FromOption = "",
    until: ToOption = "",
    as_lines: JsonOption = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Tell whether the scores of each agent rise or fall. 各坐席得分的趋势。

    ivr quality trend --from 90d
    """
    with opened(config, language) as room:
        begin, end = since_and_until(room.settings, since, until, language)
        wanted = Wanted(begin, end, agent_named(agent, room.settings), form=form, state=FINAL)
        found = trends(room.scores.find(wanted, person()))
        if as_lines:
            for each in found:
                print(json_line(asdict(each)))
        elif found:
            show_table(table(_TREND, [_trend(each, room) for each in found], room))
        else:
            _nothing(room, wanted, "no_scores")


def _nothing(room: Room, wanted: Wanted, why: str) -> None:
    for line in room.unknown(wanted) or [word(why, room.language)]:
        err.print(line)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], room: Room) -> Table:
    """For people."""
    shown = Table(*(WORDS[name][chosen(room.language)] for name in heads), box=None, pad_edge=False)
    for row in rows:
        shown.add_row(*(Text(clean(cell)) for cell in row))
    return shown


def number(value: float | None, room: Room, form: str = "+.2f") -> str:
    """No data for None."""
    return word("no_data", room.language) if value is None else format(value, form)


def _rows(found: Compared, room: Room, items: bool) -> Iterator[tuple[str, ...]]:
    pair = (found.form, f"{found.first}, {found.second}")
    whole = word("all_items", room.language)
    yield (*pair, whole, str(found.talks), *_figures(found.whole, room))
    for item, each in found.items.items() if items else ():
        yield (*pair, item, str(each.pairs), *_figures(each, room))


def _figures(found: Agreement, room: Room) -> tuple[str, ...]:
    return (
        number(found.same, room, ".1%"),
        number(found.kappa, room, ".2f"),
        number(found.weighted, room, ".2f"),
    )


def _trend(found: Trend, room: Room) -> tuple[str, ...]:
    names = names_of(room.settings, chosen(room.language))
    words = {1: "rises", -1: "falls", 0: "steady", None: "too_few"}
    said = word(words[found.rises], room.language)
    mean = f"{found.mean:.1f}"
    return names.get(found.agent, found.agent), str(found.scores), mean, number(found.slope, room), said
