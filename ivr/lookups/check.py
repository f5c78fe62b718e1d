"""What `ivr check` says of the sources: what is wrong in config/ivr.yaml, and in the lists by line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ivr.document.model import node_at
from ivr.document.nodes import Document, Mark
from ivr.document.problems import Problem
from ivr.document.reader import read
from ivr.flow.parameters import parameters
from ivr.lookups.csv_list import read_list
from ivr.lookups.database import Unusable, address
from ivr.settings import Engine, Source

ID = "sources"


def unusable(engine: Engine, config: Path) -> list[Problem]:
    """Sources that cannot be asked as config/ivr.yaml has them; the files they name are not looked at."""
    file = config / "ivr.yaml"
    try:
        document = read(file.read_text(encoding="utf-8"), str(file))
    except (OSError, UnicodeDecodeError):
        document = Document(str(file), "", None)
    return [p for name, source in engine.sources.items() for p in _of_one(name, source, document, config)]


def in_lists(engine: Engine, root: Path) -> list[Problem]:
    """All faults of the CSV files, each with its line."""
    lists = [source for source in engine.sources.values() if source.csv is not None]
    return [p for source in lists for p in read_list(root / (source.csv or ""), source.key or "").problems]


def _of_one(name: str, source: Source, document: Document, config: Path) -> Iterator[Problem]:
    mark = node_at(document.root, ("sources", name, source.kind)).mark if document.root else Mark(1, 1)
    try:
        if source.kind == "sql":
            address(source.sql or "", config.resolve().parent)
        parameters(source)
    except Unusable as fault:
        yield document.problem(mark, str(fault), check=ID, zh=fault.zh)
    except ValueError as fault:
        yield document.problem(mark, str(fault), check=ID, zh=getattr(fault, "zh", ""))
