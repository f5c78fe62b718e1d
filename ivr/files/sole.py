"""One process at a time has a folder."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_LOCK = "in_use"


class FolderInUse(Exception):
    """Another process has it: `process` is its number, '' where it has not said so yet."""

    def __init__(self, folder: Path, process: str) -> None:
        super().__init__(f"{folder} is in use by process {process or '?'}")
        self.folder, self.process = folder, process


@contextmanager
def sole(folder: Path) -> Iterator[None]:
    """Have the folder, which is made where it is missing, for oneself, until the context or the process ends.

    Raises FolderInUse, and OSError for a folder that cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _LOCK).open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise FolderInUse(folder, file.read(20).strip()) from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield
