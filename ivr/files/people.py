"""Who a file or a command belongs to, by the name that the system knows them under."""

from __future__ import annotations

import os
import pwd
from pathlib import Path


def user(number: int) -> str:
    """The user's name, or the number where the system knows no name."""
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def owner(path: Path) -> str:
    """Whose file it is; '' when it is not there."""
    try:
        return user(path.stat().st_uid)
    except OSError:
        return ""


def me() -> str:
    """Who runs this program."""
    return user(os.getuid())
