"""python -m bench.log: make a log of millions of calls in each store and ask for something in it."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Annotated

import typer
import uvloop
from rich.console import Console

from bench.log.grown import Size
from bench.log.measuring import measure
from bench.results import keep, show
from ivr.cli.progress import stage_bar


def main(
    calls: Annotated[int, typer.Option(min=1_000, help="About so many.")] = 10_000_000,
    seed: Annotated[int, typer.Option(help="Of all that is left to chance.")] = 1,
    folder: Annotated[
        Path | None, typer.Option(help="Where the databases are made; else a temporary one.")
    ] = None,
    leave: Annotated[bool, typer.Option(help="Leave the SQLite file and the DuckDB file there.")] = False,
) -> None:
    """Needs about 7 kB of disk a call."""
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.tempdir = str(folder)  # for the server too
    made = Path(tempfile.mkdtemp(prefix="log-"))
    try:
        with stage_bar(Console(stderr=True)) as bar:
            result = uvloop.run(measure(Size(calls, seed), made, bar))
    finally:
        if not leave:
            shutil.rmtree(made)
    keep(result)
    show([result], Console())


if __name__ == "__main__":
    typer.run(main)
