"""Which processes are ours."""

from __future__ import annotations

import os
from pathlib import Path


def children() -> set[int]:
    """Processes that this one started and that still run, the dead waited for."""
    lists = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return {int(pid) for tasks in lists for pid in tasks.read_text().split()}
