"""Where a recording lies: one name in the log; on disk a WAV file or, compressed afterwards, FLAC or Opus.

Names come from the log and from the disk, and neither is trusted: nothing is ever followed out of the folder.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path, PurePosixPath
from typing import Literal

Form = Literal["wav", "flac", "opus"]
FORMS: tuple[Form, ...] = ("wav", "flac", "opus")

_NAME = re.compile(r"(?:[0-9A-Za-z][0-9A-Za-z._-]*/)*[0-9A-Za-z][0-9A-Za-z._-]*\.(?:wav|flac|opus)")


class Outside(ValueError):
    """The name, or a link on its way, leads out of the folder of the recordings."""


def inside(folder: Path, file: str) -> Path:
    """The path of a recording, which need not be there. Raises `Outside`."""
    if not _NAME.fullmatch(file) or ".." in file:
        raise Outside(f"{file[:200]!r} is not the name of a recording")
    path = folder / file
    if path.parent.resolve() != folder.resolve() / PurePosixPath(file).parent or path.is_symlink():
        raise Outside(f"{file!r} is a link, which is not followed")
    return path


def forms_of(folder: Path, file: str) -> list[Path]:
    """The files that a recording may be in, by its name in the log: the WAV file first. Raises `Outside`."""
    path = inside(folder, file)
    return [path.with_suffix(f".{form}") for form in FORMS]


def found(folder: Path, file: str) -> Path | None:
    """The file that a recording is in now, None for none; a WAV file wins. Raises `Outside`."""
    return next((path for path in forms_of(folder, file) if _is_plain(path)), None)


def opened(path: Path) -> int:
    """A descriptor to read it by. Raises OSError, also for a link and for what is no plain file."""
    number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        raise OSError(f"{path} is not a plain file")
    return number


def _is_plain(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False
