"""YAML text → `Dialplan`, with every problem at its place."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ivr.document.problems import Problem
from ivr.flow.dialplan import Dialplan
from ivr.flow.step import Step

Catalogue = Mapping[str, type[Step]]


def read_dialplan(source: Path | str, catalogue: Catalogue, file: str = "") -> tuple[Dialplan | None, list[Problem]]:
    """The dialplan in a file (a Path) or in a text; None when it has errors. Warnings leave it usable."""
    raise NotImplementedError
