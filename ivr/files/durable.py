"""Files that are there whole or not at all, whatever happens while they are written."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

UNFINISHED = ".half-"
"""How the name of a file begins that is being written; a crash may leave one."""


def write(path: Path, data: bytes, *, like: Path | None = None) -> None:
    """Put this into the file, in one step that is on disk when this returns.

    `like`: the file whose permissions it gets, and whose owner where we may give files away; else only we
    may read it. Raises OSError; then the file is as it was.
    """
    beside = _beside(path, data)
    try:
        if like is not None:
            _make_like(beside, like)
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    _sync(path.parent)


def _make_like(file: Path, like: Path) -> None:
    with suppress(FileNotFoundError):
        model = like.stat()
        file.chmod(model.st_mode & 0o777)
        with suppress(PermissionError):
            os.chown(file, model.st_uid, model.st_gid)


def create(path: Path, data: bytes) -> None:
    """As `write`, for a file that must not be there yet. Raises FileExistsError, OSError."""
    beside = _beside(path, data)
    try:
        os.link(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    _sync(path.parent)


def remove(path: Path) -> None:
    """The file is gone, and stays so, when this returns. Raises OSError."""
    path.unlink()
    _sync(path.parent)


def private_folder(path: Path) -> Path:
    """The folder, made where it is missing; what is made here only its owner may enter. Raises OSError."""
    missing = [path, *path.parents]
    for folder in reversed(missing[: next((n for n, each in enumerate(missing) if each.exists()), 0)]):
        folder.mkdir(mode=0o700, exist_ok=True)
        _sync(folder.parent)
    return path


def _beside(path: Path, data: bytes) -> Path:
    """The data in a file of its own in the same folder, on disk. A crash leaves at most one of these."""
    number, name = tempfile.mkstemp(prefix=UNFINISHED, dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _sync(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
