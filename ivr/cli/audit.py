"""The trail of changes made by command: one line in the log each, with who made it."""

from __future__ import annotations

import getpass
import os

import structlog

_log = structlog.get_logger("audit")


def audit(change: str, **facts: object) -> None:
    """Write that `change` was made, such as `list_added`, and by which account of this machine."""
    _log.info(change, user=who(), **facts)


def who() -> str:
    """Who gave the command, also where they became root first."""
    try:
        return os.environ.get("SUDO_USER") or getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in a container
        return str(os.getuid())
