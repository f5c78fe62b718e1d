"""A caller's number as a keyed hash: it tells again whether a number was erased, and not which number it was.

Telephone numbers are few enough to try them all, so the key must not be where the hashes are: it is a file in
the engine's folder for its state, and the hashes are in the database.
"""

from __future__ import annotations

import hmac
import secrets
from contextlib import suppress
from pathlib import Path

from ivr.files import durable

KEY = "erasures.key"
_BYTES = 32


def digest(state: Path, number: str) -> str:
    """The hash of this number, by the key in this folder, which is made where it is missing. Raises
    OSError."""
    file = durable.private_folder(state) / KEY
    if not file.exists():
        with suppress(FileExistsError):
            durable.create(file, secrets.token_bytes(_BYTES))
    return hmac.new(file.read_bytes(), number.encode(), "sha256").hexdigest()[:32]
