"""Results: one JSON file a measurement in bench/results, and a table for people."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.cpu import Machine

FOLDER = Path(__file__).parent / "results"
Figures = Mapping[str, float | int]


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure that is to be at most `limit`."""

    what: str
    limit: float
    is_now: float

    @property
    def reached(self) -> bool:
        return self.is_now <= self.limit


@dataclass(frozen=True, slots=True)
class Result:
    """One measurement: `rows` by what was measured, all with the same figures."""

    name: str
    title: str
    rows: Mapping[str, Figures]
    goal: Goal
    machine: Machine


def keep(result: Result) -> Path:
    """Write bench/results/<name>.json."""
    FOLDER.mkdir(exist_ok=True)
    file = FOLDER / f"{result.name}.json"
    day = datetime.now(UTC).date().isoformat()
    told = {"day": day, **asdict(result)}
    told["goal"]["reached"] = result.goal.reached
    file.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
    return file


def show(results: Sequence[Result], console: Console) -> None:
    """A table for each measurement, and whether its goal was reached."""
    for result in results:
        figures = list(next(iter(result.rows.values())))
        table = Table("", *figures, title=result.title, title_justify="left")
        for name, row in result.rows.items():
            table.add_row(name, *(f"{row[figure]:g}" for figure in figures))
        console.print(table)
        mark = "reached" if result.goal.reached else "not reached"
        console.print(f"{result.goal.what}: {result.goal.is_now:g}, goal {result.goal.limit:g}: {mark}\n")
