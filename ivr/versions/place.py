"""Puts a text in the place of a dialplan's file, so that nothing is lost of what stood there."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from ivr.files import durable
from ivr.flow.reader import version_of
from ivr.versions.store import VersionStore


def put_in_place(file: Path, text: str, store: VersionStore, now: datetime) -> Path | None:
    """Write the text into the file, whole or not at all. Raises OSError.

    What stood there and was never in use is kept beside it, under a name that no dialplan has; that name is
    given back.
    """
    kept = _keep(file, store, now)
    durable.write(file, text.encode(), like=file)
    return kept


def _keep(file: Path, store: VersionStore, now: datetime) -> Path | None:
    if not file.exists():
        return None
    old = file.read_bytes()
    if store.text(version_of(old.decode(errors="replace"))) is not None:
        return None
    beside = file.with_name(f"{file.name}.{now:%Y%m%d-%H%M%S}")
    durable.write(beside, old, like=file)
    return beside
