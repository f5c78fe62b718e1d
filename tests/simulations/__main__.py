"""All cases in full, or those whose name contains a word: python -m tests.simulations [Erlang] [MMC] …

Writes bench/results/simulations.json and exits with 1 if a figure does not agree.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from multiprocessing import Pool
from pathlib import Path
from zlib import crc32

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bench.cpu import machine
from tests.simulations import days, several, single
from tests.simulations.agreement import WIDTH, Case, Comparison, Figures, compare

FILE = Path(__file__).parents[2] / "bench/results/simulations.json"
PROCESSES = 2


def all_cases() -> list[Case]:
    return [*several.cases(), *single.cases(), *days.cases()]


def play(job: tuple[str, int]) -> Figures:
    name, seed = job
    case = next(case for case in all_cases() if case.name == name)
    return case.play(seed, case.calls)


def main(words: Sequence[str], console: Console) -> bool:
    """Play, show, keep; True when every figure agrees."""
    wanted = [case for case in all_cases() if not words or any(word in case.name for word in words)]
    kept = json.loads(FILE.read_text())["cases"] if FILE.exists() else {}
    table = Table("case", "figure", "known", "simulated", "SE", "deviation")
    compared: list[Comparison] = []
    with Pool(PROCESSES, maxtasksperchild=50) as pool, Progress(console=console) as progress:
        for case in wanted:
            jobs = [(case.name, crc32(case.name.encode()) + n) for n in range(case.replications)]
            task = progress.add_task(case.name, total=len(jobs))
            played = list(progress.track(pool.imap(play, jobs), task_id=task))
            found = compare(case, played)
            compared += found
            kept[case.name] = _told(case, played, found)
            _keep(kept)
            _show(case, found, table)
    console.print(table)
    return all(each.agrees for each in compared)


def _told(case: Case, played: Sequence[Figures], found: Sequence[Comparison]) -> dict[str, object]:
    rows = {
        each.figure: {
            "known": each.known.value,
            "simulated": round(each.mean, 7),
            "standard error": round(each.error, 7),
            "deviation": round(each.deviation, 2),
            "agrees": each.agrees,
        }
        for each in found
    }
    return {"source": case.source, "replications": len(played), "calls": case.calls, "figures": rows}


def _keep(cases: dict[str, object]) -> None:
    told = {
        "day": datetime.now(UTC).date().isoformat(),
        "rule": f"deviation = |simulated - known| / √(SE² + SE of the known²), at most {WIDTH}",
        "machine": asdict(machine("")),
        "cases": cases,
    }
    FILE.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n")


def _show(case: Case, found: Sequence[Comparison], table: Table) -> None:
    for each in found:
        colour = "green" if each.agrees else "red"
        numbers = (f"{each.known.value:.6g}", f"{each.mean:.6g}", f"{each.error:.2g}")
        table.add_row(case.name, each.figure, *numbers, f"[{colour}]{each.deviation:.2f}[/]")


if __name__ == "__main__":
    sys.exit(0 if main(sys.argv[1:], Console()) else 1)
