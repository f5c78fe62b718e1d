"""What `ivr check` says of the address of the database; the database itself is not asked."""

from __future__ import annotations

from pathlib import Path

from ivr.document.model import node_at
from ivr.document.nodes import Document, Mark
from ivr.document.problems import Problem
from ivr.document.reader import read
from ivr.journal.address import parse
from ivr.journal.unusable import DatabaseUnusable
from ivr.settings import Engine

ID = "database"


def unusable_address(engine: Engine, config: Path) -> list[Problem]:
    """An address that is none, at its place in config/ivr.yaml."""
    try:
        parse(engine.database)
    except DatabaseUnusable as fault:
        document = _document(config / "ivr.yaml")
        mark = node_at(document.root, ("database",)).mark if document.root else Mark(1, 1)
        return [document.problem(mark, str(fault), check=ID, zh=fault.zh)]
    return []


def _document(file: Path) -> Document:
    try:
        return read(file.read_text(encoding="utf-8"), str(file))
    except (OSError, UnicodeDecodeError):
        return Document(str(file), "", None)
