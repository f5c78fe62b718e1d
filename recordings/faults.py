"""Why something could not be recorded, in one word."""

from __future__ import annotations

import errno
from collections.abc import Mapping

_REASONS: Mapping[int, str] = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EFBIG: "disk_full",
    errno.EROFS: "read_only",
    errno.EACCES: "no_permission",
    errno.EPERM: "no_permission",
}


def reason(fault: OSError) -> str:
    """disk_full, read_only, no_permission, slow, or disk_fails for all else."""
    if isinstance(fault, TimeoutError):
        return "slow"
    return _REASONS.get(fault.errno or 0, "disk_fails")
