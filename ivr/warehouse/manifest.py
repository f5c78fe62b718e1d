"""What a warehouse folder says of itself: how far the log is in it, and by what rules it was written.

It is the last thing that is written of every step, so that a folder is never thought newer than it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

import orjson

from ivr.files import durable
from ivr.warehouse.numbers import Form
from ivr.warehouse.tables import VERSION

NAME = "callwright.json"


class Unfit(ValueError):
    """The folder cannot be continued: it was written by other rules, `what` of them, or is none of ours.
    `old` and `new` are how it is there, and how it is asked for now."""

    def __init__(self, what: str, old: str = "", new: str = "") -> None:
        super().__init__(what)
        self.what, self.old, self.new = what, old, new


@dataclass(frozen=True, slots=True)
class Rules:
    """What must be the same at every run: whose log it is (`log`, of its first event), the time zone of the
    days, and how numbers are written (`secret`: a print of the secret)."""

    log: str
    zone: str
    numbers: Form
    secret: str = ""
    version: int = VERSION


@dataclass(frozen=True, slots=True)
class Manifest:
    """`position`: the number of the last event that was looked at. `pending`: the days that have to be
    written (anew). `erased`: how many calls of erased callers each day has, since their erasure makes no
    event."""

    rules: Rules
    position: int = 0
    pending: tuple[str, ...] = ()
    erased: Mapping[str, int] = field(default_factory=dict)


def read(folder: Path, rules: Rules) -> Manifest:
    """How far the folder is; a new one is empty. Raises `Unfit` and OSError."""
    try:
        text = (folder / NAME).read_bytes()
    except FileNotFoundError:
        if any(not file.name.startswith(durable.UNFINISHED) for file in folder.iterdir()):
            raise Unfit("folder") from None
        return Manifest(rules)
    manifest = _parsed(text)
    for each in fields(Rules):
        old, new = getattr(manifest.rules, each.name), getattr(rules, each.name)
        if old != new:
            raise Unfit(each.name, str(old), str(new))
    return manifest


def write(folder: Path, manifest: Manifest) -> None:
    """In one step. Raises OSError."""
    durable.write(
        folder / NAME, orjson.dumps(asdict(manifest), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)
    )


def _parsed(text: bytes) -> Manifest:
    try:
        plain: dict[str, Any] = orjson.loads(text)
        rules = Rules(**plain.pop("rules"))
        return Manifest(rules=rules, **{**plain, "pending": tuple(plain["pending"])})
    except (ValueError, TypeError, KeyError, AttributeError) as fault:
        raise Unfit("manifest") from fault
