"""Settings with sources, and a small database of customers."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

from ivr.settings import Settings, Source, load

SHIPPED = Path(__file__).parents[2] / "config"
QUERY = "select name, level from customers where number = :number"


def settings(root: Path, **sources: Source) -> Settings:
    """The shipped settings in `root`, with these sources."""
    shipped = load(SHIPPED)
    engine = shipped.engine.model_copy(update={"sources": sources})
    return shipped.model_copy(update={"root": root, "engine": engine})


def customers(root: Path) -> Path:
    """A database `crm.db` with three customers."""
    file = root / "crm.db"
    with sqlite3.connect(file) as crm:
        crm.execute("create table customers (number, name, level, balance, photo)")
        rows = [
            ("1", "王芳", "diamond", 12.5, b"\x01"),
            ("2", "李强", "", 0, None),
            ("2", "李娜", "gold", 3, None),
        ]
        crm.executemany("insert into customers values (?, ?, ?, ?, ?)", rows)
    return file


def config(root: Path, sources: str) -> Path:
    """A copy of the shipped `config/` in `root`, its ivr.yaml ending with these sources."""
    folder = root / "config"
    folder.mkdir()
    for name in ("ivr.yaml", "agents.yaml", "queues.yaml"):
        shutil.copy(SHIPPED / name, folder)
    with (folder / "ivr.yaml").open("a", encoding="utf-8") as file:
        file.write(f"\nsources:\n{sources}")
    return folder
