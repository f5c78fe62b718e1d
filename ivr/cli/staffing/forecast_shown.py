"""A forecast for people, for programs and for spreadsheets."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from ivr.cli.journal import names_of
from ivr.cli.options import say, show_table, stop_with
from ivr.cli.staffing.figures import formula, percent, seconds
from ivr.cli.staffing.words import word
from ivr.settings import Settings
from ivr.staffing.forecasting import Past, Row
from ivr.staffing.history import Calls, Day
from ivr.staffing.needed import Work
from routing.forecast import Goal


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be forecast. `today` is the site's."""

    settings: Settings
    queues: Sequence[str]
    day: date
    today: date
    weeks: int
    language: str

    @property
    def weekday(self) -> str:
        return word("weekday", self.language).split()[self.day.weekday()]


@dataclass(frozen=True, slots=True)
class Found:
    """All that a forecast is told by. `holidays` were left out; `holiday` is the name of the day's own."""

    rows: Sequence[Row]
    calls: Calls
    works: Mapping[str, Work]
    goals: Mapping[str, Goal]
    past: Past | None
    holidays: Sequence[Day]
    holiday: str
    simulates: bool


def show(found: Found, asked: Asked) -> None:
    """The table, and what it means."""
    language, names = asked.language, names_of(asked.settings, asked.language)
    queues = ", ".join(names.get(name, name) for name in asked.queues)
    say(word("forecast_for", language, day=asked.day, weekday=asked.weekday, queues=queues))
    headings = ("begins", "calls", "erlang_c", "erlang_a", "simulated", "scheduled")
    table = Table(*(word(name, language) for name in headings), box=None, pad_edge=False)
    for column in table.columns[1:]:
        column.justify = "right"
    for row in found.rows:
        table.add_row(*map(Text, _cells(row, found.simulates, language)))
    whole = sum(sum(row.calls.values()) for row in found.rows)
    table.add_row(word("whole_day", language), f"{whole:.0f}", "", "", "", "")
    show_table(table)
    for line in _notes(found, asked, names):
        say(line)


def _cells(row: Row, simulates: bool, language: str) -> Iterator[str]:
    needed = row.needed
    simulated = str(needed.simulated) if needed.simulated is not None else ""
    if simulates and not simulated:
        simulated = word("unreached", language)
    yield from (row.begins, f"{sum(row.calls.values()):.1f}", str(needed.erlang_c), str(needed.erlang_a))
    yield from (simulated, str(row.scheduled))


def _notes(found: Found, asked: Asked, names: Mapping[str, str]) -> Iterator[str]:
    language, goal = asked.language, next(iter(found.goals.values()))
    for queue, own in found.works.items():
        patience = word("endless", language) if own.patience == inf else seconds(own.patience, language)
        yield word(
            "work_of",
            language,
            queue=names.get(queue, queue),
            handle=seconds(own.handle, language),
            patience=patience,
            share=percent(found.goals[queue].share, language),
            within=f"{found.goals[queue].within:g}",
        )
    yield word("how_needed", language, shrinkage=percent(goal.shrinkage, language))
    yield formula(goal.within, language)
    if found.holiday:
        yield word("is_holiday", language, day=asked.day, holiday=found.holiday, weekday=asked.weekday)
    if found.holidays:
        days = ", ".join(f"{day.day} {day.holiday}" for day in found.holidays)
        yield word("holidays_left_out", language, days=days)
    yield _error(found.past, language)


def _error(past: Past | None, language: str) -> str:
    if past is None:
        return word("error_none", language)
    return word(
        "error_kept" if past.made else "error_hindsight",
        language,
        day=past.day,
        made=past.made,
        wape=percent(past.errors.wape, language),
        bias=word("no_data", language) if past.errors.bias is None else f"{100 * past.errors.bias:+.1f} %",
        calls=f"{past.errors.calls:.0f}",
    )


def as_json(found: Found, asked: Asked) -> Iterator[dict[str, Any]]:
    """A row a half-hour, then one about the whole."""
    for row in found.rows:
        yield {
            "day": asked.day.isoformat(),
            "begins": row.begins,
            "calls": {queue: round(number, 2) for queue, number in row.calls.items()},
            "erlang_c": row.needed.erlang_c,
            "erlang_a": row.needed.erlang_a,
            "simulated": row.needed.simulated,
            "scheduled": row.scheduled,
        }
    past = found.past
    yield {
        "day": asked.day.isoformat(),
        "formula": "D",
        "queues": {
            queue: {
                "handle": round(own.handle, 1),
                "patience": None if own.patience == inf else round(own.patience, 1),
                "target": found.goals[queue].share,
                "within": found.goals[queue].within,
            }
            for queue, own in found.works.items()
        },
        "holiday": found.holiday or None,
        "last": past
        and {
            "day": past.day.isoformat(),
            "made": past.made and past.made.isoformat(),
            "calls": past.errors.calls,
            "wape": past.errors.wape,
            "bias": past.errors.bias,
        },
    }


def write(file: Path, found: Found, asked: Asked) -> None:
    """The table as CSV that spreadsheets open. A file that cannot be written ends the program."""
    try:
        with file.open("w", encoding="utf-8-sig", newline="") as opened:
            table = csv.writer(opened)
            queues = list(found.calls)
            table.writerow(["day", "begins", *queues, "erlang_c", "erlang_a", "simulated", "scheduled"])
            for row in found.rows:
                calls = [f"{row.calls.get(queue, 0.0):.2f}" for queue in queues]
                needed = row.needed
                simulated = "" if needed.simulated is None else needed.simulated
                head = (asked.day.isoformat(), row.begins, *calls)
                table.writerow([*head, needed.erlang_c, needed.erlang_a, simulated, row.scheduled])
    except OSError as fault:
        stop_with(f"{file}: {fault.strerror or fault}")
