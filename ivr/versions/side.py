"""On which side of a trial a caller is: always the same one, whoever asks and after every restart."""

from __future__ import annotations

import hashlib


def is_chosen(salt: str, caller: str, share: float) -> bool:
    """True for a share (0 to 1) of the callers; with a larger share all who were chosen still are."""
    digest = hashlib.sha256(f"{salt}\n{caller}".encode()).digest()
    return int.from_bytes(digest[:8], "big") < share * 2**64
